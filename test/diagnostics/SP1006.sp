import std.fiel { File }
