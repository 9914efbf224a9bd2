import std.file { File }
system Shop { a: File { path = "/a" } }
system Blog { a: File { path = "/a" } }
overlay dark on Blog { a { mode = 0o600 } }
environment prod = Shop with dark
