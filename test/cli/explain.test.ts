// `setpoint explain` through the real binary.

import { expect, test } from "vitest";
import { setpoint } from "./binary.ts";

test("explains a code, with a wrong and a right program", async () => {
  const { code, stdout, stderr } = await setpoint(["explain", "sp2107"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^error\[SP2107\]: nothing to remove\n\n/);
  expect(stdout).toContain("Wrong:\n\n    ");
  expect(stdout).toContain("Right:\n\n    ");
  expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
});

test("with --json the parts of it", async () => {
  const { stdout } = await setpoint(["explain", "SP2005", "--json"]);
  expect(JSON.parse(stdout)).toMatchObject({
    code: "SP2005",
    severity: "warning",
    wrong: { "main.sp": expect.stringContaining("import") as unknown },
  });
});

test("leads from a code that there is not to the nearest", async () => {
  const { code, stdout, stderr } = await setpoint(["explain", "SP2100"]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(/^error: there is no code SP2100\nhelp: the nearest is SP2101: /);
});

test.each([[[]], [["prod"]]])("asks for a code instead of %j", async (words) => {
  const { code, stderr } = await setpoint(["explain", ...words]);
  expect(code).toBe(2);
  expect(stderr).toContain("SP2107");
});
