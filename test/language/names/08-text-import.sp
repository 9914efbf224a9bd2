// rule: 12.5
// A file as it is: any file, asked for as a `String`.
import "./conf/nginx.conf" as conf: String
import "./people.json" as raw: String
system Site { output text = conf, output length = raw.length() }
environment dev = Site
// --- file: conf/nginx.conf
server {
  listen 80;
}
// --- file: people.json
[ 1,
// --- expect
{ "outputs": { "text": "server {\n  listen 80;\n}", "length": 4 } }
