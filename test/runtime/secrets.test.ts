// Sealed secrets, from a text to the file that it ends in and nowhere else: real keys, real files, a real ledger.

import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Decrypter, Encrypter } from "age-encryption";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { realClock } from "../../cli/host.ts";
import type { Graph } from "../../compiler/graph.ts";
import { readSealed } from "../../compiler/sealed.ts";
import { forEnvironment } from "../../runtime/config/secrets.ts";
import { makePlan } from "../../runtime/engine/preview.ts";
import { openEngine } from "../../runtime/engine.ts";
import { openLedger } from "../../runtime/ledger/open.ts";
import { makeDigestKey, readDigestKey } from "../../runtime/ledger/digest-key.ts";
import { type KeyPair, makeKey, open, seal } from "../../runtime/secrets/age.ts";
import { revealSecret } from "../../runtime/secrets.ts";
import { fileWorld } from "../support/files.ts";
import { entries, file, graphOf, versionOf } from "../support/graphs.ts";

const reference = (sealed: string) => ({ $secret: { provider: "sealed", key: sealed } });

let ours: KeyPair;
let theirs: KeyPair;
beforeAll(async () => {
  ours = await makeKey();
  theirs = await makeKey();
});

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), "setpoint-secrets-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

function keyFile(text: string, mode = 0o600): string {
  const path = join(scratch(), "agent.key");
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

describe("sealing", () => {
  test.each(["hunter2", "", "ключ 🔑", "two\nlines\n", "x".repeat(100_000)])(
    "and opening %j again",
    async (text) => {
      const sealed = await seal(text, [ours.recipient]);
      expect(await open(sealed, [ours.identity])).toBe(text);
      expect(readSealed(sealed)).toEqual({ kind: "sealed", text: sealed });
    },
  );

  test("for several: each opens it, and nobody else", async () => {
    const sealed = await seal("hunter2", [ours.recipient, theirs.recipient]);
    expect(await open(sealed, [ours.identity])).toBe("hunter2");
    expect(await open(sealed, [theirs.identity])).toBe("hunter2");
    expect(await open(sealed, [(await makeKey()).identity])).toBeNull();
  });

  test("twice gives two texts", async () => {
    expect(await seal("x", [ours.recipient])).not.toBe(await seal("x", [ours.recipient]));
  });

  test("is age: what either makes, the other reads", async () => {
    const encrypter = new Encrypter();
    encrypter.addRecipient(ours.recipient);
    const file = await encrypter.encrypt("hunter2");
    expect(await open(Buffer.from(file).toString("base64"), [ours.identity])).toBe("hunter2");
    const decrypter = new Decrypter();
    decrypter.addIdentity(ours.identity);
    const sealed = await seal("hunter2", [ours.recipient]);
    expect(await decrypter.decrypt(Buffer.from(sealed, "base64"), "text")).toBe("hunter2");
  });

  test("for a key with a slip in it is refused", async () => {
    await expect(seal("x", [`${ours.recipient.slice(0, -1)}b`])).rejects.toThrow("is no public key");
  });

  test("nothing that was changed is opened", async () => {
    const bytes = Buffer.from(await seal("hunter2", [ours.recipient]), "base64");
    for (const at of [60, 120, 160, bytes.length - 1]) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] as number) ^ 1;
      const opened = await open(changed.toString("base64"), [ours.identity]).catch(String);
      expect(opened === null || opened === "AgeError: the sealed text is damaged").toBe(true);
    }
  });
});

describe("a reference", () => {
  const grants = (...paths: string[]) => ({ identities: new Map([["prod", paths]]) });
  const reveal = async (to: string, environment = "prod", ...paths: string[]): Promise<string> =>
    revealSecret(reference(await seal("hunter2", [to])), environment, grants(...paths)).catch(String);

  test("is opened with a key of its environment, and of those inside it", async () => {
    const key = keyFile(`# created: today\n# public key: ${ours.recipient}\n${ours.identity}\n`);
    expect(await reveal(ours.recipient, "prod", key)).toBe("hunter2");
    expect(await reveal(ours.recipient, "prod.eu", key)).toBe("hunter2");
    const several = keyFile(`${theirs.identity}\n\n${ours.identity}`);
    expect(await reveal(ours.recipient, "prod", several)).toBe("hunter2");
    expect(await reveal(ours.recipient, "prod", keyFile(theirs.identity), key)).toBe("hunter2");
  });

  test("of another environment is not, whoever commits it where", async () => {
    const key = keyFile(ours.identity);
    for (const environment of ["staging", "production", "pro"])
      expect(await reveal(ours.recipient, environment, key)).toBe(
        `SecretError: it is sealed, and this agent has no key for ${environment}: name a file under [secrets.identities] in its setpoint.toml`,
      );
  });

  test("that is sealed for others says so", async () => {
    expect(await reveal(theirs.recipient, "prod", keyFile(ours.identity))).toBe(
      "SecretError: it is sealed for others: no key of this agent for prod opens it; seal it anew for its public key",
    );
  });

  test("of another provider is refused", async () => {
    const named = { $secret: { provider: "env", key: "HOME" } };
    await expect(revealSecret(named, "prod", grants())).rejects.toThrow(
      "it comes from `secret.env`, and this agent opens sealed secrets only: `setpoint seal` makes one",
    );
    await expect(revealSecret({ $secret: "x" }, "prod", grants())).rejects.toThrow(
      "no reference to a secret",
    );
  });

  test.each<[string, () => string, RegExp]>([
    ["is not there", () => join(scratch(), "none"), /cannot be read: it does not exist/],
    ["others may read", () => keyFile(ours.identity, 0o644), /open to others \(mode 0644\): chmod 600 /],
    ["a group may read", () => keyFile(ours.identity, 0o640), /open to others \(mode 0640\)/],
    ["is a folder", scratch, /is no regular file/],
    ["is empty", () => keyFile("# nothing\n"), /holds no age key/],
    ["holds a public key", () => keyFile(ours.recipient), /holds no age key/],
    [
      "holds a key with a slip in it",
      () => keyFile(ours.identity.slice(0, -1) + (ours.identity.endsWith("Q") ? "P" : "Q")),
      /a private key is damaged/,
    ],
    ["is sealed itself", () => keyFile("-----BEGIN AGE ENCRYPTED FILE-----\n"), /is itself sealed/],
    ["is no key file at all", () => keyFile("x".repeat(70_000)), /is too large for one/],
  ])("is not opened with a key file that %s", async (_, make, why) => {
    const said = await reveal(ours.recipient, "prod", make());
    expect(said).toMatch(/^SecretError: it is sealed, and /);
    expect(said).toMatch(why);
    expect(said).not.toContain("AGE-SECRET-KEY-1Q");
    expect(said).not.toContain(ours.identity.slice(20, 40));
  });

  test("may be opened by a link to a key file", async () => {
    const link = join(scratch(), "link");
    symlinkSync(keyFile(ours.identity), link);
    expect(await reveal(ours.recipient, "prod", link)).toBe("hunter2");
  });
});

test("what is said of an environment holds for those inside it, until they have a line of their own", () => {
  const given = new Map([
    ["prod", "p"],
    ["prod.eu", "e"],
    ['prod."a b"', "q"],
  ]);
  const of = (name: string) => forEnvironment(given, name);
  expect(["prod", "prod.eu", "prod.us", 'prod."a b".c', "dev", "production"].map(of)).toEqual([
    "p",
    "e",
    "p",
    "q",
    null,
    null,
  ]);
});

// --- In the engine ---------------------------------------------------------------------------------------------------

const SECRET = "hunter2-and-nobody-knows";

describe("in the engine", () => {
  function agent() {
    const world = fileWorld({ watch: false });
    onTestFinished(() => world.close());
    const key = keyFile(ours.identity);
    const secrets = { identities: new Map([["test", [key]]]) };
    const { path } = world.ledger;
    const ports = {
      ...world.ports,
      config: { ...world.ports.config, secrets },
      digestKey: () => readDigestKey(path),
    };
    const { base, ledger, events } = world;
    return {
      base,
      ledger,
      events,
      ports,
      key,
      tree: () => world.tree(),
      /** What was started, and why something is open. */
      converge: async (graph: Graph): Promise<readonly string[]> => {
        const from = world.events.length;
        const engine = openEngine(ports, world.ledger, "test");
        engine.desire(versionOf(graph));
        const convergence = await engine.converge(AbortSignal.timeout(20_000));
        await engine.close();
        const done = world.events
          .slice(from)
          .flatMap((event) =>
            event.kind === "action-started" ? [`${event.cause} ${event.action} ${event.address}`] : [],
          );
        return convergence.converged
          ? done
          : [...done, ...convergence.open.map(({ report }) => report.reason)];
      },
    };
  }

  async function graphWith(text: string): Promise<Graph> {
    const sealed = reference(await seal(text, [ours.recipient]));
    return graphOf({
      plain: file("/srv/plain", sealed),
      joined: file("/srv/joined", { $join: ["password=", sealed, "\n"] }),
      rendered: file("/srv/rendered", { $render: "toml", value: { db: { password: sealed } } }),
      some: entries("/srv/some", "db", { password: sealed, port: 5432 }),
    });
  }

  test("it lands in the files, stays there, and is put back", async () => {
    const { converge, tree, base, ports, ledger } = agent();
    const graph = await graphWith(SECRET);
    expect((await converge(graph)).toSorted()).toEqual(
      ["joined", "plain", "rendered", "some"].map((name) => `intended create ${name}`),
    );
    const files = tree();
    expect(files["/srv/plain"]).toContain(SECRET);
    expect(files["/srv/joined"]).toContain(`password=${SECRET}\n`);
    expect(files["/srv/rendered"]).toContain(`[db]\npassword = "${SECRET}"\n`);
    expect(files["/srv/some"]).toContain(`password = "${SECRET}"`);
    // Another session, and nothing to do: it is known without the secret.
    expect(await converge(graph)).toEqual([]);
    const plan = await makePlan(ports, ledger, versionOf(graph));
    expect(plan.items.map(({ action }) => action)).toEqual(["none", "none", "none", "none"]);
    writeFileSync(join(base, "srv/plain"), "defaced\n");
    writeFileSync(join(base, "srv/some"), '[db]\npassword = "guess"\nport = 5432\n');
    expect((await converge(graph)).toSorted()).toEqual(["corrective update plain", "corrective update some"]);
    expect(tree()).toEqual(files);
  });

  test("another one is written, and the same one sealed anew changes no byte", async () => {
    const { converge, tree } = agent();
    await converge(await graphWith(SECRET));
    const files = tree();
    expect(await converge(await graphWith(SECRET))).toHaveLength(4);
    expect(tree()).toEqual(files);
    const next = await graphWith(`${SECRET}-2`);
    expect(await converge(next)).toHaveLength(4);
    expect(tree()["/srv/joined"]).toContain(`password=${SECRET}-2\n`);
    expect(await converge(next)).toEqual([]);
  });

  test("it is in no event, no plan and no file of the agent's, in none of its forms", async () => {
    const { converge, events, ports, ledger, base } = agent();
    const first = await graphWith(SECRET);
    await converge(first);
    writeFileSync(join(base, "srv/plain"), "defaced\n");
    const plans = [await makePlan(ports, ledger, versionOf(await graphWith("another")))];
    await converge(first);
    ledger.close();
    const around = dirname(base);
    const own = readdirSync(around).filter((name) => name !== "world");
    expect(own).toContain("ledger.db.digest-key");
    const said =
      JSON.stringify([events, plans]) +
      own.map((name) => readFileSync(join(around, name), "latin1")).join("");
    const bytes = Buffer.from(SECRET);
    for (const form of [SECRET, bytes.toString("base64").slice(0, -2), bytes.toString("hex"), ours.identity])
      expect(said).not.toContain(form);
    expect(said).toContain(readSealedOf(first));
  });

  test("without a key for it the rest goes on, and the reason says what to do", async () => {
    const { converge, key, tree } = agent();
    const graph = graphOf({
      ...(await declared()),
      other: file("/srv/other", "no secret"),
    });
    chmodSync(key, 0o644);
    expect(await converge(graph)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /the content of \/srv\/plain needs a secret: it is sealed, and the key file .* is open to others/,
        ),
      ]),
    );
    expect(tree()["/srv/other"]).toContain("no secret");
    expect(tree()["/srv/plain"]).toBeUndefined();
    chmodSync(key, 0o600);
    expect(await converge(graph)).toEqual(["intended create plain"]);
  });

  async function declared() {
    return { plain: file("/srv/plain", reference(await seal(SECRET, [ours.recipient]))) };
  }

  function readSealedOf(graph: Graph): string {
    return /"key":"([^"]+)"/.exec(JSON.stringify(graph))?.[1] ?? "?";
  }
});

describe("the key for digests", () => {
  test("is made once, for its owner alone, and another one where it is lost", () => {
    const ledger = join(scratch(), "ledger.db");
    expect(readDigestKey(ledger)).toBeNull();
    makeDigestKey(ledger);
    const key = readDigestKey(ledger);
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    makeDigestKey(ledger);
    expect(readDigestKey(ledger)).toBe(key);
    writeFileSync(`${ledger}.digest-key`, "broken");
    expect(readDigestKey(ledger)).toBeNull();
    makeDigestKey(ledger);
    expect(readDigestKey(ledger)).not.toBe(key);
  });

  test("is not in the ledger, and comes with it", () => {
    const path = join(scratch(), "ledger.db");
    openLedger({ path, clock: realClock, holder: "test" }).close();
    const key = readDigestKey(path);
    expect(key).not.toBeNull();
    expect(readFileSync(path, "latin1")).not.toContain(key);
    expect(existsSync(`${path}.digest-key`)).toBe(true);
  });
});

test("what lacks a secret waits for that, with the reason, and goes on when it is there", async () => {
  const world = fileWorld();
  onTestFinished(() => world.close());
  const spec = { path: "/srv/key", content: { $secret: { provider: "env", key: "X" } }, mode: 0o600 };
  const engine = world.engine();
  engine.desire(versionOf(graphOf({ key: { spec } })));
  const end = await engine.converge(new AbortController().signal);
  await engine.close();
  expect(end.open).toMatchObject([
    {
      address: "key",
      report: {
        status: { kind: "waiting", for: "secret" },
        reason: expect.stringContaining("this agent opens sealed secrets only") as unknown,
      },
    },
  ]);
});
