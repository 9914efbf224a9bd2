type Login = String matching /^(?=[a-z])[a-z0-9]+$/
