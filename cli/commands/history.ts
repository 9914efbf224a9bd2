// `setpoint history ENV/ADDRESS`: what was done to a resource, under whatever address, how long it took, and who approved it.

import type { Address } from "../../compiler/address.ts";
import { canonicalJson, isJsonArray, isJsonObject, type Json } from "../../compiler/json.ts";
import { nearest } from "../../compiler/near.ts";
import { graphOf } from "../../runtime/accepted.ts";
import { ACTION_GLYPHS } from "../../runtime/item.ts";
import type { AuditRecord, JournalEntry, LedgerReader } from "../../runtime/ledger.ts";
import { printScope, type Scope } from "../../runtime/permit/suspend.ts";
import { lostLedger, openReader } from "../agent-state.ts";
import type { CommandRun } from "../command.ts";
import { readAgentConfig } from "../desired.ts";
import { Failure, UsageFailure } from "../failure.ts";
import type { Host } from "../host.ts";
import { textOf } from "../input.ts";
import { count, printable, showPointer, showDuration } from "../print/values.ts";
import { themeOf } from "../theme.ts";
import { resourceOf } from "../where.ts";

const DEFAULT_LIMIT = 50;

export const run: CommandRun = async (input, host) => {
  const { environment, address } = resourceOf(input, "history");
  const limit = limitOf(textOf(input, "limit"));
  const config = await readAgentConfig(input, host);
  const ledger = openReader(config.agent.ledger);
  if (ledger === null)
    throw (
      lostLedger(config.agent.ledger) ??
      new Failure(`there is no ledger at ${config.agent.ledger}`, "nothing was done yet")
    );
  try {
    const entries = ledger.chronicle(environment, address, limit).toReversed();
    const trail = ledger.trail();
    const approvals = approvalsIn(trail);
    const resolved = ledger.resolutions();
    const targets = new Set(entries.map(({ target }) => target));
    const decisions = trail.filter((record) => isAbout(record, environment, address, targets));
    const adoptedAt = adoptionOf(ledger, environment, address, entries, decisions);
    if (entries.length === 0 && !decisions.some(({ detail }) => detail["address"] === address))
      refuseUnknown(ledger, environment, address);
    if (entries.length === 0 && decisions.length === 0 && adoptedAt === null)
      throw new Failure(
        `nothing was ever done to ${environment}/${address}`,
        "`setpoint status` shows what there is",
      );
    if (host.json)
      host.out.write(
        `${canonicalJson({
          adoptedAt,
          actions: entries.map((entry) => entryToJson(entry, approvals, resolved)),
          decisions: decisions.map((decision) => ({ ...decision })),
        })}\n`,
      );
    else
      host.out.write(
        print({ environment, address, adoptedAt }, entries, approvals, resolved, decisions, host),
      );
    return 0;
  } finally {
    ledger.close();
  }
};

/**
 * When it became ours without an effect, which leaves no entry in the journal: nothing that was done to it ended at that moment. As
 * old entries are dropped from the journal, that alone proves nothing: it was never acted on, or was given up before.
 */
function adoptionOf(
  ledger: LedgerReader,
  environment: string,
  address: Address,
  entries: readonly JournalEntry[],
  decisions: readonly AuditRecord[],
): number | null {
  const row = ledger.applied(environment).get(address);
  const since = row === undefined ? undefined : ledger.claim(row.identity)?.since;
  if (since === undefined || entries.some(({ closedAt }) => closedAt === since)) return null;
  const isGivenUp = decisions.some(({ what, at }) => what === "forget" && at <= since);
  return entries.length === 0 || isGivenUp ? since : null;
}

/** Decisions about an environment are about everything in it, and about nothing that it does not have. */
function refuseUnknown(ledger: LedgerReader, environment: string, address: Address): void {
  const row = ledger.environment(environment);
  const wanted = row === null ? [] : Object.keys(graphOf(row).resources);
  const known = new Set([...wanted, ...ledger.applied(environment).keys()]);
  if ([...known].some((each) => each === address || each.startsWith(`${address}.`))) return;
  const near = nearest(address, known);
  throw new Failure(
    `nothing was ever done to ${environment}/${address}, and ${environment} has no such resource`,
    near === null ? "`setpoint status` shows what there is" : `did you mean \`${environment}/${near}\`?`,
  );
}

function limitOf(text: string | null): number {
  if (text === null) return DEFAULT_LIMIT;
  const limit = Number(text);
  if (Number.isSafeInteger(limit) && limit > 0) return limit;
  throw new UsageFailure(`\`${text}\` is no number of entries`, "for example: --limit 100");
}

interface Approved {
  readonly who: string;
  readonly why: string;
  readonly at: number;
}

/** Who approved what, by the digests of the items. */
function approvalsIn(trail: readonly AuditRecord[]): ReadonlyMap<string, readonly Approved[]> {
  const approvals = new Map<string, Approved[]>();
  for (const { at, who, what, why, detail } of trail) {
    const { items } = detail;
    if (what !== "approve" || items === undefined || !isJsonArray(items)) continue;
    for (const item of items) {
      const digest = isJsonObject(item) ? item["digest"] : null;
      if (typeof digest !== "string") continue;
      approvals.set(digest, [...(approvals.get(digest) ?? []), { who, why, at }]);
    }
  }
  return approvals;
}

/** The last one before the action began. */
function approvalOf(
  entry: JournalEntry,
  approvals: ReadonlyMap<string, readonly Approved[]>,
): Approved | null {
  return approvals.get(entry.digest)?.findLast(({ at }) => at <= entry.openedAt) ?? null;
}

/** Also what was decided about more than this one resource. Who approved what stands beside the action itself. */
function isAbout(
  { detail, what }: AuditRecord,
  environment: string,
  address: Address,
  targets: ReadonlySet<string>,
): boolean {
  if (what === "approve") return false;
  const { scope, target, environment: where } = detail;
  if (typeof scope === "string") return scopesOver(environment, address, targets).has(scope);
  if (typeof target === "string") return targets.has(target);
  return where === environment && (detail["address"] === address || what === "destroy" || what === "accept");
}

function scopesOver(
  environment: string,
  address: Address,
  targets: ReadonlySet<string>,
): ReadonlySet<string> {
  const steps = address.split(".");
  const above = steps.map((_, index) => steps.slice(0, index + 1).join(".") as Address);
  const scopes: readonly Scope[] = [
    { kind: "environment", environment },
    ...above.map((each) => ({ kind: "address", environment, address: each }) as const),
    ...[...targets].map((target) => ({ kind: "target", target }) as const),
  ];
  return new Set(scopes.map(printScope));
}

/** What a person has said of an open action, by its number. The next run settles it by that. */
type Resolved = ReadonlyMap<number, boolean>;

function answer(done: boolean): string {
  return done ? "done" : "not-done";
}

function entryToJson(
  entry: JournalEntry,
  approvals: ReadonlyMap<string, readonly Approved[]>,
  resolved: Resolved,
): Json {
  const { desired: _, overwrites, ...rest } = entry;
  const approved = approvalOf(entry, approvals);
  const said = resolved.get(entry.id);
  return {
    ...rest,
    resolved: said === undefined ? null : answer(said),
    overwrites: overwrites.map((each) => ({ ...each })),
    approved: approved === null ? null : { ...approved },
  };
}

function print(
  where: { readonly environment: string; readonly address: string; readonly adoptedAt: number | null },
  entries: readonly JournalEntry[],
  approvals: ReadonlyMap<string, readonly Approved[]>,
  resolved: Resolved,
  decisions: readonly AuditRecord[],
  host: Host,
): string {
  const theme = themeOf(host.out.color);
  const lines = entries.map((entry) => {
    const { action, attempt, outcome, took, why } = entry;
    const isElsewhere = entry.address !== where.address || entry.environment !== where.environment;
    const name = isElsewhere ? ` as ${entry.environment}/${entry.address}` : "";
    const again = attempt > 1 ? `, attempt ${attempt}` : "";
    const said = resolved.get(entry.id);
    const open = said === undefined ? "open" : `resolved as ${answer(said)}, and settled by the next run`;
    const ended =
      outcome === null ? theme.caution(open) : isDone(outcome) ? theme.good(outcome) : theme.bad(outcome);
    const time = took === null ? "" : ` in ${showDuration(took)}`;
    const words = why === null ? "" : `: ${printable(why)}`;
    const approved = approvalOf(entry, approvals);
    const by =
      approved === null
        ? ""
        : theme.dim(
            `  approved by ${printable(approved.who)}${approved.why === "" ? "" : `: ${printable(approved.why)}`}`,
          );
    const glyph = theme.actions[action](ACTION_GLYPHS[action]);
    const what = overwrittenInWords(entry);
    return {
      at: entry.openedAt,
      line: `${glyph} ${action}${name}, ${entry.cause}${again}: ${ended}${time}${words}${what}${by}`,
    };
  });
  for (const { at, who, what, why, detail } of decisions) {
    const said = what === "resolve" ? `resolve ${answer(detail["done"] === true)}` : what;
    const by = `by ${printable(who)}${why === "" ? "" : `: ${printable(why)}`}`;
    lines.push({ at, line: theme.caution(`* ${said}${scopeInWords(detail)} ${by}`) });
  }
  if (where.adoptedAt !== null)
    lines.push({
      at: where.adoptedAt,
      line: `${theme.actions.adopt(ACTION_GLYPHS.adopt)} adopt: it was found as it is wanted`,
    });
  const shown = lines
    .toSorted((a, b) => a.at - b.at)
    .map(({ at, line }) => `${theme.dim(stamp(at))}  ${line}`);
  return `${shown.join("\n")}\n${theme.dim(`${count(entries.length, "action")}.`)}\n`;
}

/** A suspend of a target, or of all of an environment, is not one of this resource alone. */
function scopeInWords({ scope, lasts }: AuditRecord["detail"]): string {
  if (typeof scope !== "string") return "";
  return ` of ${printable(scope)}${typeof lasts === "number" ? ` for ${showDuration(lasts)}` : ""}`;
}

/** What of somebody else's a repair put an end to. */
function overwrittenInWords({ overwrites }: JournalEntry): string {
  const parts = overwrites.map(({ pointer, theirs }) => {
    if (pointer === "") return "it had been deleted";
    const field = showPointer(pointer);
    return theirs === null ? `${field} had been changed` : `${field} had become ${printable(theirs)}`;
  });
  return parts.length === 0 ? "" : `; ${parts.join(", ")}`;
}

function isDone(outcome: NonNullable<JournalEntry["outcome"]>): boolean {
  return outcome === "done" || outcome === "settled-done";
}

function stamp(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace("T", " ");
}
