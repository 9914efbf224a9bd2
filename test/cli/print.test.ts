// How a plan reads. Each test holds the whole text, since the whole is what a person sees.

import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { DEFAULT_META, type Graph } from "../../compiler/graph.ts";
import { printPlan } from "../../cli/print.ts";
import { themeOf } from "../../cli/theme.ts";
import type { Item } from "../../runtime/item.ts";
import type { Plan } from "../../runtime/reconcile.ts";
import { address, change, HASH, item, plan } from "./plans.ts";

function show(items: readonly Item[], unknown: Plan["unknown"] = [], graph: Graph | null = null): string {
  return `\n${whole(printPlan(plan(items, unknown), graph, themeOf(false)))}`;
}

function whole(pieces: Iterable<string>): string {
  return [...pieces].join("");
}

test("a new resource shows its fields and where they are written", () => {
  const created = item("hello", {
    action: "create",
    reason: "declared",
    changes: [
      change("/path", undefined, "/srv/hello.txt"),
      change("/mode", undefined, 420, { place: null }),
      change("/content", undefined, "Hello,\nworld.\n"),
    ],
  });
  expect(show([created])).toMatchInlineSnapshot(`
    "
    # hello will be created: hello.sp:3:3 declares it and it is not there
    + hello  std.file.File on local
        + path: "/srv/hello.txt"  hello.sp:12:5
        + mode: 420
        + content:                hello.sp:12:5
            + Hello,
            + world.

    Plan: 1 to create, 0 to update, 0 to delete.
    "
  `);
});

test("a number is written as its kind's field asks for it", () => {
  const formats = {
    "/mode": "octal",
    "/wait": "duration",
    "/limit/memory": "size",
    "/cpu": "cpu",
    "/share": "percent",
  };
  const graph = { kinds: { "std.file.File": { formats } }, resources: {} } as unknown as Graph;
  const updated = item("web", {
    changes: [
      change("/mode", 0o600, 0o644),
      change("/wait", 20_000, 5_400_000),
      change("/limit/memory", undefined, 512 * 2 ** 20),
      change("/cpu", 250, 1000),
      change("/share", 25, "auto"),
      change("/plain", 420, 421),
    ],
  });
  const both = item("b", { changes: [change("/mode", 511, 384, { class: "both", applied: 420 })] });
  expect(show([both], [], graph)).toContain(
    "~ mode: 0o777 → 0o600  hello.sp:12:5; was also changed on the target from 0o644\n",
  );
  expect(show([updated], [], graph)).toMatchInlineSnapshot(`
    "
    # web will be updated: hello.sp:12:5 wants another value
    ~ web  std.file.File on local
        ~ mode: 0o600 → 0o644   hello.sp:12:5
        ~ wait: 20s → 1h30m     hello.sp:12:5
        + limit.memory: 512MiB  hello.sp:12:5
        ~ cpu: 250mcpu → 1cpu   hello.sp:12:5
        ~ share: 25% → "auto"   hello.sp:12:5
        ~ plain: 420 → 421      hello.sp:12:5

    Plan: 0 to create, 1 to update, 0 to delete.
    "
  `);
});

test("a changed value shows old and new, and counts what stays", () => {
  const graph = {
    kinds: {},
    resources: {
      web: {
        kind: "std.file.File",
        target: "local",
        mode: "manage",
        spec: { path: "/w", port: 81, env: { A: "1", B: "2" } },
        needs: [],
        health: null,
        meta: DEFAULT_META,
        hash: HASH,
      },
    },
  } as unknown as Graph;
  const updated = item("web", {
    changes: [
      change("/port", 80, 81),
      change("/env/A", undefined, "1"),
      change("/env/OLD~1NAME", "x", undefined, { place: null }),
    ],
  });
  expect(show([updated], [], graph)).toMatchInlineSnapshot(`
    "
    # web will be updated: hello.sp:12:5 wants another value
    ~ web  std.file.File on local
        ~ port: 80 → 81        hello.sp:12:5
        + env.A: "1"           hello.sp:12:5
        - env."OLD/NAME": "x"
          (2 unchanged fields)

    Plan: 0 to create, 1 to update, 0 to delete.
    "
  `);
});

test("a text of several lines is shown as a difference of lines", () => {
  const lines = Array.from({ length: 12 }, (_, index) => `line ${index + 1}`);
  const before = `${lines.join("\n")}\n`;
  const after = before.replace("line 6\n", "line six\n").replace("line 7\n", "");
  expect(show([item("config", { changes: [change("/content", before, after)] })])).toMatchInlineSnapshot(`
    "
    # config will be updated: hello.sp:12:5 wants another value
    ~ config  std.file.File on local
        ~ content:  hello.sp:12:5
              (3 unchanged lines)
              line 4
              line 5
            - line 6
            - line 7
            + line six
              line 8
              line 9
              (3 unchanged lines)

    Plan: 0 to create, 1 to update, 0 to delete.
    "
  `);
});

test("a text that loses its last newline says so", () => {
  expect(show([item("config", { changes: [change("/content", "a\nb\n", "a\nb")] })])).toMatchInlineSnapshot(`
    "
    # config will be updated: hello.sp:12:5 wants another value
    ~ config  std.file.File on local
        ~ content:  hello.sp:12:5
              a
            - b
            + b (no newline at the end)

    Plan: 0 to create, 1 to update, 0 to delete.
    "
  `);
});

test("drift is told from what was intended", () => {
  const drifted = item("a", {
    cause: "corrective",
    reason: "drifted",
    changes: [change("/mode", 511, 420, { class: "corrective", applied: 420 })],
  });
  const both = item("b", { changes: [change("/mode", 511, 384, { class: "both", applied: 420 })] });
  const gone = item("c", {
    action: "create",
    cause: "corrective",
    reason: "gone",
    changes: [change("/path", undefined, "/c", { class: "corrective", applied: "/c" })],
  });
  expect(show([drifted, both, gone])).toMatchInlineSnapshot(`
    "
    # a will be put right: it was changed on the target
    ~ a  std.file.File on local
        ~ mode: 511 → 420  hello.sp:12:5; was changed on the target

    # b will be updated: hello.sp:12:5 wants another value
    ~ b  std.file.File on local
        ~ mode: 511 → 384  hello.sp:12:5; was also changed on the target from 420

    # c will be created again: it was deleted on the target
    + c  std.file.File on local
        + path: "/c"  hello.sp:12:5

    Plan: 1 to create, 2 to update, 0 to delete.
    "
  `);
});

test("drift that is only reported is not said to be put right, nor counted as work", () => {
  const drifted = item("a", {
    cause: "corrective",
    reason: "drifted",
    changes: [change("/mode", 511, 420, { class: "corrective", applied: 420 })],
  });
  const meta = { ...DEFAULT_META, drift: "report" };
  const graph = {
    kinds: {},
    resources: { a: { meta, spec: {} }, b: { meta, spec: {} } },
  } as unknown as Graph;
  const gone = item("b", { action: "create", cause: "corrective", reason: "gone", changes: [] });
  const changed = item("b", { changes: [change("/mode", 420, 384)] });
  expect(show([drifted, gone], [], graph)).toMatchInlineSnapshot(`
    "
    # a was changed on the target and is left so: \`@drift("report")\`
    ! a  std.file.File on local
        ~ mode: 511 → 420  hello.sp:12:5; was changed on the target

    # b was deleted on the target and is left so: \`@drift("report")\`
    ! b  std.file.File on local

    Plan: 0 to create, 0 to update, 0 to delete, 2 only reported.
    "
  `);
  expect(show([changed], [], graph)).toContain("# b will be updated: ");
});

test("what hangs on an output alone is updated if that changes it", () => {
  const knownAfter = [address("db")];
  const unsure = item("app", { changes: [change("/url", "postgres://old", undefined, { knownAfter })] });
  const sure = item("web", {
    changes: [change("/url", "postgres://old", undefined, { knownAfter }), change("/mode", 420, 384)],
  });
  expect(show([unsure, sure])).toMatchInlineSnapshot(`
    "
    # app will be updated, if changed: hello.sp:12:5 is known after db
    ~ app  std.file.File on local
        ~ url: "postgres://old" → (known after db)  hello.sp:12:5

    # web will be updated: hello.sp:12:5 wants another value
    ~ web  std.file.File on local
        ~ url: "postgres://old" → (known after db)  hello.sp:12:5
        ~ mode: 420 → 384                           hello.sp:12:5

    Plan: 0 to create, 2 to update (1 of them if changed), 0 to delete.
    "
  `);
});

test("all of what is created is new, a secret too", () => {
  const created = item("app", {
    action: "create",
    reason: "declared",
    changes: [change("/password", null, null, { secret: true })],
  });
  expect(show([created])).toContain("    + password: (secret)");
});

test("secrets are never shown, unknown values name what they wait for", () => {
  const updated = item("app", {
    changes: [
      change("/password", null, null, { secret: true }),
      change("/url", "postgres://old", undefined, { knownAfter: [address("db"), address("net.a")] }),
    ],
  });
  expect(show([updated])).toMatchInlineSnapshot(`
    "
    # app will be updated: hello.sp:12:5 wants another value
    ~ app  std.file.File on local
        ~ password: (secret)                               hello.sp:12:5
        ~ url: "postgres://old" → (known after db, net.a)  hello.sp:12:5

    Plan: 0 to create, 1 to update, 0 to delete.
    "
  `);
});

test("every other action has its own words", () => {
  const items = [
    item("adopted", { action: "adopt", reason: "found" }),
    item("deleted", { action: "delete", reason: "undeclared", place: null }),
    item("moved", { action: "none", reason: "moved", from: address("was.here") }),
    item("quiet", { action: "none", reason: "in-step" }),
    item("released", { action: "release", reason: "removed", place: null }),
    item("replaced", {
      action: "replace",
      reason: "forced",
      changes: [change("/path", "/a", "/b", { forces: true })],
    }),
  ];
  expect(show(items)).toMatchInlineSnapshot(`
    "
    # adopted will be adopted: it is there, just as it is wanted
    = adopted  std.file.File on local

    # deleted will be deleted: nothing declares it any more
    - deleted  std.file.File on local

    # moved stays as it is: it is the same object, and moves here from was.here
      moved  std.file.File on local

    # released will be released: \`removed\` gives it up and leaves it there
    o released  std.file.File on local

    # replaced must be replaced: \`path\` cannot be changed in place
    ± replaced  std.file.File on local
        ~ path: "/a" → "/b"  hello.sp:12:5; forces the replacement

    Plan: 0 to create, 0 to update, 1 to replace, 1 to delete, 1 to adopt, 1 to release, 1 moved.
    "
  `);
});

test("what is blocked says why, and is not counted as work", () => {
  const items = [
    item("found", {
      action: "adopt",
      reason: "found",
      block: { kind: "exists" },
      changes: [change("/mode", 511, 420)],
    }),
    item("kept", { action: "delete", reason: "undeclared", block: { kind: "protected" }, place: null }),
  ];
  expect(show(items, [{ address: address("far"), why: "the target does not answer" }]))
    .toMatchInlineSnapshot(`
    "
    # found cannot be adopted: it already exists and differs from what is wanted; \`@adopt\` takes it over
    ! found  std.file.File on local
        ~ mode: 511 → 420  hello.sp:12:5

    # kept cannot be deleted: it is protected; \`@protect(false)\`, \`removed\` or \`setpoint unprotect\` lifts that
    ! kept  std.file.File on local

    ? far could not be read: the target does not answer

    Plan: 0 to create, 0 to update, 0 to delete, 2 blocked, 1 unreadable.
    "
  `);
});

test("what a purge removes is counted as well, where it is not blocked", () => {
  const purge = (live: readonly string[], block: Item["block"] = null) =>
    item("d", { changes: [change("/purge", live, true)], removes: live, block });
  const last = (items: readonly Item[]) => show(items).trimEnd().split("\n").at(-1);
  expect(last([purge(["a", "b/"]), purge(["c"])])).toBe(
    "Plan: 0 to create, 2 to update, 0 to delete, 3 undeclared things to remove.",
  );
  expect(last([purge(["a"]), purge(["c"], { kind: "exists" })])).toBe(
    "Plan: 0 to create, 1 to update, 0 to delete, 1 undeclared thing to remove, 1 blocked.",
  );
});

test("nothing to do is one line", () => {
  const items = [
    item("a", { action: "none", reason: "in-step" }),
    item("b", { action: "none", reason: "in-step" }),
  ];
  expect(show(items)).toMatchInlineSnapshot(`
    "
    Nothing to change: 2 resources in step.
    "
  `);
});

test("one line that ends is one value, beside several lines it is a line", () => {
  const items = [
    item("a", { changes: [change("/content", "old\n", "new\n")] }),
    item("b", { changes: [change("/content", "old\n", "old\nnew\n")] }),
    item("c", { changes: [change("/content", "", "\n")] }),
  ];
  expect(show(items)).toMatchInlineSnapshot(`
    "
    # a will be updated: hello.sp:12:5 wants another value
    ~ a  std.file.File on local
        ~ content: "old\\n" → "new\\n"  hello.sp:12:5

    # b will be updated: hello.sp:12:5 wants another value
    ~ b  std.file.File on local
        ~ content:  hello.sp:12:5
              old
            + new

    # c will be updated: hello.sp:12:5 wants another value
    ~ c  std.file.File on local
        ~ content: "" → "\\n"  hello.sp:12:5

    Plan: 0 to create, 3 to update, 0 to delete.
    "
  `);
});

test("long values take several lines", () => {
  const args = { listen: ["0.0.0.0:8080", "[::]:8080"], log: { level: "info", path: "/var/log/shop/a.log" } };
  const after = { ...args, listen: ["0.0.0.0:8081", "[::]:8080"] };
  expect(show([item("web", { changes: [change("/args", args, after)] })])).toMatchInlineSnapshot(`
    "
    # web will be updated: hello.sp:12:5 wants another value
    ~ web  std.file.File on local
        ~ args:  hello.sp:12:5
              {
            -   listen = ["0.0.0.0:8080", "[::]:8080"]
            +   listen = ["0.0.0.0:8081", "[::]:8080"]
                log = { level = "info", path = "/var/log/shop/a.log" }
              }

    Plan: 0 to create, 1 to update, 0 to delete.
    "
  `);
});

test("what comes from the world cannot drive the terminal", () => {
  const text = show([
    item("a", {
      changes: [
        change("/title", "\u001b[2J\u009b31m", "ok"),
        change("/content", "x\n\u001b]0;t\u0007\n", "y\n"),
      ],
    }),
  ]);
  // oxlint-disable-next-line no-control-regex -- control characters are what it looks for
  expect(text.replaceAll("\n", "")).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
});

test("colour only repeats what is there without it", () => {
  const items = [
    item("a", { changes: [change("/mode", 511, 420)] }),
    item("b", { action: "delete", reason: "undeclared" }),
  ];
  const colored = whole(printPlan(plan(items), null, themeOf(true)));
  const plain = whole(printPlan(plan(items), null, themeOf(false)));
  expect(colored).not.toBe(plain);
  expect(stripVTControlCharacters(colored)).toBe(plain);
});

test("what could not be read for one reason is said once", () => {
  const why = "the base folder ./world does not exist";
  const unknown = ["index", "motd", "root"].map((name) => ({ address: address(name), why }));
  expect(show([], [...unknown, { address: address("far"), why: "no answer" }])).toMatchInlineSnapshot(`
    "
    ? 3 resources could not be read: the base folder ./world does not exist
        index, motd, root

    ? far could not be read: no answer

    Plan: 4 unreadable.
    "
  `);
});
