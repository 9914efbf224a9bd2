// A ledger's rows as plain values, for whoever wants to look at them with other tools.

import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { exportLedger } from "../../runtime/ledger/export.ts";
import { openLedger } from "../../runtime/ledger/open.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { applied, released } from "../support/ledger-rows.ts";
import { temporaryFolder } from "../support/repository.ts";

test("an export holds every row, and nothing of a secret", () => {
  const temporary = temporaryFolder();
  onTestFinished(() => temporary.remove());
  const path = join(temporary.path, "ledger.db");
  const ledger = openLedger({ path, clock: new FakeClock(Date.UTC(2026, 0, 2)), holder: "test" });
  const row = applied("web", "one", { outputs: { sha256: "public", token: "hunter2" } });
  const kinds = {
    "std.file.File": {
      secret: ["/content"],
      outputs: { sha256: { secret: false }, token: { secret: true } },
    },
  };
  ledger.putEnvironment({
    name: "prod",
    commit: "c1",
    graphHash: row.hash,
    graph: JSON.stringify({ kinds }),
    acceptedAt: 1,
    appliedCommit: null,
    appliedHash: null,
    appliedAt: null,
  });
  ledger.note([{ kind: "applied", row }], [released("web", "s3cret")]);
  ledger.audit({ at: 1, who: "ada", what: "suspend", why: "lunch", detail: {} });
  const rows: Record<string, unknown>[] = [];
  exportLedger(path, (each) => rows.push(each));
  expect(rows.map((each) => each["table"])).toEqual(
    expect.arrayContaining([
      "meta",
      "lease",
      "environment",
      "identity",
      "body",
      "released",
      "applied",
      "audit",
    ]),
  );
  expect(rows.find((each) => each["table"] === "applied")).toMatchObject({
    address: "web",
    spec: { path: "/srv/web", content: { digest: expect.stringMatching(/^[0-9a-f]{64}$/) } },
    outputs: { sha256: "public", token: { digest: expect.stringMatching(/^[0-9a-f]{64}$/) } },
  });
  expect(JSON.stringify(rows)).not.toMatch(/hunter2|s3cret/);
  ledger.close();
});
