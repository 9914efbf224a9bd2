// An action that was interrupted: what a person says of it, twice, and what history makes of it before and after a run.

import { join } from "node:path";
import { expect, test } from "vitest";
import { realClock } from "../../cli/host.ts";
import { openLedger } from "../../runtime/ledger/open.ts";
import { folder, setpoint } from "./binary.ts";
import { CONFIG, HELLO } from "./hello.ts";

test("the same answer twice is refused, another one replaces it, and the next run settles the action by it", async () => {
  const root = folder({ "setpoint.toml": CONFIG, "hello.sp": HELLO, "world/srv/other.txt": "" });
  const ask = (...words: readonly string[]) => setpoint(words, { folder: root });
  await ask("apply", "-y");
  const ledger = openLedger({ path: join(root, ".setpoint/ledger.db"), clock: realClock, holder: "test" });
  const row = [...ledger.applied("prod").values()][0];
  if (row === undefined) throw new Error("nothing was applied");
  const { address, identity, target, targetIdentity } = row;
  const what = { action: "update", cause: "corrective", attempt: 1, desired: null, overwrites: [] } as const;
  const digest = `sha256:${"0".repeat(64)}` as const;
  ledger.begin([{ environment: "prod", address, identity, target, targetIdentity, digest, ...what }], []);
  ledger.close();

  const resolve = (answer: string) => ask("resolve", "prod/hello", answer, "--reason", `seen ${answer}`);
  const history = async (): Promise<string> => (await ask("history", "prod/hello")).stdout;
  expect(await history()).toMatch(/~ update, corrective: open\n/);
  expect(await resolve("done")).toMatchObject({
    code: 0,
    stdout: "✓ prod/hello: the update was done\n",
  });
  expect(await resolve("done")).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      /prod\/hello: \S+ \(.*\) \(seen done\) has said already that the update was done/,
    ),
  });
  expect(await history()).toMatch(/~ update, corrective: resolved as done, and settled by the next run\n/);
  expect(await resolve("not-done")).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(
      /the update was not done; that replaces the word of .* \(seen done\), that it was\n$/,
    ),
  });
  expect((await ask("status")).stdout).toContain("interrupted: update hello; it was resolved as not-done");
  expect((await ask("why", "prod/hello")).stdout).toContain("a person has said that it was not done");
  await ask("apply", "-y");
  const settled = await history();
  expect(settled).toMatch(/~ update, corrective: settled-not-done in /);
  expect(settled).toMatch(/\* resolve done by .*: seen done\n.*\* resolve not-done by .*: seen not-done\n/);
  expect(await resolve("done")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("nothing of prod/hello is undecided"),
  });
});
