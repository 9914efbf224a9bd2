// A reader in a process of its own, for feed.test.ts: prints each event that it is given as one line of JSON.
// `hang`: connects and never reads.

import { connect } from "node:net";
import { attachFeed } from "../../runtime/feed.ts";

const [path = "", mode] = process.argv.slice(2);

if (mode === "hang") {
  connect(path).pause();
  setInterval(() => {}, 1000);
  process.stdout.write("hanging\n");
} else {
  attachFeed({
    path,
    onEvent: (event) => {
      const shown = event.kind === "snapshot" ? { kind: event.kind, facts: event.facts.length } : event;
      process.stdout.write(`${JSON.stringify(shown)}\n`);
    },
    onEnd: (why) => process.stdout.write(`${JSON.stringify({ end: why })}\n`),
  });
}
