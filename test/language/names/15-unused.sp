// rule: 3.16
// An import that nothing needs is a warning, in each of its forms.
import std.file { File, Directory as Folder }
//                ^^^^ warning[SP2005]: `File` is imported and never used
//                                   ^^^^^^ warning[SP2005]: `Folder` is imported and never used
import std.net as net
//                ^^^ warning[SP2005]: `net` is imported and never used
import "./data.json" as data: Int
//                      ^^^^ warning[SP2005]: `data` is imported and never used
system Site { param n: Int = 1 }
environment dev = Site
// --- file: data.json
1
