// Environments that manage one object: by named targets and by the connections of slots, never by the implicit `local`.

import { expect, test } from "vitest";
import { clashesOf } from "../support/compiler-package.ts";

const STD = {
  "box.sp":
    "target kind Host by ssh { address: String }\nkind Box by ssh { @key name: String, output id: String }\n",
};

function clashes(source: string): readonly string[] {
  const text = `import std.box { Host, Box }\n${source}`;
  return clashesOf({ "main.sp": text }, { std: STD }).map(({ message }) => message);
}

const SITE = 'system Site { param n: String = "a", one: Box { name = n }, two: Box { name = "b" } }\n';
const on = (name: string) => `{ target = { name = "${name}", driver = "ssh" } }`;

test("a named target is one place for all who name it, and a pair is one diagnostic", () => {
  const wrong = `${SITE}environment dev = Site ${on("x")}\nenvironment prod = Site ${on("x")}\n`;
  expect(clashes(wrong)).toEqual(["`dev` and `prod` both manage `one` and 1 more"]);
  const other = `${SITE}environment dev = Site ${on("x")}\nenvironment prod = Site ${on("y")}\n`;
  expect(clashes(other)).toEqual([]);
  const keys = `${SITE}environment dev = Site ${on("x")}\nenvironment prod = Site with { n = "c", remove two } ${on("x")}\n`;
  expect(clashes(keys)).toEqual([]);
});

test("`local` is another machine for each agent", () => {
  expect(clashes(`${SITE}environment dev = Site\nenvironment prod = Site\n`)).toEqual([]);
});

test("slots are compared by their connections, and what is only read manages nothing", () => {
  const slots = (address: string, slot = "box: Box") => `
system Fleet { param at: String, host: Host { address = at }, ${slot} { name = "b", @on(host) } }
environment dev = Fleet with { at = "10.0.0.1" }
environment prod = Fleet with { at = "${address}" }
`;
  expect(clashes(slots("10.0.0.1"))).toEqual(["`dev` and `prod` both manage `box`"]);
  expect(clashes(slots("10.0.0.2"))).toEqual([]);
  expect(clashes(slots("10.0.0.1", "existing box: Box"))).toEqual([]);
});
