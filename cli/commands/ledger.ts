// `setpoint ledger check|backup|restore|export`: looks after the record that the agent keeps.
//
// check, backup and export work beside a running agent; restore asks for the ledger alone, and keeps what it replaces.

import { join, resolve } from "node:path";
import { existsSync } from "node:fs";
import { canonicalJson, type Json } from "../../compiler/json.ts";
import { LedgerError } from "../../runtime/ledger.ts";
import { backUp, type Backup, backupFolder, listBackups } from "../../runtime/ledger/backup.ts";
import { check, type CheckReport } from "../../runtime/ledger/check.ts";
import { exportLedger } from "../../runtime/ledger/export.ts";
import { findLedger } from "../../runtime/ledger/place.ts";
import { restore } from "../../runtime/ledger/restore.ts";
import { lostLedger } from "../agent-state.ts";
import type { CommandRun } from "../command.ts";
import { readAgentConfig } from "../desired.ts";
import { Failure, UsageFailure } from "../failure.ts";
import { writeWhole } from "../files.ts";
import type { Host } from "../host.ts";
import { type CommandInput, textOf } from "../input.ts";
import { count, printable } from "../print/values.ts";
import { themeOf } from "../theme.ts";

export const run: CommandRun = async (input, host) => {
  const [action, ...rest] = input.arguments;
  if (action === undefined) throw new UsageFailure("say what to do with the ledger", ACTIONS);
  const given = textOf(input, "ledger");
  const path =
    given === null ? (await readAgentConfig(input, host)).agent.ledger : resolve(host.folder, given);
  if (rest.length > (action === "restore" ? 1 : 0))
    throw new UsageFailure(`too many arguments: ${rest.join(" ")}`, "see: setpoint ledger --help");
  try {
    if (action === "check") return runCheck(path, host);
    if (action === "backup") return await runBackup(path, input, host);
    if (action === "restore") return runRestore(path, rest[0] ?? null, host);
    if (action === "export") return runExport(path, input, host);
  } catch (error) {
    if (error instanceof LedgerError) throw new Failure(error.message, error.help, { cause: error });
    throw error;
  }
  throw new UsageFailure(`\`${action}\` is nothing that a ledger can do`, ACTIONS);
};

const ACTIONS = "it is one of check, backup, restore, export";

function runCheck(path: string, host: Host): number {
  const report = check(path);
  const ok = report.findings.every((finding) => finding.severity === "note");
  if (host.json) host.out.write(`${canonicalJson({ ok, ...report } as unknown as Json)}\n`);
  else host.out.write(printReport(report, host));
  return ok ? 0 : 1;
}

function printReport({ path, facts, findings }: CheckReport, host: Host): string {
  const theme = themeOf(host.out.color);
  const lines = findings.flatMap(({ severity, what, help }) => {
    const glyph = severity === "note" ? theme.dim("·") : theme.bad("!");
    return [`${glyph} ${printable(what)}`, ...(help === null ? [] : [theme.dim(`    ${printable(help)}`)])];
  });
  if (facts !== null) {
    lines.push(
      `${printable(path)}: ledger ${facts.id}, format ${facts.format}, opened ${count(facts.fence, "time")}`,
      `${count(facts.environments, "environment")}, ${count(facts.resources, "resource")}, ${facts.journal} in the journal (${facts.openIntents} open), ${facts.audit} in the audit log`,
    );
  }
  const damages = findings.filter((finding) => finding.severity === "damage").length;
  const isRead = findings.every((finding) => finding.severity !== "unread");
  lines.push(
    damages > 0
      ? theme.bad(`Damaged: ${count(damages, "finding")}.`)
      : isRead
        ? theme.good("Whole.")
        : theme.bad("Not checked: it cannot be read."),
  );
  return `${lines.join("\n")}\n`;
}

async function runBackup(path: string, input: CommandInput, host: Host): Promise<number> {
  refuseMissing(path);
  const to = textOf(input, "to");
  const folder = to === null ? backupFolder(path) : resolve(host.folder, to);
  const backup = await backUp({ path, folder, reason: "asked", now: host.clock.wall() });
  if (host.json) host.out.write(`${canonicalJson(backup as unknown as Json)}\n`);
  else host.out.write(`Backed up to ${printable(backup.path)}: ${inWords(backup)}, verified.\n`);
  return 0;
}

function runRestore(path: string, named: string | null, host: Host): number {
  if (named === null) throw new UsageFailure("say which backup to restore", listInWords(path));
  const backupPath = [resolve(host.folder, named), join(backupFolder(path), named)].find((each) =>
    existsSync(each),
  );
  if (backupPath === undefined) throw new Failure(`there is no backup \`${named}\``, listInWords(path));
  const { backup, replaced } = restore(path, backupPath, host.clock.wall());
  if (host.json) {
    host.out.write(`${canonicalJson({ path, replaced, backup } as unknown as Json)}\n`);
    return 0;
  }
  const lines = [
    `Restored ${printable(path)}: ${inWords(backup)}.`,
    replaced === null
      ? "There was no ledger there before."
      : `What stood there is now in ${printable(replaced)}.`,
    "The next start begins in recovery: it adopts what is as it should be, and everything else waits for an approval.",
  ];
  host.out.write(`${lines.join("\n")}\n`);
  return 0;
}

function runExport(path: string, input: CommandInput, host: Host): number {
  refuseMissing(path);
  const output = textOf(input, "output");
  if (output === null) {
    exportLedger(path, (row) => host.out.write(`${canonicalJson(row)}\n`));
    return 0;
  }
  const lines: string[] = [];
  exportLedger(path, (row) => lines.push(`${canonicalJson(row)}\n`));
  writeWhole(host, output, lines.join(""));
  return 0;
}

function refuseMissing(path: string): void {
  if (findLedger(path) !== null) return;
  throw (
    lostLedger(path) ??
    new Failure(`there is no ledger at ${path}`, "the first `setpoint apply` or `setpoint run` makes it")
  );
}

function inWords({ manifest }: Backup): string {
  return `the ledger ${manifest.ledger} of ${manifest.at}, ${manifest.bytes} bytes`;
}

function listInWords(path: string): string {
  const backups = listBackups(backupFolder(path));
  if (backups.length === 0) return `there is none in ${backupFolder(path)}; a folder elsewhere can be named`;
  const names = backups.slice(0, 10).map((backup) => backup.path.slice(backupFolder(path).length + 1));
  return `newest first: ${names.join(", ")}`;
}
