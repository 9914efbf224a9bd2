let a = 'text'
