// The catalogue's part for `setpoint lint`: what compiles, and is seldom meant.
//
// SP700x: what nothing uses and what changes nothing. SP701x: declarations and resources. SP702x: expressions. SP709x: the
// suppressions themselves. Each has the level at which it starts; `[lint]` in setpoint.toml gives it another.

export const LINT_LEVELS = ["off", "info", "warn", "error"] as const;
export type Level = (typeof LINT_LEVELS)[number];

interface Rule<P> {
  readonly severity: "warning" | "info";
  readonly level: Level;
  readonly title: string;
  readonly message: (parameters: P) => string;
  readonly help: ((parameters: P) => string | null) | null;
}

type Help<P> = ((parameters: P) => string | null) | null;

function warn<P>(title: string, message: (parameters: P) => string, help: Help<P> = null): Rule<P> {
  return { severity: "warning", level: "warn", title, message, help };
}

function info<P>(title: string, message: (parameters: P) => string, help: Help<P> = null): Rule<P> {
  return { severity: "info", level: "info", title, message, help };
}

/** Only where it is asked for. */
function off<P>(title: string, message: (parameters: P) => string, help: Help<P> = null): Rule<P> {
  return { severity: "info", level: "off", title, message, help };
}

type Named = { readonly name: string };

export const LINT_RULES = {
  SP7001: warn(
    "an unused `let`",
    (p: Named) => `nothing uses \`${p.name}\``,
    () => "remove it",
  ),
  SP7002: warn(
    "an unused parameter",
    (p: Named & { owner: string }) => `nothing in \`${p.owner}\` reads its parameter \`${p.name}\``,
    () => "remove it: whoever sets it believes that it does something",
  ),
  SP7003: warn(
    "an unused overlay",
    (p: Named) => `no environment uses the overlay \`${p.name}\``,
    (p) => `remove it, or write \`with ${p.name}\` where it belongs`,
  ),
  SP7004: warn(
    "an unused declaration",
    (p: Named & { what: string }) => `nothing uses the ${p.what} \`${p.name}\``,
    () => "remove it",
  ),
  SP7005: warn(
    "an overlay that changes nothing",
    (p: Named & { environments: readonly string[] }) =>
      p.environments.length === 0
        ? `\`${p.name}\` amends nothing`
        : `\`${p.name}\` changes nothing in ${p.environments.join(", ")}`,
    () => "remove it, or say in it what should differ",
  ),
  SP7006: info(
    "an entry that changes nothing",
    (p: { path: string; value: string }) => `\`${p.path}\` is ${p.value} already`,
    () => "remove it, unless it should stay so when the value below changes",
  ),
  SP7007: warn(
    "a secret in the source",
    (p: { what: string }) => `this looks like ${p.what}`,
    () =>
      'take it out of the history too, and read it where it is kept: `secret.file("...")`, `secret.env("...")`',
  ),
  SP7008: warn("a deprecated use", (p: Named & { why: string | null }) =>
    p.why === null ? `\`${p.name}\` is deprecated` : `\`${p.name}\` is deprecated: ${p.why}`,
  ),
  SP7009: warn(
    "an arm that nothing reaches",
    (p: { why: string }) => `nothing reaches this arm: ${p.why}`,
    () => "remove it, or move it up",
  ),
  SP7010: warn(
    "a resource without a health check",
    (p: Named & { kind: string }) => `\`${p.name}\` has no \`health\`, which a ${p.kind} can have`,
    () => "without it, being applied counts as being well",
  ),
  SP7011: info(
    "a list of named things",
    (p: { element: string; key: string }) =>
      `a \`[${p.element}]\` is amended as a whole, and each ${p.element} has a \`${p.key}\``,
    (p) => `write \`[${p.element} by ${p.key}]\`, so that overlays reach single entries by their names`,
  ),
  SP7012: info(
    "a name of another style",
    (p: Named & { better: string }) => `\`${p.name}\` is not written like the other names`,
    (p) => `write \`${p.better}\``,
  ),
  SP7013: off(
    "an undocumented parameter",
    (p: Named & { owner: string }) => `the parameter \`${p.name}\` of \`${p.owner}\` has no doc comment`,
    () => "say with `///` above it what it decides",
  ),
  SP7014: warn(
    "a file that everybody may write",
    (p: { mode: string }) => `with mode ${p.mode} everybody on the machine may write it`,
    (p) => `write \`${p.mode.slice(0, -1)}${Number(p.mode.at(-1)) & 5}\``,
  ),
  SP7015: warn(
    "a mode that is not octal",
    (p: { written: string; octal: string }) =>
      `${p.written} is the mode ${p.octal}, because it is not written in octal`,
    (p) => `write \`0o${p.written}\``,
  ),
  SP7016: warn(
    "a path of another resource",
    (p: { path: string; slot: string; below: boolean }) =>
      p.below ? `this path lies in that of \`${p.slot}\`` : `this is the path of \`${p.slot}\` again`,
    (p) => `write \`\${${p.slot}.path}\`, so that the one follows the other and comes after it`,
  ),
  SP7017: warn(
    "a system that asks where it is",
    (p: { environment: string }) => `this compares with the name of the environment \`${p.environment}\``,
    () => "take a parameter for what differs, and set it in an overlay of that environment",
  ),
  SP7018: warn(
    "a path that does not last",
    (p: { path: string; why: string }) => `\`${p.path}\` ${p.why}`,
    () => "choose a folder that is there on every machine and after every restart",
  ),
  SP7019: warn(
    "text joined with `+`",
    () => "this text is put together with `+`",
    () => "write it as one string, with `${...}`",
  ),
  SP7020: warn(
    "a needless interpolation",
    (p: { value: string }) => `this string holds \`${p.value}\` and nothing else`,
    (p) => `write \`${p.value}\``,
  ),
  SP7021: warn(
    "a needless comparison",
    (p: { value: string }) => `this is the same as \`${p.value}\``,
    (p) => `write \`${p.value}\``,
  ),
  SP7022: warn(
    "a name of the prelude",
    (p: Named) => `\`${p.name}\` hides the name that every other file means by it`,
    () => "choose another name",
  ),
  SP7023: info(
    "data without protection",
    (p: Named & { kind: string }) => `\`${p.name}\` holds data, and nothing keeps it from being destroyed`,
    () => "write `@protect` in it, or `@protect(false)` where its data may go",
  ),
  SP7024: warn(
    "twice the same",
    (p: { what: string }) => `both ${p.what} are the same`,
    () => "one of the two was meant to be something else",
  ),
  SP7025: warn(
    "a condition that is no question",
    (p: { value: boolean }) => `this condition is always ${p.value}`,
    () => "take a parameter for it, or leave the choice out",
  ),
  SP7026: info(
    "an unused variable",
    (p: Named) => `nothing reads \`${p.name}\``,
    () => "write `_`, which says so",
  ),
  SP7027: warn(
    "an image that moves",
    (p: { image: string; why: string }) => `\`${p.image}\` ${p.why}, so tomorrow it is another one`,
    () => "write a version, `name:1.4.2`, or the digest, `name@sha256:...`",
  ),
  SP7028: warn(
    "an overlay twice",
    (p: Named) => `\`${p.name}\` stands in this list twice`,
    () => "remove one of the two",
  ),
  SP7029: warn(
    "a default that helps nobody",
    (p: Named & { after: string }) => `\`${p.name}\` can be left out only by naming \`${p.after}\` behind it`,
    () => "put the parameters with defaults last",
  ),
  SP7030: info(
    "a pattern that is open at its ends",
    (p: { open: string }) => `this pattern is open at its ${p.open}: whatever stands there is let in`,
    () => "write `^` at the beginning and `$` at the end, if the whole text is meant",
  ),
  SP7031: info(
    "a strength that is said twice",
    (p: { word: string }) => `what this stands in is \`${p.word}\` already`,
    () => "say it once, where all of it is meant",
  ),
  SP7032: warn(
    "a test that expects nothing",
    (p: { title: string }) => `the test ${JSON.stringify(p.title)} expects nothing, so it cannot fail`,
    () => "write what should hold: `expect condition`",
  ),
  SP7033: warn(
    "an exemption that nothing needs",
    (p: { subject: string; title: string }) =>
      `${p.subject} does not break ${JSON.stringify(p.title)}, so it needs no exemption`,
    () => "remove it: the next who breaks the policy there would not be told",
  ),
  SP7090: warn(
    "a suppression of nothing",
    (p: { code: string }) => `there is no ${p.code} here to allow`,
    () => "remove it",
  ),
  SP7091: warn(
    "a suppression that is not understood",
    (p: { why: string }) => `this allows nothing: ${p.why}`,
    () => "write `// lint: allow SP7014 because ...`",
  ),
} as const;

export type LintCode = keyof typeof LINT_RULES;
export const LINT_CODES = Object.keys(LINT_RULES) as readonly LintCode[];

export function isLintCode(code: string): code is LintCode {
  return Object.hasOwn(LINT_RULES, code);
}
