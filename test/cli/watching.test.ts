// `--watch` through the real binary: what is said after edits, and what is written.

import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folder, type Running, setpoint, start } from "./binary.ts";

const PART = `import std.file { File }

system Part {
  param name: String
  file: File { path = "/srv/\${name}", content = "one" }
  other: File { path = "/srv/\${name}.other", content = "two" }
}
`;
const MAIN = `import "./parts/part.sp" { Part }

system Site {
  a: Part { name = "a" }
  b: Part { name = "b" }
}

environment prod = Site
`;
const PACKAGE = { "site.sp": MAIN, "parts/part.sp": PART };

/** Waits for lines that begin with a brace, and gives what they hold. */
async function lines(running: Running, count: number): Promise<readonly Record<string, unknown>[]> {
  let text = "";
  return new Promise((resolve, reject) => {
    running.child.stdout?.on("data", (more: string) => {
      text += more;
      const found = text.split("\n").slice(0, -1);
      if (found.length >= count) resolve(found.map((line) => JSON.parse(line) as Record<string, unknown>));
    });
    running.ended.then(({ stderr }) => reject(new Error(`it ended: ${stderr}`)), reject);
  });
}

test("check --watch says what is wrong after each edit, until it is stopped", async () => {
  const root = folder(PACKAGE);
  const part = join(root, "parts", "part.sp");
  const running = start(["check", "--watch"], { folder: root });
  await running.says("nothing is wrong");
  writeFileSync(part, PART.replace("content", "contnet"));
  await running.says("error[SP2102]");
  await running.says("after a change of parts/part.sp");
  // As editors save: another file in its place.
  writeFileSync(`${part}.new`, PART);
  renameSync(`${part}.new`, part);
  await running.says("nothing is wrong after a change of parts/part.sp");
  running.child.kill("SIGINT");
  expect(await running.ended).toMatchObject({ code: 130, stderr: "" });
});

test("with --json it prints an object a line", async () => {
  const root = folder(PACKAGE);
  const running = start(["check", "--watch", "--json"], { folder: root });
  await lines(running, 1);
  writeFileSync(join(root, "site.sp"), MAIN.replace('name = "b"', "name = 1"));
  const [said] = await lines(running, 1);
  expect(said).toMatchObject({ changed: ["site.sp"], counts: { error: 1, warning: 0, info: 0 } });
  expect(said?.["milliseconds"]).toBeTypeOf("number");
  running.child.kill("SIGTERM");
  expect((await running.ended).code).toBe(143);
});

test("files that come and go are seen, also where there was no folder", async () => {
  const root = folder({ "site.sp": MAIN });
  const running = start(["check", "--watch"], { folder: root });
  await running.says("error[SP1001]");
  mkdirSync(join(root, "parts"));
  writeFileSync(join(root, "parts", "part.sp"), PART);
  await running.says("nothing is wrong after a change of");
  rmSync(join(root, "site.sp"));
  writeFileSync(join(root, "later.sp"), MAIN.replace("Site {", "Site {\n  c: Prat {}"));
  await running.says("later.sp:4:6");
  running.child.kill("SIGINT");
  const { stderr } = await running.ended;
  // Said once, if that state was seen at all.
  expect(stderr.split("there is no Setpoint file").length).toBeLessThan(4);
});

test("compile --watch writes the graph again, and says which resources changed", async () => {
  const root = folder(PACKAGE);
  const output = join(root, "prod.json");
  const running = start(["compile", "--watch", "-o", "prod.json"], { folder: root });
  let said = "";
  running.child.stderr?.on("data", (more: string) => {
    said += more;
  });
  const saying = async (text: string): Promise<void> => {
    await expect.poll(() => said, { timeout: 20_000 }).toContain(text);
  };
  await saying("prod: 4 resources");
  const before = readFileSync(output, "utf8");
  writeFileSync(join(root, "parts", "part.sp"), PART.replace('"one"', '"three"'));
  await saying("~ prod/a.file\n~ prod/b.file\ncompiled after a change of parts/part.sp");
  const after = readFileSync(output, "utf8");
  expect(after).not.toBe(before);
  writeFileSync(join(root, "site.sp"), "syst em\n");
  await saying("nothing is written after a change of site.sp");
  expect(readFileSync(output, "utf8")).toBe(after);
  writeFileSync(join(root, "site.sp"), MAIN.replace("b: Part", "c: Part"));
  await saying("- prod/b.file\n- prod/b.other\n+ prod/c.file\n+ prod/c.other\n");
  const { stdout } = await setpoint(["compile"], { folder: root });
  expect(readFileSync(output, "utf8")).toBe(stdout);
  running.child.kill("SIGINT");
  expect(await running.ended).toMatchObject({ code: 130, stdout: "" });
});

test("what does not go with --watch is refused", async () => {
  const root = folder(PACKAGE);
  for (const words of [["--fix"], ["--format", "sarif"]])
    expect(await setpoint(["check", "--watch", ...words], { folder: root })).toMatchObject({ code: 2 });
});
