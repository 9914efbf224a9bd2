// rule: 5.12
// A kind may copy the fields of a record or of another kind.
import std.thing { Big }
system Site { a: Big { name = "a", size = 1 } }
environment dev = Site
// --- file: std:thing.sp
type Common { label: String = "none", note: String? }
@version(1)
kind Small extends Common by thing { @key name: String }
@version(1)
kind Big extends Small by thing { size: Int, label: String = "big ${name}" }
// --- expect
{ "a": { "name": "a", "size": 1, "label": "big a" } }
