// A request becomes a decision: checked against what the ledger knows, written down with its audit entry, told to the engine.
//
// In:  a request, who asks, the ledger and, where an agent runs, its engines. Out: an answer in words, always.
// The same code runs in the agent and, where none runs, in the command itself: there is one way to decide, and one place
// where it is audited. What cannot be done changes nothing and is not audited.

import type { Address } from "../compiler/address.ts";
import type { JsonObject } from "../compiler/json.ts";
import { destroyMark, hasBegun } from "./accepted.ts";
import type { Clock } from "./clock.ts";
import { environmentGrant } from "./config/environment.ts";
import type { Decision } from "./decision.ts";
import type { Item } from "./item.ts";
import { type Known, unknownEnvironment, unknownScope } from "./known.ts";
import { type JournalEntry, type Ledger, LedgerError } from "./ledger.ts";
import { type Approval, type Choice, choose } from "./permit/approvals.ts";
import { printScope } from "./permit/suspend.ts";
import { blockInWords } from "./permit.ts";
import type { Engine, Plan } from "./reconcile.ts";
import type { Answer, Request } from "./request.ts";

export interface Desk {
  readonly ledger: Ledger;
  readonly config: Known["config"];
  readonly clock: Clock;
  /** The environments that are held here now. */
  readonly engines: ReadonlyMap<string, Engine>;
  /** Where no engine holds the environment: reads the world and plans the accepted version. Null: there is none. */
  plan(environment: string): Promise<Plan | null>;
  /** A person has decided which versions of the environment are taken: that is to be looked at now, and not at the next poll. */
  lookAgain(environment: string): void;
  /** What a target says of itself now; rejects where it cannot be reached. */
  identify(target: string, driver: string): Promise<string>;
}

/** How long a leave counts that is not used. */
const LEAVE_LASTS = 24 * 60 * 60_000;

export async function decide(request: Request, who: string, desk: Desk): Promise<Answer> {
  try {
    switch (request.kind) {
      case "approve":
        return await approve(request, who, desk);
      case "suspend":
        return suspend(request, who, desk);
      case "resume":
        return resume(request, who, desk);
      case "unprotect":
        return unprotect(request, who, desk);
      case "accept":
        return acceptCommit(request, who, desk);
      case "accept-target":
        return await acceptTarget(request, who, desk);
      case "resolve":
        return resolve(request, who, desk);
      case "destroy":
        return destroy(request, who, desk);
      case "forget":
        return forget(request, who, desk);
    }
  } catch (error) {
    // A ledger that cannot be written is the agent's own end, and no answer makes up for it.
    if (error instanceof LedgerError) throw error;
    return no(error instanceof Error ? error.message : String(error));
  }
}

type Of<Kind extends Request["kind"]> = Extract<Request, { readonly kind: Kind }>;

async function approve(request: Of<"approve">, who: string, desk: Desk): Promise<Answer> {
  const { environment, address, plan: planDigest, reason } = request;
  const engine = desk.engines.get(environment);
  const plan = engine?.plan() ?? (await desk.plan(environment));
  if (plan === null) return no(`no version of ${environment} is accepted yet`, "there is nothing to approve");
  const items = engine?.waiting() ?? waitingIn(plan);
  const choice: Choice =
    address !== null
      ? { kind: "address", address }
      : planDigest === null
        ? { kind: "all" }
        : { kind: "plan", digest: planDigest };
  const chosen = choose(choice, items, plan.digest);
  const state = address === null ? desk.ledger.recovery(environment) : null;
  // One that begins with nothing holds nothing, and has nothing to approve.
  const recovery = state?.reason === "new" ? null : state;
  if (chosen.kind === "none" && (recovery === null || choice.kind === "plan"))
    return address === null
      ? no(chosen.why, chosen.help)
      : no(
          `${environment}/${address} waits for no approval: ${standingIn(plan, address, desk)}`,
          chosen.help,
        );
  const approved = chosen.kind === "none" ? [] : chosen.items;
  const lasts = engine?.approvalLasts ?? environmentGrant(desk.config.environments, environment).approval;
  record(
    desk,
    who,
    "approve",
    reason,
    [{ kind: "approved", approvals: approvalsOf(approved, who, reason, lasts, desk) }],
    {
      environment,
      plan: plan.digest,
      items: approved.map(({ address, action, digest }) => ({ address, action, digest })),
    },
  );
  if (recovery !== null) desk.ledger.endRecovery(environment, who, reason);
  engine?.reconsider(false);
  const actions = approved.map(({ action, address }) => `${action} ${address}`);
  const ended = recovery === null ? "" : `; the recovery of ${environment} is over`;
  return yes(`approved: ${actions.length === 0 ? "nothing else" : shorten(actions)}${ended}`, {
    approved: approved.map(({ address, digest }) => ({ address, digest })),
  });
}

/** Where nobody holds the environment, the plan says what would wait. */
function waitingIn({ items, held }: Plan): readonly Item[] {
  const waiting = new Set(held.flatMap(({ digest, approval }) => (approval ? digest : [])));
  return items.filter(({ digest }) => waiting.has(digest));
}

/** What a resource does instead of waiting for an approval. */
function standingIn({ environment, items, held, unknown }: Plan, address: Address, desk: Desk): string {
  const unread = unknown.find((each) => each.address === address);
  if (unread !== undefined) return `it could not be read: ${unread.why}`;
  const item = items.find((each) => each.address === address);
  if (item === undefined) return "there is no such resource, or it is only read";
  const { action, block, digest } = item;
  if (block !== null) return `it is blocked: ${blockInWords(block)}`;
  if (action === "none") return "nothing is to be done to it";
  const hold = held.find((each) => each.digest === digest);
  if (hold !== undefined) return hold.why;
  const [last] = desk.ledger.history(environment, address, 1);
  if (last?.digest === digest && last.why !== null)
    return `its ${action} needs none and was tried ${last.attempt === 1 ? "once" : `${last.attempt} times`} in vain: ${last.why}`;
  return `its ${action} needs none`;
}

/** Also for a plan that a person has agreed to before it is carried out. */
export function approvalsOf(
  items: readonly Item[],
  who: string,
  why: string,
  lasts: number,
  { clock }: Pick<Desk, "clock">,
): readonly Approval[] {
  const at = clock.wall();
  return items.map(({ digest, environment, address, action }) => ({
    digest,
    environment,
    address,
    action,
    at,
    lasts,
    who,
    why,
  }));
}

function suspend({ scope, lasts, reason }: Of<"suspend">, who: string, desk: Desk): Answer {
  const unknown = unknownScope(scope, desk);
  if (unknown !== null) return no(unknown.why, unknown.help);
  const at = desk.clock.wall();
  const name = printScope(scope);
  record(
    desk,
    who,
    "suspend",
    reason,
    [{ kind: "suspended", suspend: { scope, reason, who, at, lasts, elapsed: 0, seen: at } }],
    { scope: name, lasts },
  );
  tell(desk, false);
  const until = lasts === null ? "until it is resumed" : `until ${new Date(at + lasts).toISOString()}`;
  return yes(`${name} is suspended ${until}`, { scope: name, lasts });
}

function resume({ scope, reason }: Of<"resume">, who: string, desk: Desk): Answer {
  const name = printScope(scope);
  const suspends = desk.ledger.suspends();
  if (!suspends.some((each) => printScope(each.scope) === name)) {
    const others = suspends.map((each) => printScope(each.scope));
    return no(`${name} is not suspended`, others.length === 0 ? null : `suspended are: ${shorten(others)}`);
  }
  record(desk, who, "resume", reason, [{ kind: "resumed", scope }], { scope: name });
  tell(desk, false);
  const still = suspends
    .filter((each) => printScope(each.scope) !== name)
    .map((each) => printScope(each.scope));
  return yes(`${name} is resumed${still.length === 0 ? "" : `; still suspended: ${shorten(still)}`}`, {
    scope: name,
  });
}

function unprotect({ environment, address, reason }: Of<"unprotect">, who: string, desk: Desk): Answer {
  const row = desk.ledger.applied(environment).get(address);
  if (row === undefined) return no(`${environment}/${address} is nothing that the ledger has`);
  if (!row.protect) return no(`${environment}/${address} is not protected`);
  const at = desk.clock.wall();
  record(
    desk,
    who,
    "unprotect",
    reason,
    [{ kind: "unprotected", leave: { environment, address, at, lasts: LEAVE_LASTS, who, why: reason } }],
    { environment, address },
  );
  tell(desk, false);
  return yes(`${environment}/${address} may be deleted or replaced once within the next 24 hours`, {
    address,
  });
}

function acceptCommit({ environment, commit, reason }: Of<"accept">, who: string, desk: Desk): Answer {
  const unknown = unknownEnvironment(environment, desk);
  if (unknown !== null) return no(unknown.why, unknown.help);
  const destroyed = destroyMark(desk.ledger, environment);
  if (commit === null && destroyed === null)
    return no(
      `${environment} is not to be destroyed, so there is no destroy to take back`,
      `to accept a commit, name it: setpoint accept ${environment} COMMIT --reason "…"`,
    );
  const at = desk.clock.wall();
  const allowed: readonly Decision[] =
    commit === null
      ? []
      : [{ kind: "marked", mark: { kind: "allowed", environment, value: commit, at, who, why: reason } }];
  const spared: readonly Decision[] =
    destroyed !== null && hasBegun(desk.ledger.environment(environment))
      ? [{ kind: "marked", mark: { kind: "spared", environment, value: "", at, who, why: reason } }]
      : [];
  record(
    desk,
    who,
    "accept",
    reason,
    [...allowed, { kind: "unmarked", environment, mark: "destroyed" }, ...spared],
    { environment, commit },
  );
  tell(desk, false);
  desk.lookAgain(environment);
  if (commit === null)
    return yes(
      `${environment} is not to be destroyed any more, as ${destroyed?.who ?? ""} had asked: versions of it are taken again`,
      { environment, commit },
    );
  return yes(
    `${environment}: commit ${commit.slice(0, 10)} is accepted whatever its ancestry, as soon as the source offers it`,
    { environment, commit },
  );
}

async function acceptTarget(
  { target, reason }: Of<"accept-target">,
  who: string,
  desk: Desk,
): Promise<Answer> {
  const row = desk.ledger.target(target);
  if (row === null) return no(`the ledger has no target \`${target}\``);
  const drivers = desk.ledger
    .environments()
    .flatMap(({ name }) => [...desk.ledger.applied(name).values()])
    .flatMap((each) => (each.target === target ? each.driver : []));
  const driver = drivers[0];
  if (driver === undefined) return no(`nothing on the target \`${target}\` is ours`);
  const identity = await desk.identify(target, driver);
  if (identity === row.identity) return no(`the target \`${target}\` is the one that it was: ${identity}`);
  record(
    desk,
    who,
    "accept target",
    reason,
    [
      {
        kind: "target-accepted",
        target,
        driver: row.driver,
        before: row.identity,
        identity,
        at: desk.clock.wall(),
      },
    ],
    { target, before: row.identity, identity },
  );
  tell(desk, true);
  return yes(`the target \`${target}\` is ${identity} from now on`, {
    target,
    before: row.identity,
    identity,
  });
}

function resolve({ environment, address, done, reason }: Of<"resolve">, who: string, desk: Desk): Answer {
  const open = desk.ledger
    .openIntents()
    .filter((entry) => entry.environment === environment && entry.address === address);
  const entry = open.at(-1);
  if (entry === undefined)
    return no(`nothing of ${environment}/${address} is undecided`, "`setpoint status` shows what is");
  const inWords = (isDone: boolean): string => `the ${entry.action} ${isDone ? "was done" : "was not done"}`;
  const before = desk.ledger.resolutions().get(entry.id);
  const by = before === undefined ? "" : resolverOf(entry, desk);
  if (before === done)
    return no(
      `${environment}/${address}: ${by} has said already that ${inWords(done)}`,
      "the agent, or the next `setpoint apply`, settles it by that",
    );
  record(desk, who, "resolve", reason, [{ kind: "resolved", intent: entry.id, done }], {
    environment,
    address,
    intent: entry.id,
    action: entry.action,
    done,
  });
  tell(desk, false);
  const instead =
    before === undefined ? "" : `; that replaces the word of ${by}, that it ${before ? "was" : "was not"}`;
  return yes(`${environment}/${address}: ${inWords(done)}${instead}`, { intent: entry.id, done });
}

/** Who has said last how an open intent ended, and why. */
function resolverOf({ id }: JournalEntry, { ledger }: Desk): string {
  const last = ledger.trail().findLast(({ what, detail }) => what === "resolve" && detail["intent"] === id);
  return last === undefined ? "somebody" : `${last.who} (${last.why})`;
}

function destroy({ environment, reason }: Of<"destroy">, who: string, desk: Desk): Answer {
  if (desk.ledger.standing(environment) === null)
    return no(`the ledger has no environment \`${environment}\``);
  const at = desk.clock.wall();
  const count = desk.ledger.applied(environment).size;
  record(
    desk,
    who,
    "destroy",
    reason,
    [{ kind: "marked", mark: { kind: "destroyed", environment, value: "", at, who, why: reason } }],
    { environment, resources: count },
  );
  tell(desk, false);
  desk.lookAgain(environment);
  return yes(
    `${environment} is to be destroyed: ${count === 1 ? "1 resource goes" : `${count} resources go`}, but for what is protected or kept; no version of it is taken until \`setpoint accept ${environment} --reason "…"\``,
    { environment, resources: count },
  );
}

function forget({ environment, address, reason }: Of<"forget">, who: string, desk: Desk): Answer {
  const row = desk.ledger.applied(environment).get(address);
  if (row === undefined) return no(`${environment}/${address} is nothing that the ledger has`);
  const isOpenNow = desk.ledger
    .openIntents()
    .some((entry) => entry.environment === environment && entry.address === address);
  if (isOpenNow)
    return no(
      `an action on ${environment}/${address} is under way`,
      "ask again when it has ended, or resolve it first",
    );
  record(desk, who, "forget", reason, [{ kind: "forgotten", environment, address }], {
    environment,
    address,
    identity: row.identity,
  });
  tell(desk, true);
  return yes(
    `${environment}/${address} is given up; nothing was done to it, and a declaration of it may adopt it again`,
    {
      address,
    },
  );
}

function record(
  desk: Desk,
  who: string,
  what: string,
  why: string,
  decisions: readonly Decision[],
  detail: JsonObject,
): void {
  desk.ledger.decide(decisions, { at: desk.clock.wall(), who, what, why, detail });
}

function tell(desk: Desk, rows: boolean): void {
  for (const engine of desk.engines.values()) engine.reconsider(rows);
}

function yes(message: string, detail: JsonObject = {}): Answer {
  return { ok: true, message, help: null, detail };
}

function no(message: string, help: string | null = null): Answer {
  return { ok: false, message, help, detail: {} };
}

function shorten(names: readonly string[]): string {
  return names.length <= 8
    ? names.join(", ")
    : `${names.slice(0, 7).join(", ")} and ${names.length - 7} more`;
}
