// Rule 7: who amends an entry of a loop that is not there is told who took it out of the collection.

import { expect, test } from "vitest";
import { compileFiles } from "../support/compiler-package.ts";

const SOURCE = `import std.file { File }
type Person { login: String }
system Site {
  param people: [Person by login] = { ada = {}, bob = {}, eve = {} }
  keys: File for p in people { path = "/\${p.login}" }
}
overlay fewer on Site { people { remove bob } }
overlay more on Site { keys { bob { mode = 0o600 }, remove evi } }
environment prod = Site with fewer, more
`;

test("an entry that was dropped from what a loop goes over says who dropped it", () => {
  const { diagnostics } = compileFiles({ "main.sp": SOURCE });
  const said = diagnostics.map(({ message, labels, help }) => ({
    message,
    labels: labels.map(({ span, text }) => `${span.file.text.slice(span.start, span.end)}: ${text}`),
    help,
  }));
  expect(said).toEqual([
    {
      message: "nothing to amend: `keys` has nothing named `bob`",
      labels: ["bob: no such entry", "bob: the overlay `fewer` drops it"],
      help: "drop one of the two",
    },
    {
      message: "nothing to remove: `keys` has no entry named `evi`",
      labels: ["evi: no such entry", "{}: did you mean this one?"],
      help: "write `eve`",
    },
  ]);
});
