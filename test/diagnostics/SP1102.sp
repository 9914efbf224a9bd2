let motd = "Hello
