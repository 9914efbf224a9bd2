// The built host process: beside the rest of dist/, and able to load a driver of the list.

import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, inject, onTestFinished, test } from "vitest";
import { folder } from "./binary.ts";

test("dist/host.js connects a driver and ends with its agent", async () => {
  expect(inject("buildFailure")).toBe("");
  const child = fork(join(import.meta.dirname, "../../dist/host.js"), [], {
    execArgv: [],
    stdio: ["ignore", "ignore", "inherit", "ipc", "pipe"],
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  const base = folder();
  const target = { name: "local", driver: "local", base, roots: [], poll: 1, watch: false };
  child.send({
    kind: "connect",
    id: 1,
    driver: { kind: "listed", name: "file" },
    target: { ...target, exec: false, process: false },
    remaining: 10_000,
    claims: false,
  });
  const [answer] = (await once(child, "message")) as [unknown];
  expect(answer).toMatchObject({
    kind: "connected",
    id: 1,
    session: { probe: true, settle: true, watch: true },
  });
  const exit = once(child, "exit");
  const [, , , , lifeline] = child.stdio;
  lifeline?.destroy();
  expect(await exit).toEqual([null, "SIGKILL"]);
});
