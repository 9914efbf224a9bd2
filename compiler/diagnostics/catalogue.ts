// The catalogue: every diagnostic of the compiler, in one place.
//
// Codes are stable. SP10xx: files and packages. SP11xx and SP12xx: the text. SP20xx: names. SP21xx: types and fields.
// SP22xx: overlays. SP23xx: secrets. SP30xx: values and edges. SP40xx: environments. SP50xx: policies. SP60xx: tests. SP70xx: lint
// (lint-rules.ts). The message alone makes sense; the help
// is an action. Each code has its long explanation in `explanations/`, its example in test/diagnostics/, and its place on the
// generated page (`npm run docs`).

import { LINT_RULES } from "./lint-rules.ts";

interface Entry<P> {
  readonly severity: "error" | "warning" | "info";
  readonly title: string;
  readonly message: (parameters: P) => string;
  readonly help: ((parameters: P) => string | null) | null;
}

type Help<P> = ((parameters: P) => string | null) | null;

function error<P>(title: string, message: (parameters: P) => string, help: Help<P> = null): Entry<P> {
  return { severity: "error", title, message, help };
}

function warning<P>(title: string, message: (parameters: P) => string, help: Help<P> = null): Entry<P> {
  return { severity: "warning", title, message, help };
}

function remark<P>(title: string, message: (parameters: P) => string, help: Help<P> = null): Entry<P> {
  return { severity: "info", title, message, help };
}

type Exempted = {
  readonly subject: string;
  readonly title: string;
  readonly until: string;
  readonly because: string;
};

const CLOSERS: Readonly<Record<string, string>> = { "{": "}", "[": "]", "(": ")", "${": "}" };

export const CATALOGUE = {
  // --- Files ---------------------------------------------------------------------------------------------------------
  SP1001: error(
    "a file is missing",
    (p: { path: string }) => `there is no file \`${p.path}\``,
    () =>
      "check the path: an import counts from the file that it stands in, an entry from the package's root",
  ),
  SP1002: error(
    "a folder is not a file",
    (p: { path: string }) => `\`${p.path}\` is a folder`,
    () => "name one `.sp` file in it",
  ),
  SP1003: error(
    "not UTF-8",
    (p: { path: string; offset: number }) => `\`${p.path}\` is not UTF-8 text (byte ${p.offset})`,
    () => "save the file as UTF-8",
  ),
  SP1004: error(
    "a file is too large",
    (p: { path: string; bytes: number }) => `\`${p.path}\` has ${p.bytes} bytes, too many for a source file`,
    () => "divide it; a source file has at most 8 MiB",
  ),
  SP1005: error(
    "a file cannot be read",
    (p: { path: string; why: string }) => `\`${p.path}\` cannot be read: ${p.why}`,
    (p) =>
      p.why.includes("leads out")
        ? "put the file itself into the package, and no link to it"
        : "make the file readable",
  ),
  SP1006: error(
    "no such module",
    (p: { name: string }) => `the standard library has no module \`${p.name}\``,
    () => "the first word is `std`, the second the module: `import std.file { File }`",
  ),
  SP1007: error(
    "a path leaves the package",
    (p: { path: string }) => `\`${p.path}\` leads out of the package`,
    () => "paths stay inside the package; another package is named in `setpoint.toml`",
  ),
  SP1008: error(
    "no such package",
    (p: { name: string }) => `there is no package \`${p.name}\``,
    () => 'write `std`, or put the path of a file in quotes: `import "./shop.sp" { Shop }`',
  ),
  SP1009: error(
    "data that cannot be read",
    (p: { path: string; format: string; why: string }) =>
      `\`${p.path}\` cannot be read as ${p.format}: ${p.why}`,
  ),
  SP1010: error(
    "more mistakes in data than are told",
    (p: { path: string; told: number; more: number }) =>
      `\`${p.path}\` has ${p.more} more ${p.more === 1 ? "mistake" : "mistakes"} than the ${p.told} that are told`,
    () => "when all are alike, it is the type that does not fit",
  ),
  // --- Text ----------------------------------------------------------------------------------------------------------
  SP1101: error(
    "text that is no token",
    (p: { text: string }) => `\`${p.text}\` is not part of the language`,
  ),
  SP1102: error(
    "not closed",
    (p: { quotes: string }) => {
      if (p.quotes in CLOSERS) return `this \`${p.quotes}\` is not closed`;
      return p.quotes === "/" ? "this pattern is not closed" : "this string is not closed";
    },
    (p) => `close it with \`${CLOSERS[p.quotes] ?? p.quotes}\``,
  ),
  SP1103: error(
    "no such escape",
    (p: { text: string }) => `there is no escape \`${p.text}\` in strings`,
    () => 'the escapes are \\n \\r \\t \\0 \\" \\\\ \\$ \\u{1F600}; r"..." takes everything as it is',
  ),
  SP1104: error(
    "not a number",
    (p: { text: string; is: string; why: string }) => `\`${p.text}\` is no ${p.is}: ${p.why}`,
    () => "write for example 1_000, 0o644, 0xff, 1.5, 1h30m, 512MiB, 0.25cpu, 25% or 2027-01-31",
  ),
  SP1105: error(
    "nested too deeply",
    (p: { limit: number }) => `this is nested more than ${p.limit} levels deep`,
    () => "name the inner parts with `let`",
  ),
  SP1106: error(
    "a crooked text block",
    (p: { why: string }) => `this text block is crooked: ${p.why}`,
    () =>
      'begin the text on the line after `"""`, and indent every line at least as far as the closing quotes',
  ),
  SP1107: error(
    "a bracket too many",
    (p: { bracket: string }) => `this \`${p.bracket}\` closes nothing`,
    () => "remove it, or open what it is meant to close",
  ),
  SP1108: error(
    "text that turns its direction",
    (p: { point: string }) => `an invisible \`U+${p.point}\` makes this line read as other than it is`,
    (p) => `leave it out; a string that needs it writes \`\\u{${p.point}}\``,
  ),
  SP1109: error(
    "a body on a line of its own",
    () => "an opening `{` stands on the line of its head",
    () => "move it to the end of the line above",
  ),
  SP1201: error(
    "a syntax error",
    (p: { expected: string; found: string }) => `expected ${p.expected}, found ${p.found}`,
  ),
  // --- Names ---------------------------------------------------------------------------------------------------------
  SP2001: error("an unknown name", (p: { name: string }) => `nothing here is named \`${p.name}\``),
  SP2002: error(
    "declared twice",
    (p: { name: string }) => `\`${p.name}\` is declared twice`,
    () => "rename one of the two",
  ),
  SP2003: error(
    "an unknown import",
    (p: { name: string; path: string }) => `\`${p.path}\` declares no \`${p.name}\``,
  ),
  SP2004: error(
    "a name of the language",
    (p: { name: string }) => `\`${p.name}\` is a type of the language and cannot be declared`,
    () => "choose another name",
  ),
  SP2005: warning(
    "an unused import",
    (p: { name: string }) => `\`${p.name}\` is imported and never used`,
    () => "remove it from the import",
  ),
  SP2006: error(
    "`it` or `super` where there is none",
    (p: { word: string }) => `there is no \`${p.word}\` here`,
  ),
  SP2007: error(
    "an unknown type",
    (p: { name: string }) => `there is no type, kind or system named \`${p.name}\``,
  ),
  SP2008: error(
    "the wrong sort of name",
    (p: { name: string; is: string; wanted: string }) =>
      `\`${p.name}\` is ${p.is}, and ${p.wanted} is wanted here`,
  ),
  SP2009: error(
    "a name that hides another",
    (p: { name: string }) => `\`${p.name}\` would hide another \`${p.name}\``,
    () => "rename one of the two: only the names of the prelude may be hidden",
  ),
  // --- Types ---------------------------------------------------------------------------------------------------------
  SP2101: error(
    "the wrong type",
    (p: { expected: string; found: string }) => `expected ${p.expected}, found ${p.found}`,
  ),
  SP2102: error(
    "an unknown field",
    (p: { name: string; owner: string }) => `\`${p.owner}\` has no \`${p.name}\``,
  ),
  SP2103: error("an unknown function", (p: { name: string; on: string | null }) =>
    p.on === null ? `there is no function \`${p.name}\`` : `\`${p.on}\` has no method \`${p.name}\``,
  ),
  SP2104: error(
    "an operator that does not fit",
    (p: { operator: string; left: string; right: string }) =>
      `\`${p.operator}\` does not go between ${p.left} and ${p.right}`,
  ),
  SP2105: error(
    "a missing field",
    (p: { name: string; owner: string; type: string }) => `\`${p.owner}\` needs a \`${p.name}\``,
    (p) => `add \`${p.name} = ...\` (${p.type})`,
  ),
  SP2106: error(
    "wrong arguments",
    (p: { name: string; why: string }) => `\`${p.name}\` cannot be used so: ${p.why}`,
  ),
  SP2107: error(
    "nothing to remove",
    (p: { name: string; owner: string; what: string }) =>
      `nothing to remove: \`${p.owner}\` has no ${p.what} named \`${p.name}\``,
  ),
  SP2108: error(
    "nothing to amend",
    (p: { name: string; owner: string }) =>
      `nothing to amend: \`${p.owner}\` has nothing named \`${p.name}\``,
    (p) => `to add it, write \`${p.name} = ...\``,
  ),
  SP2109: error(
    "cannot be part of a text",
    (p: { type: string }) => `${p.type} cannot be written into a string`,
  ),
  SP2110: error(
    "a value outside its type",
    (p: { value: string; type: string; why: string }) => `${p.value} is no ${p.type}: it ${p.why}`,
  ),
  SP2111: error(
    "an unknown annotation",
    (p: { name: string }) => `there is no annotation \`@${p.name}\` here`,
  ),
  SP2112: error(
    "written twice",
    (p: { name: string }) => `\`${p.name}\` is written twice in one block`,
    () => "keep one of the two: inside one block order means nothing",
  ),
  SP2113: error(
    "a pattern that is refused",
    (p: { why: string }) => `this pattern is refused: ${p.why}`,
    () =>
      "a pattern takes time linear in the text, so it has no look-around, no back references and no lazy repetitions",
  ),
  SP2114: error(
    "a declaration that cannot be",
    (p: { why: string }) => `this cannot be declared so: ${p.why}`,
  ),
  SP2115: error(
    "an annotation out of place",
    (p: { name: string }) => `\`@${p.name}\` stands inside a resource's block only`,
    () => "move it into the resource",
  ),
  SP2116: error(
    "a `match` that does not cover everything",
    (p: { missing: readonly string[] }) => `this \`match\` has no arm for ${p.missing.join(", ")}`,
    () => "add an arm for each, or `_ => ...` for all that is left",
  ),
  SP2117: error(
    "a union that cannot be told apart",
    (p: { first: string; second: string; why: string }) =>
      `${p.first} and ${p.second} cannot be told apart: ${p.why}`,
    () => 'give each a field with a literal type of its own, as in `type: "http"`, or drop one of them',
  ),
  SP2118: error(
    "a block that could be two things",
    (p: { first: string; second: string }) => `this could be ${p.first} or ${p.second}`,
  ),
  // --- Overlays ------------------------------------------------------------------------------------------------------
  SP2201: error(
    "a container would be replaced",
    (p: { name: string }) => `\`${p.name}\` already has a value, and a bare \`=\` does not replace it`,
    (p) => `amend it with \`${p.name} { ... }\`, or say that you mean it: \`replace ${p.name} = { ... }\``,
  ),
  SP2202: error("what cannot be written", (p: { name: string; why: string }) => `\`${p.name}\` ${p.why}`),
  SP2203: error(
    "an overlay that does not fit",
    (p: { why: string }) => `this overlay does not fit: ${p.why}`,
  ),
  SP2204: error(
    "a system inside itself",
    (p: { name: string }) => `the system \`${p.name}\` would contain itself`,
    () => "remove the slot that closes the loop",
  ),
  SP2205: warning(
    "a key that looks like another",
    (p: { name: string; near: string }) => `the new key \`${p.name}\` is nearly the existing \`${p.near}\``,
    (p) => `write \`${p.near}\` if you meant that one`,
  ),
  SP2206: error(
    "a strength that says nothing",
    (p: { word: string; why: string }) => `\`${p.word}\` says nothing here: ${p.why}`,
  ),
  SP2207: error(
    "an `each` that matches nothing",
    (p: { name: string; owner: string }) =>
      `\`each ${p.name}\` can match nothing: \`${p.owner}\` holds no such thing`,
  ),
  SP2208: error(
    "an `each` that adds or removes",
    (p: { does: string; name: string }) => `an \`each\` sets fields, and this one ${p.does} \`${p.name}\``,
  ),
  SP2209: error(
    "a replaced slot that is read",
    (p: { name: string; why: string }) => `\`${p.name}\` cannot be replaced by this: ${p.why}`,
  ),
  SP2210: error(
    "a final value is changed",
    (p: { name: string; by: string; verb: string }) =>
      `\`${p.name}\` is final by \`${p.by}\`, and cannot be ${p.verb}`,
    () => "drop this, or let the definition below be one that is not final",
  ),
  SP2211: error(
    "overlays that disagree",
    (p: { name: string; one: string; other: string }) =>
      `\`${p.one}\` and \`${p.other}\` stand side by side and disagree about \`${p.name}\``,
    () => "give them an order, one after the other without parentheses, or let only one of them say it",
  ),
  // --- Secrets -------------------------------------------------------------------------------------------------------
  SP2301: error(
    "a secret where it must not be",
    (p: { path: string; why: string }) => `\`${p.path}\` is a secret: ${p.why}`,
    () => "a secret goes into fields of type `Secret<...>` and nowhere else",
  ),
  SP2302: error(
    "a sealed text that is none",
    (p: { why: string }) => `this is no sealed text: ${p.why}`,
    () => "put in what `setpoint seal` printed, whole; a plain text belongs into no file",
  ),
  // --- Values and edges ----------------------------------------------------------------------------------------------
  SP3001: error(
    "a value that needs itself",
    (p: { loop: readonly string[] }) => `\`${p.loop[0] ?? ""}\` needs itself: ${p.loop.join(" → ")}`,
    () => "break the loop: give one of them a value of its own",
  ),
  SP3002: error(
    "resources that wait for each other",
    (p: { loop: readonly string[] }) => `these wait for each other: ${p.loop.join(" → ")}`,
    () => "break the loop: one of them must do without the other",
  ),
  SP3003: error(
    "a deferred value decides",
    (p: { path: string; what: string }) =>
      `\`${p.path}\` is known only after apply, and ${p.what} must be known before`,
    () => "decide by something that is written in the source",
  ),
  SP3004: error(
    "too long a chain",
    (p: { name: string; limit: number }) => `\`${p.name}\` stands in a chain of more than ${p.limit} values`,
    () => "shorten the chain: let the values need their common source",
  ),
  SP3005: error("arithmetic without a result", (p: { why: string }) => `this has no result: ${p.why}`),
  SP3006: error(
    "nothing there",
    (p: { name: string; why: string }) => `\`${p.name}\` is not there: ${p.why}`,
  ),
  SP3007: error(
    "a removed slot is needed",
    (p: { name: string; overlay: string }) => `\`${p.name}\` is removed by ${p.overlay}, and still needed`,
    () => "keep it, or amend what needs it as well",
  ),
  SP3008: error(
    "cannot be rendered",
    (p: { format: string; why: string }) => `this cannot be written as ${p.format}: ${p.why}`,
  ),
  SP3009: error(
    "too much",
    (p: { limit: number; what: string }) => `this package needs more than ${p.limit} ${p.what}`,
    () => "make less of it: values that double at every step, or systems inside systems, grow without end",
  ),
  SP3010: error(
    "an assertion that does not hold",
    (p: { owner: string; why: string }) => `\`${p.owner}\`: ${p.why}`,
    () => "change one of the values that it is about",
  ),
  SP3011: error(
    "two resources with one name",
    (p: { key: string; address: string }) => `\`${p.address}\` would hold ${JSON.stringify(p.key)} twice`,
    () => "name them by something that is different for each: `for x in xs by x.id`",
  ),
  // --- Environments --------------------------------------------------------------------------------------------------
  SP4001: error(
    "no environment",
    () => "the package declares no environment",
    () => "declare one: `environment dev = Shop`",
  ),
  SP4002: error(
    "which environment?",
    (p: { names: readonly string[] }) => `the package has several environments: ${p.names.join(", ")}`,
    (p) => `name one, for example \`${p.names[0] ?? ""}\``,
  ),
  SP4003: error("an unknown environment", (p: { name: string }) => `there is no environment \`${p.name}\``),
  SP4004: error(
    "a missing parameter",
    (p: { name: string; system: string; environment: string }) =>
      `\`${p.system}\` needs \`${p.name}\`, and \`${p.environment}\` does not give it`,
    (p) => `give it in an overlay: \`${p.name} = ...\``,
  ),
  SP4006: error(
    "outputs of an environment that does not compile",
    (p: { name: string; reader: string }) =>
      `\`${p.reader}\` reads the outputs of \`${p.name}\`, which does not compile`,
    (p) => `mend \`${p.name}\` first: \`setpoint check\` says what is wrong with it`,
  ),
  SP4007: error(
    "two environments with one object",
    (p: { one: string; other: string; object: string; more: number }) =>
      `\`${p.one}\` and \`${p.other}\` both manage ${p.object}${p.more === 0 ? "" : ` and ${p.more} more`}`,
    () => "give one of the two another target, or other keys; what it should only read is `existing`",
  ),
  SP4005: error(
    "one object twice",
    (p: { first: string; second: string; key: string }) =>
      `\`${p.first}\` and \`${p.second}\` manage the same object: ${p.key}`,
    () => "keep one of the two, or give them different keys",
  ),
  // --- Policies ------------------------------------------------------------------------------------------------------
  SP5001: error("an unknown policy", (p: { name: string }) => `there is no policy ${JSON.stringify(p.name)}`),
  SP5002: error(
    "a policy that is broken",
    (p: { subject: string; title: string; why: string }) =>
      `${p.subject} breaks the policy ${JSON.stringify(p.title)}: ${p.why}`,
  ),
  SP5003: warning(
    "a policy that warns",
    (p: { subject: string; title: string; why: string }) =>
      `${p.subject} breaks the policy ${JSON.stringify(p.title)}: ${p.why}`,
  ),
  SP5004: error(
    "an exemption that has ended",
    (p: Exempted) => `${p.subject} was exempt from ${JSON.stringify(p.title)} until ${p.until}: ${p.because}`,
    () => "do what the policy requires, or give the exemption another date and reason",
  ),
  SP5005: warning(
    "an exemption from a warning that has ended",
    (p: Exempted) => `${p.subject} was exempt from ${JSON.stringify(p.title)} until ${p.until}: ${p.because}`,
    () => "do what the policy requires, or give the exemption another date and reason",
  ),
  SP5006: remark(
    "an exemption",
    (p: Exempted) => `${p.subject} is exempt from ${JSON.stringify(p.title)} until ${p.until}: ${p.because}`,
  ),
  // --- Tests ---------------------------------------------------------------------------------------------------------
  SP6001: error(
    "an expectation that does not hold",
    (p: { condition: string }) => `expected \`${p.condition}\``,
  ),
  SP6002: error(
    "an error that does not come",
    () => "expected an error, and nothing is wrong",
    () => "write what must not compile, or expect what it gives",
  ),
  SP6003: error(
    "another error than expected",
    (p: { pattern: string; found: string }) =>
      `expected an error matching /${p.pattern}/, and found ${p.found}`,
  ),
  SP6004: error(
    "a snapshot that differs",
    (p: { file: string }) => `this is not what \`${p.file}\` holds`,
    () => "if the change is meant: setpoint test --update",
  ),
  SP6005: error(
    "a missing snapshot",
    (p: { file: string; why: string }) => `there is no snapshot of this in \`${p.file}\`: ${p.why}`,
    () => "run `setpoint test --update` and commit the file",
  ),
  ...LINT_RULES,
} as const;
