// The whole loop on a real machine: a repository made by `git`, an agent that is nobody in particular, and a folder that it
// may not write. What it may not do is said with a help, and all else goes on.

import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folder, setpoint, start } from "../cli/binary.ts";
import { asNobody } from "../support/nobody.ts";
import { makeRepository } from "../support/repository.ts";

const SOURCE = `import std.file { File }

system Site {
  page:   File { path = "/srv/page.txt", content = "Hello\\n" }
  locked: File { path = "/etc/locked.txt", content = "Hello\\n" }
}

environment prod = Site
`;
const AGENT = `[store]
repository = "repository"
poll = "50ms"

[environments.prod]

[targets.local]
driver = "local"
base = "world"
roots = ["/srv", "/etc"]
poll = "100ms"
`;
/** Root may write everywhere, so the agent is somebody else then. */
const NOBODY = asNobody() ?? [];

test("what the agent may not write is denied, and the rest converges, follows and is mended", async () => {
  const root = folder({ "setpoint.toml": AGENT, "world/srv/.keep": "", "world/etc/.keep": "" });
  const repository = makeRepository(join(root, "repository"));
  repository.write("site.sp", SOURCE);
  repository.commit("Say hello");
  if (NOBODY.length > 0) execFileSync("chown", ["-R", "nobody:nogroup", root]);
  if (NOBODY.length > 0) execFileSync("chown", ["root:root", join(root, "world", "etc")]);
  chmodSync(join(root, "world", "etc"), 0o555);
  const page = join(root, "world", "srv", "page.txt");

  const agent = start(["run"], { folder: root, through: NOBODY });
  await agent.says("denied: cannot");
  await agent.says("permission denied");
  await agent.says("prod/page");
  expect(readFileSync(page, "utf8")).toBe("Hello\n");
  expect(existsSync(join(root, "world", "etc", "locked.txt"))).toBe(false);

  writeFileSync(page, "Bye\n");
  await agent.says("~ updated");
  expect(readFileSync(page, "utf8")).toBe("Hello\n");

  agent.child.kill("SIGTERM");
  expect(await agent.ended).toMatchObject({ code: 0, stderr: "" });
  const apply = await setpoint(["apply", "-y", "-f", "repository/site.sp"], {
    folder: root,
    through: NOBODY,
  });
  expect(apply.code).toBe(1);
  expect(apply.stdout).toMatch(/^! locked: .*permission denied.*; run the agent as a user who may do that/m);
});
