let path = "C:\windows"
