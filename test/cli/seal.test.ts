// `setpoint seal` through the real binary: what goes in, what comes out, for whom, and where the secret is not.

import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type KeyPair, makeKey, open, seal } from "../../runtime/secrets/age.ts";
import { LIMIT, NO_TERMINAL, openTerminals, type Terminals } from "../tui/tmux.ts";
import { folder, LAUNCHER, setpoint } from "./binary.ts";
import { CONFIG } from "./hello.ts";

let prod: KeyPair;
let old: KeyPair;
let staging: KeyPair;
beforeAll(async () => {
  [prod, old, staging] = [await makeKey(), await makeKey(), await makeKey()];
});

/** A package that seals for two environments, and the private keys beside it. */
function sealing(more: Readonly<Record<string, string>> = {}): string {
  const root = folder({
    "setpoint.toml": `[secrets.recipients]\nprod = ["${prod.recipient}"]\nstaging = ["${staging.recipient}", "${prod.recipient}"]\n`,
    ...more,
  });
  for (const [name, key] of Object.entries({ prod, old, staging })) {
    writeFileSync(join(root, `${name}.key`), `${key.identity}\n`, { mode: 0o600 });
  }
  return root;
}

const SEALED = /^secret\.sealed\("([A-Za-z0-9+/]+={0,2})"\)\n$/;

async function sealedIn(root: string, input: string | Uint8Array, ...words: string[]) {
  const ended = await setpoint(["seal", ...words], { folder: root, input });
  return { ...ended, text: SEALED.exec(ended.stdout)?.[1] ?? "" };
}

describe("a secret on standard input", () => {
  test("is sealed for an environment's keys, and said nowhere", async () => {
    const { code, text, stdout, stderr } = await sealedIn(sealing(), "hunter2\n", "--env", "prod");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "Sealed for prod: 1 public key.\n" });
    expect(await open(text, [prod.identity])).toBe("hunter2");
    expect(await open(text, [staging.identity])).toBeNull();
    expect(stdout + stderr).not.toContain("hunter2");
  });

  test("for several environments, and each key once", async () => {
    const root = sealing();
    const { text, stderr } = await sealedIn(root, "hunter2", "--env", "staging", "--env", "prod");
    expect(stderr).toBe("Sealed for staging, prod: 2 public keys.\n");
    expect(await open(text, [prod.identity])).toBe("hunter2");
    expect(await open(text, [staging.identity])).toBe("hunter2");
  });

  test("for an environment inside one that has keys", async () => {
    const { text } = await sealedIn(sealing(), "hunter2", "--env", "prod.eu");
    expect(await open(text, [prod.identity])).toBe("hunter2");
  });

  test("without --env for the only one that has keys", async () => {
    const root = folder({ "setpoint.toml": `[secrets.recipients]\nprod = ["${prod.recipient}"]\n` });
    expect(await open((await sealedIn(root, "x")).text, [prod.identity])).toBe("x");
  });

  test.each([
    ["hunter2\n", "hunter2"],
    ["hunter2\r\n", "hunter2"],
    ["hunter2", "hunter2"],
    ["\nhunter2", "\nhunter2"],
    ["-----BEGIN KEY-----\nabc\n-----END KEY-----\n", "-----BEGIN KEY-----\nabc\n-----END KEY-----\n"],
    [" spaces \n", " spaces "],
    ['quotes " \\ ${x} ключ', 'quotes " \\ ${x} ключ'],
  ])("%j is %j", async (input, secret) => {
    const { text } = await sealedIn(sealing(), input, "--env", "prod");
    expect(await open(text, [prod.identity])).toBe(secret);
  });

  test("with --json", async () => {
    const { stdout, stderr } = await sealedIn(sealing(), "hunter2", "--env", "prod", "--json");
    const said = JSON.parse(stdout) as { sealed: string };
    expect(said).toEqual({ environments: ["prod"], recipients: [prod.recipient], sealed: said.sealed });
    expect(stderr).toBe("");
    expect(await open(said.sealed, [prod.identity])).toBe("hunter2");
  });
});

describe("what is not sealed", () => {
  test.each<[string, string | Uint8Array, readonly string[], number, string]>([
    ["nothing", "", ["--env", "prod"], 1, "there is nothing to seal"],
    ["a line break alone", "\n", ["--env", "prod"], 1, "there is nothing to seal"],
    ["what is no text", new Uint8Array([0xff, 0xfe]), ["--env", "prod"], 1, "is not UTF-8 text"],
    ["too much", "x".repeat(1024 * 1024 + 1), ["--env", "prod"], 1, "is larger than 1048576 bytes"],
    ["an argument", "", ["hunter2"], 2, "the secret does not come as an argument"],
    ["for nobody knows whom", "x", [], 2, "--env, once or several times: prod, staging"],
    ["for an environment without keys", "x", ["--env", "dev"], 1, "names no public key for `dev`"],
    ["for one with a slip in it", "x", ["--env", "prdo"], 1, "did you mean `prod`?"],
    ["with a private key", "x", ["--env", "prod", "--identity", "prod.key"], 2, "--identity is for --rotate"],
    ["into a file", "x", ["--env", "prod", "-o", "out"], 2, "-o is for --keygen"],
  ])("%s", async (_, input, words, code, said) => {
    const ended = await sealedIn(sealing(), input, ...words);
    expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code, stdout: "" });
    expect(ended.stderr).toContain(said);
    expect(ended.stderr).not.toMatch(/hunter2|^\s+at /m);
  });

  test.each<[string, string, string]>([
    ["no package file", "", "it does not exist"],
    ["no keys in it", "[package]\n", "names no public key"],
    ["a key with a slip in it", '[secrets.recipients]\nprod = ["age1abc"]\n', "`age1abc` is no public key"],
    ["what is no key", '[secrets.recipients]\nprod = ["ssh-ed25519 AAAA"]\n', "setpoint.toml:2:1"],
    ["an empty list", "[secrets.recipients]\nprod = []\n", "The list of `prod` is empty"],
    [
      "a name that is none",
      '[secrets.recipients]\n"a b" = ["age1"]\n',
      "cannot be the name of an environment",
    ],
    ["an unknown key", "[secrets.recipient]\n", "did you mean `recipients`?"],
  ])("with %s", async (_, text, said) => {
    const root = folder(text === "" ? {} : { "setpoint.toml": text });
    const ended = await sealedIn(root, "x", "--env", "prod");
    expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code: 1, stdout: "" });
    expect(ended.stderr).toContain(said);
  });

  test("with a private key among the public ones, which is not repeated", async () => {
    const root = folder({ "setpoint.toml": `[secrets.recipients]\nprod = ["${prod.identity}"]\n` });
    const { code, stderr } = await sealedIn(root, "x", "--env", "prod");
    expect(code).toBe(1);
    expect(stderr).toContain("setpoint.toml:2:1: `secrets.recipients.prod` holds a private key");
    expect(stderr).not.toContain(prod.identity.slice(20));
  });
});

describe("a key", () => {
  test("is made: the private one for its owner alone, the public one to be pasted", async () => {
    const root = folder();
    const { code, stdout, stderr } = await setpoint(["seal", "--keygen", "-o", "agent.key"], {
      folder: root,
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^age1[0-9a-z]+\n$/);
    const text = readFileSync(join(root, "agent.key"), "utf8");
    expect(text).toMatch(/^# created: .*\n# public key: (age1\S+)\nAGE-SECRET-KEY-1[0-9A-Z]+\n$/);
    expect(text).toContain(`public key: ${stdout}`);
    expect(statSync(join(root, "agent.key")).mode & 0o777).toBe(0o600);
    expect(stdout + stderr).not.toContain("AGE-SECRET-KEY");
    writeFileSync(join(root, "setpoint.toml"), `[secrets.recipients]\nprod = ["${stdout.trim()}"]\n`);
    const sealed = await sealedIn(root, "hunter2");
    expect(await open(sealed.text, [text.trim().split("\n")[2] ?? ""])).toBe("hunter2");
  });

  test("is never put in the place of another", async () => {
    const root = folder({ "agent.key": "mine" });
    const ended = await setpoint(["seal", "--keygen", "-o", "agent.key"], { folder: root });
    expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code: 1, stdout: "" });
    expect(readFileSync(join(root, "agent.key"), "utf8")).toBe("mine");
  });

  test("needs to be told where to go", async () => {
    expect((await setpoint(["seal", "--keygen"], { folder: folder() })).code).toBe(2);
    expect((await setpoint(["seal", "--keygen", "--rotate"], { folder: folder() })).code).toBe(2);
  });
});

describe("rotation", () => {
  const wrap = (text: string): string =>
    `-----BEGIN AGE ENCRYPTED FILE-----\n${(text.match(/.{1,64}/g) ?? []).join("\n")}\n-----END AGE ENCRYPTED FILE-----`;

  async function sealedFor(key: KeyPair, text: string): Promise<string> {
    const root = folder({ "setpoint.toml": `[secrets.recipients]\nany = ["${key.recipient}"]\n` });
    return (await sealedIn(root, text)).text;
  }

  async function source(): Promise<string> {
    const [a, b, c] = [
      await sealedFor(old, "one"),
      await sealedFor(old, "two"),
      await sealedFor(staging, "three"),
    ];
    return `// ${a}
import   std.file { File }   // layout stays
let shared = "${a}"
system S {
  a: File { path = "/a", content = secret.sealed(shared) }
  b: File { path="/b", content = secret.sealed("""
    ${wrap(b).replaceAll("\n", "\n    ")}
    """) }   // and so does this
  c: File { path = "/c", content = "x-\${secret.sealed("${c}")}" }
}
environment prod = S
`;
  }

  test("seals anew what a key opens, for today's keys, and leaves every other character", async () => {
    const before = await source();
    const root = sealing({ "env/prod.sp": before });
    const words = ["--rotate", "--identity", "old.key", "--env", "prod"];
    const { code, stdout, stderr } = await sealedIn(root, "", ...words);
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: "env/prod.sp: 2 texts sealed anew\nenv/prod.sp:15:55: left as it is, because no key opens it\n",
      stderr: "Sealed for prod: 1 public key.\n",
    });
    const after = readFileSync(join(root, "env/prod.sp"), "utf8");
    const literal = /"([A-Za-z0-9+/=]{100,})"/g;
    const texts = Array.from(after.matchAll(literal), ([, text = ""]) => text);
    expect(await Promise.all(texts.map((text) => open(text, [prod.identity])))).toEqual(["one", "two", null]);
    expect(await open(texts[2] ?? "", [staging.identity])).toBe("three");
    expect(await open(texts[0] ?? "", [old.identity])).toBeNull();
    const blank = (text: string): string => text.replaceAll(/"""[^]*?"""/g, '""').replaceAll(literal, '""');
    expect(blank(after)).toBe(blank(before));
    expect((await setpoint(["compile", "-f", "env/prod.sp"], { folder: root })).code).toBe(0);
  });

  test("with two keys leaves none, in the files that are named", async () => {
    const text = await source();
    const root = sealing({ "a.sp": text, "b.sp": text });
    const words = [
      "--rotate",
      "--identity",
      "old.key",
      "--identity",
      "staging.key",
      "--env",
      "prod",
      "a.sp",
      "--json",
    ];
    const { stdout } = await sealedIn(root, "", ...words);
    expect(JSON.parse(stdout)).toMatchObject({
      environments: ["prod"],
      files: [{ file: "a.sp", sealed: 3, left: [] }],
    });
    expect(readFileSync(join(root, "b.sp"), "utf8")).toBe(text);
  });

  test.each<[string, readonly string[], string]>([
    ["a key that opens nothing", ["--identity", "prod.key"], "the key opens none of 3 sealed texts"],
    ["a key that is not there", ["--identity", "none.key"], "cannot be read: it does not exist"],
  ])("changes nothing with %s", async (_, words, said) => {
    const text = await source();
    const root = sealing({ "a.sp": text });
    const ended = await sealedIn(root, "", "--rotate", "--env", "prod", ...words);
    expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code: 1, stdout: "" });
    expect(ended.stderr).toContain(said);
    expect(readFileSync(join(root, "a.sp"), "utf8")).toBe(text);
  });

  test("changes no file where one cannot be read to its end", async () => {
    const text = await source();
    const root = sealing({ "a.sp": text, "b.sp": text.replace("environment", "envronment") });
    const ended = await sealedIn(root, "", "--rotate", "--identity", "old.key", "--env", "prod");
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/b\.sp:17[\s\S]*`b\.sp` cannot be read, and nothing was changed/);
    expect(readFileSync(join(root, "a.sp"), "utf8")).toBe(text);
  });

  /** `own` is prod's, `both` is used by staging and by prod, `dev` has no keys. */
  function sharing(own: string, both: string): string {
    return `import std.file { File }
system Base { a: File { path = "/a", content = secret.sealed("${both}") } }
overlay more on Base { b: File { path = "/b", content = secret.sealed("${own}") } }
environment staging = Base
environment prod = Base with more
environment dev = Base
`;
  }

  async function sealedForBoth(secret: string): Promise<string> {
    return seal(secret, [old.recipient, staging.recipient]);
  }

  test("leaves what another environment uses too, and says so", async () => {
    const [own, both] = [await sealedFor(old, "one"), await sealedForBoth("two")];
    const root = sealing({ "a.sp": sharing(own, both) });
    const words = ["--rotate", "--identity", "old.key", "--env", "prod"];
    const { code, stdout, stderr } = await sealedIn(root, "", ...words);
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout:
        "a.sp: 1 text sealed anew\na.sp:2:62: left as it is, because staging uses it too: name it with --env as well\n",
      stderr: "Sealed for prod: 1 public key.\n",
    });
    const after = readFileSync(join(root, "a.sp"), "utf8");
    expect(after).toContain(both);
    expect(after).not.toContain(own);
    // Now there is nothing left that is prod's alone and that the key opens.
    const again = await sealedIn(root, "", ...words, "--json");
    expect(again.code).toBe(1);
    expect(JSON.parse(again.stdout)).toMatchObject({
      files: [
        { sealed: 0, left: [{ line: 3 }], shared: [{ file: "a.sp", line: 2, environments: ["staging"] }] },
      ],
      unknown: [],
    });
  });

  test("for several environments seals each text for those that use it", async () => {
    const [own, both] = [await sealedFor(old, "one"), await sealedForBoth("two")];
    const root = sealing({ "a.sp": sharing(own, both) });
    const toml = `[secrets.recipients]\nprod = ["${prod.recipient}"]\nstaging = ["${staging.recipient}"]\n`;
    writeFileSync(join(root, "setpoint.toml"), toml);
    const words = ["--rotate", "--identity", "old.key", "--env", "prod", "--env", "staging"];
    expect((await sealedIn(root, "", ...words)).stdout).toBe("a.sp: 2 texts sealed anew\n");
    const after = readFileSync(join(root, "a.sp"), "utf8");
    const texts = Array.from(after.matchAll(/"([A-Za-z0-9+/=]{100,})"/g), ([, text = ""]) => text);
    const opened = (key: KeyPair) => Promise.all(texts.map((text) => open(text, [key.identity])));
    expect(await opened(prod)).toEqual(["two", "one"]);
    expect(await opened(staging)).toEqual(["two", null]);
  });

  test("says what is not known where an environment does not compile", async () => {
    const source = sharing(await sealedFor(old, "one"), await sealedForBoth("two"));
    const broken = source.replace("environment staging = Base", "$& with { a { mode = 1 / 0 } }");
    const root = sealing({ "a.sp": broken });
    const words = ["--rotate", "--identity", "old.key", "--env", "prod"];
    const { stdout, stderr } = await sealedIn(root, "", ...words);
    expect(stdout).toBe("a.sp: 2 texts sealed anew\n");
    expect(stderr).toContain("It is not known what is used in prod, staging: it does not compile.\n");
  });

  test("says which key it needs, and that there is nothing to do", async () => {
    const root = sealing({ "a.sp": "let a = 1\n" });
    expect((await sealedIn(root, "", "--rotate", "--env", "prod")).code).toBe(2);
    const ended = await sealedIn(root, "", "--rotate", "--identity", "old.key", "--env", "prod");
    expect(ended).toMatchObject({ code: 0, stdout: "", stderr: "Nothing is sealed in 1 file.\n" });
  });
});

test(
  "from the seal to the file: with the agent's key, and in nothing that is said or kept",
  { timeout: LIMIT },
  async () => {
    const secret = "hunter2-and-nobody-knows";
    const root = sealing();
    const { text } = await sealedIn(root, `${secret}\n`, "--env", "prod");
    writeFileSync(
      join(root, "a.sp"),
      `import std.file { File }
system S {
  config: File {
    path    = "/srv/config"
    content = toml({ db = { url = "postgres://app:\${secret.sealed("${text}")}@db" } })
    mode    = 0o600
  }
}
environment prod = S
`,
    );
    const grant = readFileSync(join(root, "setpoint.toml"), "utf8");
    const config = `${grant}[secrets.identities]\nprod = ["prod.key"]\n${CONFIG}`;
    writeFileSync(join(root, "setpoint.toml"), config);
    const said: string[] = [];
    const run = async (...words: string[]) => {
      const { code, stdout, stderr } = await setpoint(words, { folder: root });
      said.push(stdout, stderr);
      return { code, stdout };
    };
    mkdirSync(join(root, "world/srv"), { recursive: true });
    expect((await run("compile")).code).toBe(0);
    expect((await run("plan", "--json")).code).toBe(0);
    chmodSync(join(root, "prod.key"), 0o644);
    expect((await run("apply", "-y")).code).toBe(1);
    expect(said.join("")).toContain("is open to others (mode 0644)");
    expect(existsSync(join(root, "world/srv/config"))).toBe(false);
    chmodSync(join(root, "prod.key"), 0o600);
    expect((await run("apply", "-y", "--json")).code).toBe(0);
    expect(readFileSync(join(root, "world/srv/config"), "utf8")).toBe(
      `[db]\nurl = "postgres://app:${secret}@db"\n`,
    );
    expect((await run("plan")).stdout).toBe("Nothing to change: 1 resource in step.\n");
    await run("ledger", "export");
    await run("history", "prod/config", "--json");
    const kept = readdirSync(join(root, ".setpoint")).map((name) =>
      readFileSync(join(root, ".setpoint", name), "latin1"),
    );
    expect(kept.length).toBeGreaterThan(2);
    for (const form of [secret, Buffer.from(secret).toString("base64").slice(0, -2), prod.identity])
      expect([...said, ...kept].join("")).not.toContain(form);
  },
);

describe.skipIf(NO_TERMINAL)("at a terminal", { timeout: LIMIT }, () => {
  let terminals: Terminals;
  beforeAll(() => {
    terminals = openTerminals();
  });
  afterAll(() => terminals.close());

  const at = (root: string) =>
    terminals.open(`cd ${root} && ${process.execPath} ${LAUNCHER} seal --env prod > out.txt`, 200);

  test("it is asked for, and what is typed is not shown", async () => {
    const root = sealing();
    const terminal = at(root);
    await terminal.shows("The secret for prod:");
    terminal.press("h", "u", "n", "x", "BSpace", "t", "e", "r", "2", "Left", "Enter");
    const screen = await terminal.shows("code 0");
    expect(screen).not.toMatch(/hun|ter2/);
    const text = SEALED.exec(readFileSync(join(root, "out.txt"), "utf8"))?.[1] ?? "";
    expect(await open(text, [prod.identity])).toBe("hunter2");
  });

  test("several lines at once are refused, and not typed into the shell", async () => {
    const terminal = at(sealing());
    await terminal.shows("The secret for prod:");
    terminal.press("-l", "first\recho second\r");
    const screen = await terminal.shows("code 1");
    expect(screen).toContain("that was more than one line");
    expect(screen).not.toMatch(/second/);
  });

  test("where the question would not be seen, nothing is read that would be", async () => {
    const root = sealing();
    const line = `cd ${root} && ${process.execPath} ${LAUNCHER} seal --env prod 2> err.txt; cat err.txt; false`;
    const screen = await terminals.open(line, 200).shows("code 1");
    expect(screen).toContain("can be asked for only at a terminal");
  });

  test("Ctrl-C leaves, and Ctrl-D is nothing", async () => {
    const one = at(sealing());
    await one.shows("The secret for prod:");
    one.press("a", "C-c");
    await one.shows("code 130");
    const two = at(sealing());
    await two.shows("The secret for prod:");
    two.press("C-d");
    expect(await two.shows("code 1")).toContain("there is nothing to seal");
  });
});
