// What people write who know another language, and the help that they get: one mistake, one message, and one thing to do.

import { describe, expect, test } from "vitest";
import { analyze } from "../../compiler/compile.ts";
import { hostOf, STANDARD } from "../support/compiler-package.ts";

function said(source: string): string[] {
  const host = hostOf({ "main.sp": source });
  const { diagnostics } = analyze({ host, std: STANDARD, entries: ["main.sp"] });
  return diagnostics
    .filter(({ severity }) => severity === "error")
    .map(({ message, help }) => `${message} | ${help ?? ""}`);
}

const OTHERWISE = "`%` is not part of the language | ";

describe("habits of other languages", () => {
  test.each([
    ["let a = 1;", "`;` is not part of the language | an entry ends with its line: leave it out"],
    ["let a = true && false", "`&&` is not part of the language | write `and`"],
    ["let a = true || false", "`||` is not part of the language | write `or`"],
    ["let a = !true", "`!` is not part of the language | write `not`"],
    ["let a = 1 === 2", "`===` is not part of the language | write `==`"],
    ["let a = 1 !== 2", "`!==` is not part of the language | write `!=`"],
    ["let a = 1 <> 2", "`<>` is not part of the language | write `!=`"],
    ["let a = 2 ** 3", "`**` is not part of the language | a power is written `a.pow(b)`"],
    [
      "let a = 5 % 2",
      `${OTHERWISE}the remainder is \`a.mod(b)\`; a percentage is written without a blank, \`25%\``,
    ],
    ["let a := 1", "`:=` is not part of the language | a value is given with `=`"],
    [
      "/* a\n b */ let a = 1",
      "`/*` is not part of the language | a comment begins with `//` and ends with its line",
    ],
    ["let a = 'text'", "`'` is not part of the language | a string stands in `\"`"],
    ["let a = `text`", '``` is not part of the language | a string stands in `"`'],
    ["let a = “text”", '`“` is not part of the language | a string stands in `"`'],
    ["let a = 3 − 2", "`−` is not part of the language | write `-`"],
    ["let a =\u00a01", "`U+00A0` is not part of the language | write a blank, or nothing"],
    ["let a = \u200b1", "`U+200B` is not part of the language | write a blank, or nothing"],
    [
      "let größe = 1",
      "`größe` is not part of the language | names are written with the letters a to z, digits and `_`",
    ],
    [
      "let a = $b",
      "`$` is not part of the language | a name is written without `$`; in a string, `${name}` stands for its value",
    ],
    [
      "let b = [1].map(x -> x + 1)",
      "`->` is not part of the language | a function in place is written `x => x + 1`",
    ],
    ["let a = true ? 1 : 2", "expected a new line, found `?` | a choice is written `if a then b else c`"],
    [
      "let a = if true { 1 } else { 2 }",
      "expected `then`, found `{` | a choice is written `if a then b else c`",
    ],
    [
      "let a = if true then 1 elif false then 2 else 3",
      "expected a new line, found `elif` | write `else if`",
    ],
    [
      "let b = [1].map(lambda x: x)",
      "expected a new line, `,` or `)`, found `x` | a function in place is written `x => x + 1`",
    ],
    [
      "let b = [1].map(|x| x)",
      "expected a value, `,` or `)`, found `|` | a function in place is written `x => x + 1`",
    ],
    [
      "let b = [1].map(x => { return x })",
      "expected a new line, `,` or `}`, found `x` | a function is one expression; there is no `return`",
    ],
    ['let a = "a" . "b"', 'expected a name, found `"b"` | texts are joined in one string: `"${a}${b}"`'],
    ['let a = "a" "b"', 'expected a new line, found `"b"` | texts are joined in one string: `"${a}${b}"`'],
    [
      'let a = f"a"',
      'expected a new line, found `"a"` | every string takes `${...}`; `r"..."` takes everything as it is',
    ],
    ["let a = .5", "expected a value, found `.` | a number begins with a digit: `0.5`"],
    [
      "let a = 3 in 1..5",
      "expected a new line, found `in` | inside a range is said with comparisons: `1 <= x and x <= 5`",
    ],
    ["let a = True", "nothing here is named `True` | write `true`"],
    [
      "let a = None",
      "nothing here is named `None` | what is absent is left out; `null` is a value of foreign formats only",
    ],
    ["type A = Int??", "expected a new line, found `??` | once is enough: `Int?`"],
    [
      "fn f(a: Int) = a",
      "expected `:`, found `=` | a function says what it gives: `fn f(a: Int): Int = a + 1`",
    ],
    ["type A { b?: Int }", "expected `:`, found `?` | what may be absent has a type with `?`: `b: Type?`"],
    [
      "type A { low }",
      'expected `:`, found `}` | a name is declared with its type: `low: Type`; a choice of words is `"a" | "b"`',
    ],
    [
      "import std.file",
      "expected the names to import, `{ A, B }`, or `as name`, found the end of the file | name what is needed, `{ A, B }`, or take the module whole, `as name`",
    ],
    [
      "import std.file.*",
      "expected a name, found `*` | name what is needed, `{ A, B }`, or take the module whole, `as name`",
    ],
    [
      'import { File } from "std"',
      "expected the names to import, `{ A, B }`, or `as name`, found `{` | the module stands before its names: `import std.file { File }`",
    ],
    [
      "system A\n{\n}",
      "an opening `{` stands on the line of its head | move it to the end of the line above",
    ],
    ["fn f(a: Int) -> Int = a", "`->` is not part of the language | what a function gives stands after `:`"],
    [
      "fn f<T>(a: T) -> T = a\nlet b = f(1)",
      "`->` is not part of the language | what a function gives stands after `:`",
    ],
    [
      "fn f(a: Int): Int => a",
      "expected a new line, found `=>` | what a function gives stands after `=`: `fn f(a: Int): Int = a + 1`",
    ],
    [
      "fn f(a: Int): Int { return a }",
      "expected a new line, found `{` | what a function gives stands after `=`: `fn f(a: Int): Int = a + 1`",
    ],
    [
      "fn f(a: [Int], or: Int): Int = a[0]\nlet b = f([1], 2)\nlet c = f([1], or2 = 2)",
      "expected a parameter (`name: Type`), `,` or `)`, found `or` | `or` is a word of the language: choose another name",
    ],
    [
      "fn f(a: Int): { a: Int, b: Int } = a",
      "expected the name of a type, found `a` | the fields of a record stand in a declaration of their own: `type Name { a: Type }`",
    ],
    ["fn f(a: string): Int = 1", "expected the name of a type, found `string` | write `String`"],
    [
      "type A { b: Int[] }",
      "expected a new line, `,` or `}`, found `[` | a list is written with its elements' type: `[Int]`",
    ],
    [
      "type A { b: Map<String, Int> }",
      "there is no type, kind or system named `Map` | a map is written with the types of its keys and values: `{String: Int}`",
    ],
    [
      "fn f(a: Int): Int = match a { 1 => 1, else => 2 }",
      "expected an arm (`pattern => value`), `,` or `}`, found `else` | the arm for all that is left is `_ => value`",
    ],
    [
      "fn f(a: Int): Int = match a { 1 => 1, default => 2 }",
      "expected a literal, a type or `_`, found `default` | the arm for all that is left is `_ => value`",
    ],
    [
      "fn f(a: Int): Int = match a { 1: 1, _ => 2 }",
      "expected `=>`, found `:` | an arm is written `pattern => value`",
    ],
    [
      "fn f(a: Int): Int = match a { 1 -> 1, _ => 2 }",
      "`->` is not part of the language | an arm is written `pattern => value`",
    ],
    [
      "fn f(a: Int): Int = match a { 1..3 => 1, _ => 2 }",
      "expected `=>`, found `..` | a range is no pattern: decide with `if`, or name the values, `1 | 2`",
    ],
    [
      "fn f(a: Int): Int = match a { 1 if a > 0 => 1, _ => 2 }",
      "expected `=>`, found `if` | an arm has no condition: decide with `if` in its value",
    ],
    ['let a: Bool = "true"', 'expected Bool, found "true" | write `true`, without quotes'],
    [
      "type A { b: Int? }\nfn f(a: A): Bool = a.b == null",
      "`==` does not go between Int? and null | what is absent is no `null`: give a default, `x ?? ...`, or decide with `match x { T as t => ..., _ => ... }`",
    ],
    [
      'let a = "10.0.0.0/8".subnet(8, 1)',
      '`"10.0.0.0/8"` has no method `subnet` | `subnet` is a method of Cidr: give the text that type, `let net: Cidr = ...`',
    ],
    ["let a: Duration = 10", "expected Duration, found 10 | give it a unit: `10s`"],
    ['let a: Size = "10MB"', 'expected Size, found "10MB" | write `10MB`, without quotes'],
    ['let a: Date = "2027-01-31"', 'expected Date, found "2027-01-31" | write `2027-01-31`, without quotes'],
    [
      "let a: [Port by name] = [{ name = 1 }]\ntype Port { name: String }",
      "expected [Port by name], found a list | the entries of a keyed list have names: `{ first = { ... }, second = { ... } }`",
    ],
    [
      "let a: Path = /etc/hosts.d",
      '`/etc/hosts.d` is not part of the language | a text stands in quotes: `"/etc/hosts.d"`',
    ],
    ["let a: Path = /etc", "this pattern is not closed | close it with `/`; a text stands in quotes"],
    [
      'let a = "x".matches(/x/i)',
      "`i` is not part of the language | leave it out; both cases of a letter are written `[aA]`",
    ],
    [
      "type A = String matching /x/gi",
      "`gi` is not part of the language | leave it out; both cases of a letter are written `[aA]`",
    ],
  ])("%s", (source, message) => {
    expect(said(source)).toEqual([message]);
  });

  test.each([
    ["a = 1", "a value is declared with `let`: `let a = ...`"],
    ["var a = 1", "a value is declared with `let`: `let name = value`"],
    ["function f(x) { x }", "a function is declared with `fn`: `fn name(a: Int): Int = a + 1`"],
    ["enum Level { low }", 'a choice of words is a union: `type Level = "low" | "high"`'],
    ["class A { }", "a record is declared with `type`: `type Name { field: Type }`"],
    ['resource "file" "x" { }', "a resource is a slot of a system: `system Site { web: Service { } }`"],
    ["web: Service { }", "slots stand in a system: `system Name { web: ... }`"],
    [
      "web { replicas = 2 }",
      "a block amends, and stands in an overlay: `overlay name on System { web { } }`",
    ],
    [
      "if true { }",
      "there are no statements: a slot carries its own `if` and `for`, `web: Service if cached { }`",
    ],
    ["param a: Int = 1", "`param` stands in a system"],
    ["ovrlay production on Site { }", "write `overlay`"],
    ["enviroment prod = Site", "write `environment`"],
    ['improt "./shop.sp" { Site }', "write `import`"],
    ["package shop", "the package is named in `setpoint.toml`; a file declares no name of its own"],
  ])("at the top: %s", (source, help) => {
    expect(said(source)).toEqual([expect.stringMatching(/^expected a declaration/)]);
    expect(said(source)[0]?.split(" | ").slice(1).join(" | ")).toBe(help);
  });

  test.each([
    ["if true { a: File { } }", "a condition stands behind the kind: `name: Kind if condition { }`"],
    ["for x in [1] { a: File { } }", "a loop stands behind the kind: `name: Kind for x in xs { }`"],
    ["w: Int = 5", "a slot holds a resource or a system and has no value: `param name: Int = ...` has one"],
    ["w: file { }", "types, kinds and systems begin upper case: `File`"],
    ["w: { }", "`:` gives a type; a value is given with `=`: `w = { ... }`"],
    ["w: Int", "a value is a parameter or a `let`: `param w: Int = ...`"],
    ["let x: = 5", "write the type between `:` and `=`, or neither `:` nor type"],
    ["File a { }", "the name stands before its kind: `a: File { }`"],
    ["a File { }", "`:` stands between a name and what it is: `a: File`"],
    ["a = File { }", "`=` declares no name; a slot is declared with its kind: `a: Kind { }`"],
    ["param a = 1", "a parameter has a type: `param a: Type = ...`"],
    ["param a: 1 = 1, const b = 1", "a value is declared with `let`: `let name = value`"],
    ["param m: {String: Int} = { a: 1 }", "`:` gives a type; a value is given with `=`: `a = 1`"],
    ["param m: {String: Int} = { a 1 }", "a value is given with `=`: `a = 1`"],
    ["param m: {String: Int} = { a == 1 }", "a value is given with one `=`: `a = ...`"],
    ["param if: Int = 1", "`if` is a word of the language: choose another name"],
    ["param a: Int = [1].at(index: 0)", "an argument is named with `=`: `index = ...`"],
  ])("in a system: %s", (member, help) => {
    const [first = "", ...more] = said(`system S { ${member} }`);
    expect(more).toEqual([]);
    expect(first.split(" | ").slice(1).join(" | ")).toBe(help);
  });

  test("a declaration that was broken off costs none of the next ones", () => {
    expect(said("let a = 1 +\nsystem S {\n  param b: Int = x\n}\nlet c =\ntype T { d: Nope }\n")).toEqual([
      "expected a value, found the end of the line | ",
      "nothing here is named `x` | ",
      "expected a value, found the end of the line | ",
      "there is no type, kind or system named `Nope` | declare it with `type`, or import it",
    ]);
  });

  test("a member that was broken off costs none of the next ones", () => {
    expect(
      said("system S {\n  param a: Int =\n  param b: Int = 3 +\n  output c = b\n  let d: Bool = 3\n}"),
    ).toEqual([
      "expected a value, found the end of the line | ",
      "expected a value, found the end of the line | ",
      "expected Bool, found 3 | ",
    ]);
  });

  test("what follows a bracket that was never closed is not missed", () => {
    expect(said("fn x(\nlet a: Bool = 3")).toEqual([
      "this `(` is not closed | close it with `)`",
      "expected Bool, found 3 | ",
    ]);
  });

  test("no entry of a test begins with a bracket", () => {
    expect(said('test "a" {\n  let b = 1, { c = 2 }\n  expect b == 1\n}')).toEqual([
      "expected `let`, `expect` or `}`, found `{` | ",
    ]);
  });

  test("a verb without what it is about", () => {
    expect(said('policy "a" { require }')).toEqual(["expected a value, found `}` | "]);
  });

  test("a line that ends too early takes the next one with it, where that is further in", () => {
    expect(said("let a = if true then 1 else\n  2\nlet b: Bool = 3")).toEqual([
      "expected a value, found the end of the line | ",
      "expected Bool, found 3 | ",
    ]);
    expect(said("system S {\n  let a = if true then 1 else\n    2 * 3\n  2\n}")).toEqual([
      "expected a value, found the end of the line | ",
      expect.stringMatching(/^expected `param`, `let`, `output`, a slot .*, found `2`/),
    ]);
  });

  test("what is no list of names is none", () => {
    expect(said('let a = "x".split("")\nlet b = { "a b" = 1 }\nlet c = a ?? []')).toHaveLength(1);
  });
});
