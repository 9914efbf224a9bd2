// A process that opens a ledger for writing, for tests that kill it or keep it.
//
//   node ledger-writer.ts PATH hold            says "open" and holds the ledger until it is killed
//   node ledger-writer.ts PATH loop ROUND      says "begun N" and "finished N" after each durable step, from ROUND on
//   node ledger-writer.ts PATH try             opens and closes; says what came of it
//   node ledger-writer.ts PATH fill            writes until it cannot; says what came of it
//   node ledger-writer.ts PATH read            opens for reading; says what came of it
//
// Every round is one transaction of three intents with their released rows and one of three results.

import { writeSync } from "node:fs";
import type { Address } from "../../compiler/address.ts";
import { LedgerError } from "../../runtime/ledger.ts";
import { openLedger, readLedger } from "../../runtime/ledger/open.ts";
import { FakeClock } from "./fake-clock.ts";
import { applied, intent, released } from "./ledger-rows.ts";

const NAMES = ["a", "b", "c"];
const [path = "", mode = "", from = "0"] = process.argv.slice(2);

/** Synchronously: what is said is true at the moment when it is read. */
function say(line: string): void {
  writeSync(1, `${line}\n`);
}

function work(): void {
  const clock = new FakeClock(Date.UTC(2026, 0, 2, 3, 4, 5));
  if (mode === "read") {
    const reader = readLedger({ path });
    say(reader === null ? "none" : `read ${reader.applied("prod").size}`);
    reader?.close();
    return;
  }
  const ledger = openLedger({ path, clock, holder: "writer" });
  switch (mode) {
    case "hold":
      say("open");
      setInterval(() => undefined, 60_000);
      return;
    case "loop":
      for (let round = Number(from); ; round++) {
        const word = String(round);
        const entries = ledger.begin(
          NAMES.map((name) => intent(name, word)),
          NAMES.map((name) => released(name, word)),
        );
        say(`begun ${round}`);
        ledger.finish(
          entries.map(({ id, address }) => ({
            id,
            outcome: "done",
            why: null,
            took: round,
            changes: [
              { kind: "applied", row: applied(address, word, { needs: [`edge-${word}` as Address] }) },
            ],
          })),
        );
        say(`finished ${round}`);
      }
    case "fill":
      for (let round = 0; ; round++)
        ledger.note([{ kind: "applied", row: applied(`r${round}`, "x".repeat(10_000)) }], []);
    case "try":
      ledger.close();
      say("opened");
  }
}

try {
  work();
} catch (error) {
  if (!(error instanceof LedgerError)) throw error;
  say(`LedgerError: ${error.message}`);
  process.exitCode = 3;
}
