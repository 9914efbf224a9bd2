// The part of the command table that is about a running system: how it stands, why, and what a person may decide.

import type { ArgumentEntry, CommandEntry, OptionEntry } from "./command.ts";

const CONFIG = option("config", "FILE", "what the agent is granted, instead of the package's setpoint.toml");
const REASON = option("reason", "TEXT", "why; the audit log keeps it");

const WHERE = argument("ENV/ADDRESS", "an environment, or a resource of one: prod, prod/web");
const RESOURCE = argument("ENV/ADDRESS", "the resource: prod/web");

const DECIDES =
  "Goes to the agent where one runs, otherwise to the ledger itself. It is audited either way. Exit code 0 when it was decided, 1 when not.";

function argument(name: string, summary: string): ArgumentEntry {
  return { name, many: false, summary };
}

function option(long: string, value: string | null, summary: string): OptionEntry {
  return { long, short: null, value, many: false, summary };
}

export const OPERATING: readonly CommandEntry[] = [
  {
    name: "status",
    group: "Operating",
    summary: "Show how each environment stands, and what can be done about it",
    arguments: [argument("ENV", "only this environment")],
    options: [CONFIG],
    examples: [
      { command: "setpoint status", does: "every environment, what is not in sync, worst first" },
      { command: "setpoint status prod --json", does: "the same of prod, for machines" },
    ],
    notes:
      "Exit code 0 only when an agent runs and everything is in sync; without an agent it says what the ledger knows, and exits with 1.",
    load: () => import("./commands/status.ts"),
  },
  {
    name: "why",
    group: "Operating",
    summary: "Say why a resource is as it is, down to the root",
    arguments: [RESOURCE],
    options: [CONFIG],
    examples: [
      { command: "setpoint why prod/web", does: "follows its cause, with the source place of each step" },
    ],
    notes: "Exit code 0 when it is in sync, 1 when not. Without an agent it reads the world itself.",
    load: () => import("./commands/why.ts"),
  },
  {
    name: "history",
    group: "Operating",
    summary: "Show what was done to a resource, and who approved it",
    arguments: [RESOURCE],
    options: [option("limit", "N", "at most so many actions, the newest (50)"), CONFIG],
    examples: [
      { command: "setpoint history prod/web", does: "under this and every earlier address, with durations" },
    ],
    notes: null,
    load: () => import("./commands/history.ts"),
  },
  {
    name: "approve",
    group: "Operating",
    summary: "Let pass what waits for a person",
    arguments: [WHERE],
    options: [
      option("plan", "DIGEST", "everything that waits, while the plan is still this one"),
      option("all", null, "everything that waits"),
      REASON,
      CONFIG,
    ],
    examples: [
      { command: "setpoint approve prod/db", does: "lets one action pass" },
      {
        command: 'setpoint approve prod --all --reason "CHG-1234"',
        does: "lets everything pass that waits now",
      },
    ],
    notes: `An approval is for the very action that waits: one that changes must be approved again. It expires after 24 hours. ${DECIDES}`,
    load: () => import("./commands/approve.ts"),
  },
  {
    name: "suspend",
    group: "Operating",
    summary: "Do nothing here for a while; looking goes on",
    arguments: [WHERE],
    options: [
      option("target", "NAME", "everything on this target"),
      option("for", "DURATION", "for so long: 30m, 2h, 30d; otherwise until it is resumed"),
      option("until", "TIME", "until then: 2026-11-30T18:00"),
      REASON,
      CONFIG,
    ],
    examples: [
      {
        command: 'setpoint suspend prod --for 2h --reason "load test"',
        does: "leaves prod alone for two hours",
      },
      { command: 'setpoint suspend --target local --reason "disk swap"', does: "leaves a target alone" },
    ],
    notes: `What is running ends first. ${DECIDES}`,
    load: () => import("./commands/suspend.ts"),
  },
  {
    name: "resume",
    group: "Operating",
    summary: "End a suspend before its time",
    arguments: [WHERE],
    options: [option("target", "NAME", "the suspend of this target"), REASON, CONFIG],
    examples: [{ command: "setpoint resume prod", does: "lets prod go on" }],
    notes: DECIDES,
    load: () => import("./commands/resume.ts"),
  },
  {
    name: "unprotect",
    group: "Operating",
    summary: "Lift the protection of a resource, once",
    arguments: [RESOURCE],
    options: [REASON, CONFIG],
    examples: [
      {
        command: 'setpoint unprotect prod/db --reason "moved to db2"',
        does: "lets its delete or replace pass",
      },
    ],
    notes: `It is used up by the delete or replace, and expires after 24 hours. ${DECIDES}`,
    load: () => import("./commands/unprotect.ts"),
  },
  {
    name: "accept",
    group: "Operating",
    summary: "Accept a commit whatever its ancestry, a swapped target, or the end of a destroy",
    arguments: [
      argument("ENV", "the environment"),
      argument("COMMIT", "at least seven digits of its id; without it, a destroy is taken back"),
    ],
    options: [
      option("target", "NAME", "accept the target as it is now, instead of a commit"),
      REASON,
      CONFIG,
    ],
    examples: [
      { command: 'setpoint accept prod 3f2a91c --reason "history rewritten"', does: "takes the commit up" },
      {
        command: 'setpoint accept review-17 --reason "still needed"',
        does: "takes a destroy back: versions are taken again",
      },
      { command: 'setpoint accept --target local --reason "new disk"', does: "goes on with the new machine" },
    ],
    notes: `A commit that is accepted so must still be what the source offers, and must compile. It also takes a \`destroy\` back. Without an agent, the next \`setpoint apply\` takes the version up. ${DECIDES}`,
    load: () => import("./commands/accept.ts"),
  },
  {
    name: "resolve",
    group: "Operating",
    summary: "Say whether an interrupted action took place",
    arguments: [RESOURCE, argument("ANSWER", "done, or not-done")],
    options: [REASON, CONFIG],
    examples: [
      {
        command: 'setpoint resolve prod/db done --reason "seen in its log"',
        does: "settles what nobody could tell",
      },
    ],
    notes: DECIDES,
    load: () => import("./commands/resolve.ts"),
  },
  {
    name: "destroy",
    group: "Operating",
    summary: "Delete everything of an environment, but what is protected or kept",
    arguments: [argument("ENV", "the environment")],
    options: [
      option("yes-destroy", "NAME", "its name once more, instead of being asked for it"),
      REASON,
      CONFIG,
    ],
    examples: [
      {
        command: 'setpoint destroy review-17 --reason "merged"',
        does: "asks for the name, and deletes it all",
      },
    ],
    notes: `Windows and suspends still hold; what is held is deleted later, by the agent or by \`setpoint apply ENV\`. No version is taken until \`setpoint accept ENV\`. ${DECIDES}`,
    load: () => import("./commands/destroy.ts"),
  },
  {
    name: "forget",
    group: "Operating",
    summary: "Give up the management of a resource, and leave it there",
    arguments: [RESOURCE],
    options: [REASON, CONFIG],
    examples: [
      { command: 'setpoint forget prod/db --reason "handed over"', does: "leaves it alone from now on" },
    ],
    notes: `Nothing is done to it. While it is still declared, it is adopted again where it is as wanted. ${DECIDES}`,
    load: () => import("./commands/forget.ts"),
  },
];
