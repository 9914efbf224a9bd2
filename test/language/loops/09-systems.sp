// rule: 5.30
// Several resources for each element: a nested system.
import std.file { File, Directory }
system Home {
  param name: String
  root: Directory { path = "/home/${name}" }
  note: File { path = "${root.path}/note", content = name }
  output where = note.path
}
system Site {
  param users: {String: Bool} = { ada = true, bob = false }
  homes: Home for name, on in users if on { name }
  output places = [h.where for h in homes]
}
overlay louder on Site { homes { ada { note { content = "${super ?? ""}!" } } } }
environment dev = Site with louder
// --- expect
{
  "homes.ada.root": { "path": "/home/ada" },
  "homes.ada.note": { "content": "ada!", "needs": ["homes.ada.root"] },
  "absent": ["homes.bob.root"],
  "outputs": { "places": ["/home/ada/note"] }
}
