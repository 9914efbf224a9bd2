// .ci/run on a machine that has nothing but what its head says: what it installs, what it asks for, and how it counts.
// Everything that it calls is played here; the script is the real one.

import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folder } from "./cli/binary.ts";

const RUN = join(import.meta.dirname, "..", ".ci", "run");
/** Of Debian: coreutils and bash. */
const THERE = ["bash", "cat", "chmod", "dirname", "mktemp", "rm", "sh"];

/** Each phase passes, and each run of tests has two. */
const NPM = `#!/bin/sh
for word; do case $word in --outputFile.json=*) echo '{"numPassedTests":2,"numFailedTests":0,"testResults":[]}' > "\${word#*=}";; esac; done
`;
const APT = `#!/bin/sh
echo "apt-get $*" >> "$LOG"
[ "$1" = update ] || { printf '#!/bin/sh\\n' > "$BIN/tmux"; chmod +x "$BIN/tmux"; }
`;

interface Machine {
  readonly user: number;
  readonly programs: Readonly<Record<string, string>>;
}

function ci({ user, programs }: Machine): { code: number | null; text: string; asked: string } {
  const files = { npm: NPM, id: `#!/bin/sh\necho ${user}\n`, ...programs };
  const root = folder(Object.fromEntries(Object.entries(files).map(([name, text]) => [`bin/${name}`, text])));
  const bin = join(root, "bin");
  for (const name of Object.keys(files)) chmodSync(join(bin, name), 0o755);
  for (const name of THERE)
    symlinkSync(spawnSync("which", [name], { encoding: "utf8" }).stdout.trim(), join(bin, name));
  symlinkSync(process.execPath, join(bin, "node"));
  cpSync(RUN, join(root, ".ci", "run"));
  const log = join(root, "log");
  const env = { PATH: bin, BIN: bin, LOG: log };
  const { status, stdout, stderr } = spawnSync(join(bin, "bash"), [join(root, ".ci", "run")], {
    env,
    encoding: "utf8",
  });
  return { code: status, text: stdout + stderr, asked: existsSync(log) ? readFileSync(log, "utf8") : "" };
}

test("root gets the terminal that is missing", () => {
  const { code, text, asked } = ci({ user: 0, programs: { "apt-get": APT } });
  expect(asked).toBe("apt-get update -q\napt-get install -y -q tmux\n");
  expect(text).toMatch(/\n4 passed, 0 failed\n$/);
  expect(code).toBe(0);
});

test("nothing is installed where it is there", () => {
  const programs = { "apt-get": APT, tmux: "#!/bin/sh\n" };
  expect(ci({ user: 0, programs })).toMatchObject({ code: 0, asked: "" });
});

test.each([
  ["who is not root", { user: 1000, programs: { "apt-get": APT } }],
  ["whose system is not Debian", { user: 0, programs: {} }],
])("somebody %s is told what to install, and no summary is green", (_, machine) => {
  const { code, text, asked } = ci(machine);
  expect(asked).toBe("");
  expect(text).toContain(
    "tmux is missing, and the tests of the terminal UI need it; install it (Debian: `apt-get install tmux` as root)",
  );
  expect(text).toMatch(/\n4 passed, 1 failed\n$/);
  expect(code).toBe(1);
});
