import std.file { Flie }
