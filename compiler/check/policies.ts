// Policies and exemptions: what a policy is on and requires, and that what is exempted from is a policy.

import { addressSegments } from "../address.ts";
import type { Exempt, Policy } from "../ast.ts";
import type { Module } from "../bind.ts";
import { secondary } from "../diagnostics.ts";
import { nearest } from "../near.ts";
import { STRING, type Type } from "../types.ts";
import { marked, marksOf } from "../types/marks.ts";
import { fileScope, refuseShadow, report, spanOf, type Checker, type Local, type Scope } from "./context.ts";
import { typeOf } from "./declared.ts";
import { refuseUnknown } from "./demand.ts";
import { loopKeys } from "./environments.ts";
import { graphNames, kindNamed } from "./judging.ts";
import { checkCondition } from "./loops.ts";

export function checkPolicy(checker: Checker, module: Module, policy: Policy): void {
  const graph = { names: graphNames(module, spanOf(module, policy.title)), outer: null };
  const file: Scope = { ...fileScope(module), judge: "policy", frame: graph };
  const scope = policy.on === null ? file : subjectScope(checker, policy.on, file);
  const names = new Map<string, Local>();
  const inside: Scope = { ...scope, frame: { names, outer: scope.frame } };
  for (const entry of policy.entries) {
    if (entry.kind === "require") {
      checkCondition(checker, entry.condition, inside);
      if (entry.message === null) continue;
      const found = checker.check(checker, entry.message, STRING, inside);
      refuseUnknown(checker, entry.message, found, "the message of a policy", inside);
      continue;
    }
    const { text } = entry.name;
    const declared = entry.type === null ? null : typeOf(checker, module, entry.type);
    const found = checker.check(checker, entry.value, declared, { ...inside, self: text });
    const span = spanOf(module, entry.name);
    const before = names.get(text);
    if (before === undefined) refuseShadow(checker, scope, text, span);
    else {
      const labels = [secondary(before.span, "first declared here")];
      report(checker, "SP2002", { name: text }, span, "declared again", { labels });
    }
    names.set(text, { type: declared === null ? found : marked(declared, marksOf(found)), span });
  }
  if (policy.entries.some((entry) => entry.kind === "require")) return;
  // One that could not be read was reported.
  if (module.mistakes.some(({ start }) => policy.start <= start && start < policy.end)) return;
  const why = "it requires nothing";
  const help = 'write `require condition else "why"`';
  report(checker, "SP2114", { why }, spanOf(module, policy.title), "no `require`", { help });
}

/** `on Service as s where cond`: the resource is `it`, and `s` where it has that name. */
function subjectScope(checker: Checker, on: NonNullable<Policy["on"]>, file: Scope): Scope {
  const record = kindNamed(checker, on.of, file);
  const type: Type = record === null ? { kind: "poison" } : { kind: "resource", record };
  checker.named.set(on.of, type);
  const names = new Map<string, Local>();
  if (on.as !== null) {
    const span = spanOf(file.module, on.as);
    refuseShadow(checker, file, on.as.text, span);
    names.set(on.as.text, { type, span });
  }
  const scope: Scope = { ...file, it: type, frame: { names, outer: file.frame } };
  checkCondition(checker, on.where, scope);
  return scope;
}

interface Titled {
  readonly module: Module;
  readonly policy: Policy;
}

/** All policies by their titles; one title twice is reported, because an exemption could mean either. */
export function policiesByTitle(checker: Checker): ReadonlyMap<string, Titled> {
  const policies = new Map<string, Titled>();
  for (const module of checker.program.modules) {
    for (const policy of module.node.checks) {
      if (policy.kind !== "policy") continue;
      const { text } = policy.title;
      const other = policies.get(text);
      if (other === undefined) {
        policies.set(text, { module, policy });
        continue;
      }
      const labels = [secondary(spanOf(other.module, other.policy.title), "first declared here")];
      const span = spanOf(module, policy.title);
      report(checker, "SP2002", { name: text }, span, "declared again", { labels });
    }
  }
  return policies;
}

// --- Exemptions ------------------------------------------------------------------------------------------------------

export function checkExempt(
  checker: Checker,
  module: Module,
  exempt: Exempt,
  policies: ReadonlyMap<string, Titled>,
): void {
  const title = exempt.policy.text;
  const named = policies.get(title);
  if (named === undefined) {
    const near = nearest(title, policies.keys());
    const there =
      policies.size === 0 ? "declare it, or drop the exemption" : `there is ${shown(policies.keys())}`;
    const help = near === null ? there : `write ${JSON.stringify(near)}`;
    report(checker, "SP5001", { name: title }, spanOf(module, exempt.policy), "no such policy", { help });
  } else checkAddress(checker, module, exempt, named);
  const scope = fileScope(module);
  const found = checker.check(checker, exempt.because, STRING, scope);
  refuseUnknown(checker, exempt.because, found, "the reason of an exemption", scope);
}

function shown(titles: Iterable<string>): string {
  return [...titles]
    .toSorted()
    .map((title) => JSON.stringify(title))
    .join(", ");
}

/** `prod/web`: an environment and what is in it. A policy over the whole graph is exempted from by the environment alone. */
function checkAddress(
  checker: Checker,
  module: Module,
  { address }: Exempt,
  { module: from, policy }: Titled,
): void {
  const span = spanOf(module, address);
  const [environment = "", ...rest] = address.text.split("/");
  const path = rest.join("/");
  const environments = environmentNames(checker);
  if (!environments.every && !environments.names.includes(environment)) {
    const near = nearest(environment, environments.names);
    const all = environments.names.join(", ");
    const help = near !== null ? `write \`${near}\`` : all === "" ? null : `there are ${all}`;
    report(checker, "SP4003", { name: environment }, span, "no such environment", { help });
    return;
  }
  const whole = policy.on === null;
  const labels = [secondary(spanOf(from, policy.title), whole ? "over the whole graph" : "on resources")];
  if (whole && rest.length > 0) {
    const why = "this policy judges an environment as a whole, and no single resource";
    const help = `write "${environment}"`;
    report(checker, "SP2114", { why }, span, "more than an environment", { labels, help });
  } else if (!whole && addressSegments(path) === null) {
    const why = "this policy judges resources, and `environment/address` names one";
    const help = `write for example "${environment}/web"`;
    report(checker, "SP2114", { why }, span, "names no resource", { labels, help });
  }
}

/** The names of all environments; `every`: there may be others, by the keys of a loop that are computed. */
function environmentNames(checker: Checker): { readonly names: readonly string[]; readonly every: boolean } {
  const names: string[] = [];
  let every = false;
  for (const { node } of checker.program.modules) {
    for (const declaration of node.declarations) {
      if (declaration.kind !== "environment") continue;
      const { text } = declaration.name;
      const keys = declaration.loop === null ? null : loopKeys(declaration.loop);
      if (declaration.loop === null) names.push(text);
      else if (keys === null) every = true;
      else names.push(...keys.map((key) => `${text}.${key}`));
    }
  }
  return { names: names.toSorted(), every };
}
