// `setpoint set`, its pure half: where paths lead, how the new literal is written, what is refused, and that nothing else of
// the text changes.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "../../compiler/parse.ts";
import { setLiterals } from "../../compiler/set.ts";
import { readPath } from "../../compiler/set/path.ts";
import { showPlace } from "../../compiler/source.ts";

const SHOP = `// shop.sp: the shop
import std.file { File }

/// Who may enter.
type Person { login: String, admin: Bool = false }   // a default

system Shop {
  param release: Semver = "1.4.2"
  param domain:  Hostname
  let greeting = "Hello, \${domain}"
  web: Service with { memory = 256MiB } {
    replicas = 2            // at least two
    port     = -1
    args     = ["a", "b"]
    env      = { RELEASE = release, "x.y" = "a", DEBUG = null }
    health   = HttpCheck { within = 20s, url = "http://\${it.port}" }
    final started = 2027-01-31
    each Port { tls = true }
  }
  keys: File for p in people { mode = 0o644 }
}

overlay production(region: String = "eu") on Shop {
  release = "1.4.2"
  web.env.LEVEL = "warn"
  web { replicas = super * 3, final share = 25% }
  extra: File { path = "/a" }
  remove keys
}

overlay twice on Shop { web { a = 1, a = 2 } }

environment prod = Shop with production(region = "eu-west-1"), { release = "9.9.9" } {
  delivery { source { branch = "main" } }
}

let limit = { cpu = 0.25cpu }
`;

function set(text: string, ...assignments: readonly (readonly [path: string, value: string])[]) {
  const typed = assignments.map(([path, value]) => {
    const read = readPath(path);
    if (read.kind === "wrong" || read.rest !== "") throw new Error(`no path: ${path}`);
    return { path: read.path, value };
  });
  return setLiterals({ path: "shop.sp", text, id: "" }, typed);
}

/** The lines that differ, as they are afterwards. */
function changed(path: string, value: string, text = SHOP): readonly string[] | string {
  const result = set(text, [path, value]);
  if (result.kind === "broken") return "broken";
  if (result.kind === "refused") return result.refusals.map(({ message }) => message).join("\n");
  const before = text.split("\n");
  return result.text.split("\n").filter((line, at) => line !== before[at]);
}

describe("where a path leads", () => {
  test.each([
    ["Shop.release", "2.0.0", '  param release: Semver = "2.0.0"'],
    ["production.release", "2.0.0", '  release = "2.0.0"'],
    [
      "prod.release",
      "2.0.0",
      'environment prod = Shop with production(region = "eu-west-1"), { release = "2.0.0" } {',
    ],
    [
      "prod.production.region",
      "us",
      'environment prod = Shop with production(region = "us"), { release = "9.9.9" } {',
    ],
    ["production.region", "us", 'overlay production(region: String = "us") on Shop {'],
    ["region", "us", 'overlay production(region: String = "us") on Shop {'],
    ["Shop.web.replicas", "3", "    replicas = 3            // at least two"],
    ["web.memory", "1GiB", "  web: Service with { memory = 1GiB } {"],
    ["web.port", "8080", "    port     = 8080"],
    ['web.env."x.y"', "b", '    env      = { RELEASE = release, "x.y" = "b", DEBUG = null }'],
    ["web.env.LEVEL", "info", '  web.env.LEVEL = "info"'],
    ["web.env.DEBUG", '"1"', '    env      = { RELEASE = release, "x.y" = "a", DEBUG = "1" }'],
    ["web.health.within", "1m30s", '    health   = HttpCheck { within = 1m30s, url = "http://${it.port}" }'],
    ["web.started", "2028-02-29", "    final started = 2028-02-29"],
    ["web.share", "30%", "  web { replicas = super * 3, final share = 30% }"],
    ["keys.mode", "0o600", "  keys: File for p in people { mode = 0o600 }"],
    ["extra.path", "/b", '  extra: File { path = "/b" }'],
    ["Person.admin", "true", "type Person { login: String, admin: Bool = true }   // a default"],
    ["admin", "true", "type Person { login: String, admin: Bool = true }   // a default"],
    ["delivery.source.branch", "next", '  delivery { source { branch = "next" } }'],
    ["limit.cpu", "500mcpu", "let limit = { cpu = 500mcpu }"],
  ])("%s", (path, value, line) => {
    expect(changed(path, value)).toEqual([line]);
  });

  test("to several values is refused, and each is named by its whole path", () => {
    const result = set(SHOP, ["release", "2"]);
    expect(result).toMatchObject({
      kind: "refused",
      refusals: [
        {
          message: "`release` means 3 values",
          help: "say which: `Shop.release` (shop.sp:8:9), `production.release` (shop.sp:24:3), `prod.release` (shop.sp:33:66)",
        },
      ],
    });
    expect(set(SHOP, ["twice.web.a", "3"])).toMatchObject({
      refusals: [{ help: "they are `twice.web.a` (shop.sp:31:31), `twice.web.a` (shop.sp:31:38)" }],
    });
  });
});

describe("what is refused", () => {
  test.each([
    ["Shop.web", "1", "`Shop.web` is no single value"],
    ["web.env", "1", "`web.env` means 2 values"],
    ["Shop.web.env", "1", "`Shop.web.env` is no single value"],
    ["web.args", "a", "`web.args` is a list, and no literal"],
    ["greeting", "Hi", '`greeting` is computed: `"Hello, ${domain}"`'],
    ["production.web.replicas", "4", "`production.web.replicas` is computed: `super * 3`"],
    ["web.env.RELEASE", "2", "`web.env.RELEASE` is computed: `release`"],
    ["domain", "a.example", "`domain` is declared, and has no value here"],
    ["wbe.replicas", "2", "nothing in `shop.sp` is named `wbe`"],
    ["web.tls", "false", "nothing named `tls` is written in `web`"],
    ["Shop.web.replicas", "many", "`Shop.web.replicas` is a number, and `many` is none"],
    ["Shop.web.replicas", "2 // two", "`Shop.web.replicas` is a number, and `2 // two` is none"],
    ["Shop.web.replicas", "2\n  evil = 1", "`Shop.web.replicas` is a number, and `2\n  evil = 1` is none"],
    ["Shop.web.replicas", "1 + 1", "`Shop.web.replicas` is a number, and `1 + 1` is none"],
    ["Shop.web.replicas", "", "`Shop.web.replicas` is a number, and `` is none"],
    ["Shop.web.replicas", "50%", "`Shop.web.replicas` is a number, and `50%` is none"],
    ["web.started", "2027-02-29", "`web.started` is a Date, and `2027-02-29` is none"],
    ["admin", "yes", "`admin` is a Bool, and `yes` is none"],
    ["web.memory", "5", "`web.memory` is a Size, and `5` is none"],
    ["web.env.DEBUG", "on", "`on` is no literal, and `web.env.DEBUG` wants one"],
  ])("%s=%s", (path, value, message) => {
    expect(changed(path, value)).toBe(message);
  });

  test("what was probably meant is said", () => {
    expect(set(SHOP, ["Shop.web.replicsa", "2"])).toMatchObject({
      refusals: [{ help: "did you mean `Shop.web.replicas`?" }],
    });
  });

  test("all of them are said, and nothing is set", () => {
    const result = set(SHOP, ["web.port", "1"], ["wbe", "2"], ["web.args", "3"]);
    expect(result.kind === "refused" ? result.refusals.length : result.kind).toBe(2);
  });

  test("one value is not set twice", () => {
    expect(set(SHOP, ["web.port", "1"], ["Shop.web.port", "2"])).toMatchObject({
      refusals: [{ message: "`Shop.web.port` is set twice" }],
    });
  });

  test("a file with mistakes stays as it is", () => {
    expect(set("let a = 1\nlet b =\n", ["a", "2"])).toMatchObject({
      kind: "broken",
      diagnostics: [{ code: "SP1201" }],
    });
  });
});

describe("the text around it", () => {
  test("several values in one go, each at its own place", () => {
    const result = set(SHOP, ["limit.cpu", "1cpu"], ["Shop.release", "10.20.30"], ["web.port", "443"]);
    if (result.kind !== "set") throw new Error(result.kind);
    const expected = SHOP.replace("0.25cpu", "1cpu")
      .replace('"1.4.2"', '"10.20.30"')
      .replace("= -1", "= 443");
    expect(result.text).toBe(expected);
    expect(
      result.settings.map(({ path, place, old, new: now }) => [path, showPlace(place), old, now]),
    ).toEqual([
      ["limit.cpu", "shop.sp:37:21", "0.25cpu", "1cpu"],
      ["Shop.release", "shop.sp:8:27", '"1.4.2"', '"10.20.30"'],
      ["Shop.web.port", "shop.sp:13:16", "-1", "443"],
    ]);
  });

  test.each([
    ["0o644", "420"],
    ["1_000", "1000"],
    ["60s", "1m"],
    ['r"a"', "a"],
    ["-5", "-5"],
    ["2.0", "2"],
  ])("what says the same already is not rewritten: %s is %s", (written, given) => {
    const text = `let x = ${written}\n`;
    expect(set(text, ["x", given])).toMatchObject({ kind: "set", text, settings: [{ changed: false }] });
  });

  test.each([
    ['"a"', 'q"\\${x}\n\t\u0001', '"q\\"\\\\\\${x}\\n\\t\\u{1}"'],
    ['r"a"', "\\d+", 'r"\\d+"'],
    ['r"a"', 'say "hi"', '"say \\"hi\\""'],
    ['"""\n  a\n  """', "one\n\n two", '"""\n  one\n\n   two\n  """'],
    ['"""\n\ta\n\t"""', '"""', '"""\n\t\\"\\"\\"\n\t"""'],
    ['r"""\n  a\n  """', "\\x\n${y}", 'r"""\n  \\x\n  ${y}\n  """'],
    ['r"""\n  a\n  """', '"""', '"\\"\\"\\""'],
    ['"""\r\n  a\r\n  """', "b\nc", '"""\r\n  b\r\n  c\r\n  """'],
    ['"a"', "a\u202eb", '"a\\u{202e}b"'],
    ["1.5", "-2", "-2"],
    ["-1", "0xff", "0xff"],
    ["true", " false ", "false"],
  ])("%j becomes %j as %j", (written, given, expected) => {
    const text = `let x = ${written} // stays\n`;
    expect(set(text, ["x", given])).toMatchObject({ kind: "set", text: `let x = ${expected} // stays\n` });
  });

  test("any text, in any quotes: it reads back, and not a byte before or behind it moves", () => {
    const quotes = fc.constantFrom('"a"', 'r"a"', '"""\n    a\n    """', 'r"""\n  a\n  """');
    const given = fc.oneof(
      fc.string({ unit: "binary" }),
      fc
        .array(fc.constantFrom("a", " ", "\n", "\r", "\t", '"', '"""', "\\", "${", "}", "//", "é😀"))
        .map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(quotes, given, (written, value) => {
        if (!value.isWellFormed()) return;
        const [before, behind] = ["// é\nlet y = 1\nlet x = ", "   // kept\nlet z = { a = 1 }"];
        const result = set(`${before}${written}${behind}`, ["x", value]);
        if (result.kind !== "set") throw new Error(JSON.stringify(result));
        expect(result.text.startsWith(before) && result.text.endsWith(behind)).toBe(true);
        const [, x] = parse({ path: "a.sp", text: result.text, id: "" }).node.declarations;
        expect(x).toMatchObject({ kind: "let", value: { kind: "literal", type: "String", value } });
      }),
      { numRuns: 400 },
    );
  });
});

describe("paths", () => {
  test.each([
    ["web.replicas=3", ["web", "replicas"], "=3"],
    ['a."b.c"."d\\"=e"=f=g', ["a", "b.c", 'd"=e'], "=f=g"],
    ["x-cache=1", ["x-cache"], "=1"],
    ["a b", ["a"], " b"],
  ])("%s", (text, path, rest) => {
    expect(readPath(text)).toEqual({ kind: "path", path, rest });
  });

  test.each([
    ["", "a name is missing"],
    [".a", "a name is missing"],
    ["a.", "a name is missing after `a.`"],
    ["a..b", "a name is missing after `a.`"],
    ['a."b', "a quote is not closed after `a.`"],
    ["=1", "a name is missing"],
  ])("%j is none", (text, why) => {
    expect(readPath(text)).toEqual({ kind: "wrong", why });
  });
});
