// What must never be shown: by its kind, or because a secret flows into it.

import { expect, test } from "vitest";
import { planToJson } from "../../cli/print.ts";
import type { Kind, Resource } from "../../compiler/graph.ts";
import { secretPointers } from "../../runtime/plan/secrets.ts";
import { address, graphOf, KINDS } from "../support/graphs.ts";
import { change, item, plan } from "../cli/plans.ts";

const FILE = KINDS["std.file.File"] as Kind;
const VAULT: Kind = {
  ...FILE,
  secret: ["/password"],
  outputs: {
    token: { type: "String", secret: true, stable: false },
    id: { type: "String", secret: false, stable: false },
  },
};

test("secrets flow through outputs, references and residuals, and no further", () => {
  const graph = graphOf(
    {
      vault: { kind: "x.Vault", spec: { path: "/v", password: "p" } },
      app: {
        spec: {
          path: "/a",
          plain: { $from: "vault", output: "id" },
          token: { $from: "vault", output: "token" },
          env: { TOKEN: { $join: ["t=", { $from: "vault", output: "token" }] }, "a/b": "open" },
          rendered: { $render: "json", value: { deep: [{ $secret: { provider: "env", key: "K" } }] } },
          list: ["a", { $from: "vault", output: "token" }],
        },
      },
    },
    { kinds: { ...KINDS, "x.Vault": VAULT } },
  );
  const secrets = (name: string) => secretPointers(graph, graph.resources[address(name)] as Resource);
  expect(secrets("vault")).toEqual(["/password"]);
  expect(secrets("app")).toEqual(["/token", "/env/TOKEN", "/rendered", "/list"]);
});

test("a plan as JSON has a secret's value neither in its changes nor in its patch", () => {
  const app = item("app", {
    changes: [change("/token", null, null, { secret: true }), change("/port", 80, 81)],
    patch: [
      { op: "replace", path: "/token", value: "hunter2" },
      { op: "replace", path: "/port", value: 81 },
    ],
  });
  const json = planToJson(plan([app]));
  expect(JSON.stringify(json)).not.toContain("hunter2");
  expect(json).toMatchObject({ items: [{ patch: [{ path: "/port" }] }] });
});
