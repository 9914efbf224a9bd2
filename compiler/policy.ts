// Policies: what the whole of an environment is held to once it is assembled, and who is exempt from it, until when.
//
// In:  the resources of an environment with their targets and edges, still lazy, on the evaluator that made them; the date of
// the version. Out: violations among the evaluator's diagnostics; what is exempted, and by which exemptions.
// Surprising: there is no clock here. An exemption ends by the date of the commit that is compiled, so that the same commit
// passes or fails on every machine and on every day.

import type { Address } from "./address.ts";
import type { Exempt, Expression, Policy } from "./ast.ts";
import type { Module } from "./bind.ts";
import { lookUpQualified, spanOf } from "./check/context.ts";
import { recordOf, typeOf } from "./check/declared.ts";
import { diagnose, primary, secondary, type Diagnostic, type Label } from "./diagnostics.ts";
import { isOf } from "./evaluate/asked.ts";
import { codeOf, type Evaluator, type Judged } from "./evaluate/context.ts";
import { decideExpression } from "./evaluate/deferred.ts";
import { containerOf } from "./evaluate/entries.ts";
import { partsOf } from "./evaluate/parts.ts";
import type { Span } from "./source.ts";
import {
  BODY,
  Cell,
  FILE_SCOPE,
  knownCell,
  nameOf,
  POISONED,
  Scope,
  withName,
  type ResourceValue,
  type Value,
} from "./values.ts";

export interface JudgedGraph extends Judged {
  /** Which resources wait for which others, and where that was said. */
  readonly edges: ReadonlyMap<Address, ReadonlyMap<Address, Span>>;
}

export interface Verdict {
  /** One remark for each violation that is exempted, with its reason and its end. */
  readonly exempted: readonly Diagnostic[];
  /** The exemptions for which there was something to exempt. */
  readonly used: readonly Exempt[];
}

export const NO_VERDICT: Verdict = { exempted: [], used: [] };

/** `at`: where the environment is declared. `date`: `2027-01-31`; without one nothing is exempt. */
export function judgePolicies(
  evaluator: Evaluator,
  graph: JudgedGraph,
  date: string | null,
  at: Span,
): Verdict {
  const policies = evaluator.checked.program.modules
    .filter((module) => module.standard === null)
    .flatMap((module) => module.node.checks.map((check) => ({ module, check })));
  if (!policies.some(({ check }) => check.kind === "policy")) return NO_VERDICT;
  // In the order of addresses, whatever the order of the files.
  const resources = new Map([...graph.resources].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  const sorted: JudgedGraph = { ...graph, resources };
  const court: Court = {
    evaluator: { ...evaluator, judged: sorted, needs: null },
    graph: sorted,
    date,
    at,
    exemptions: exemptionsOf(evaluator),
    exempted: [],
    used: new Set(),
  };
  for (const { module, check } of policies) if (check.kind === "policy") judgePolicy(court, module, check);
  return { exempted: court.exempted, used: [...court.used] };
}

interface Exemption {
  readonly exempt: Exempt;
  readonly module: Module;
}

interface Court {
  readonly evaluator: Evaluator;
  readonly graph: JudgedGraph;
  readonly date: string | null;
  readonly at: Span;
  /** By the title of the policy and what is exempt from it. */
  readonly exemptions: ReadonlyMap<string, readonly Exemption[]>;
  readonly exempted: Diagnostic[];
  readonly used: Set<Exempt>;
}

function exemptionsOf({ checked }: Evaluator): ReadonlyMap<string, readonly Exemption[]> {
  const found = new Map<string, Exemption[]>();
  for (const module of checked.program.modules) {
    if (module.standard !== null) continue;
    for (const exempt of module.node.checks) {
      if (exempt.kind !== "exempt") continue;
      const key = exemptionKey(exempt.policy.text, exempt.address.text);
      const list = found.get(key);
      if (list === undefined) found.set(key, [{ exempt, module }]);
      else list.push({ exempt, module });
    }
  }
  return found;
}

function exemptionKey(title: string, subject: string): string {
  return JSON.stringify([title, subject]);
}

function judgePolicy(court: Court, module: Module, policy: Policy): void {
  const { evaluator, graph } = court;
  const { on } = policy;
  const scope = graphScope(court, spanOf(module, policy.title));
  if (on === null) {
    judgeOne(court, module, policy, null, scope);
    return;
  }
  const found = lookUpQualified(evaluator.checked.checker, module, on.of);
  if (found?.declaration?.kind !== "kind") return;
  const kind = recordOf(evaluator.checked.checker, found.module, found.declaration);
  for (const resource of graph.resources.values()) {
    if (!isOf(resource, kind)) continue;
    const own = scope.onLayer(BODY, resource);
    const named =
      on.as === null ? own : withName(own, on.as.text, knownCell(null, on.as.text, resource.span, resource));
    if (on.where !== null) {
      const what = "whether a policy is about a resource";
      if (decideExpression(evaluator, on.where, module, named, what) !== true) continue;
    }
    judgeOne(court, module, policy, resource, named);
  }
}

/** Where `edges` and `environment` are known. */
function graphScope({ evaluator, graph }: Court, span: Span): Scope {
  const edges = () => edgesOf(graph, span);
  const outer = new Scope(null, null, POISONED, null, null, BODY);
  const withEdges = withName(outer, "edges", new Cell(null, "edges", span, null, edges, FILE_SCOPE));
  return withName(withEdges, "environment", knownCell(null, "environment", span, evaluator.environment));
}

function edgesOf({ edges }: JudgedGraph, span: Span): Value {
  const items = [...edges.keys()].toSorted().flatMap((from) =>
    [...(edges.get(from)?.keys() ?? [])].toSorted().map((to) => {
      const ends = new Map([
        ["from", knownCell("edges", "from", span, from)],
        ["to", knownCell("edges", "to", span, to)],
      ]);
      return containerOf(ends, "edges", "", span);
    }),
  );
  const cells = items.map((item, index) => knownCell("edges", `[${index}]`, span, item));
  return { kind: "list", type: null, items: cells };
}

// --- One resource, or the graph as a whole ---------------------------------------------------------------------------

interface Violation {
  readonly policy: Policy;
  readonly module: Module;
  readonly resource: ResourceValue | null;
  /** `prod/web`, and of a policy over the whole graph `prod`. */
  readonly subject: string;
  readonly why: string;
  /** The primary one first. */
  readonly labels: readonly Label[];
}

function judgeOne(
  court: Court,
  module: Module,
  policy: Policy,
  resource: ResourceValue | null,
  outer: Scope,
): void {
  const { evaluator } = court;
  let scope = outer;
  const lets = new Map<string, Expression>();
  for (const entry of policy.entries) {
    if (entry.kind === "let") {
      const { name, type, value } = entry;
      const declared = type === null ? null : typeOf(evaluator.checked.checker, module, type);
      const code = codeOf(evaluator, value, module, declared);
      const span = spanOf(module, name);
      scope = withName(scope, name.text, new Cell(null, name.text, span, declared, code, scope));
      lets.set(name.text, value);
      continue;
    }
    const { condition, message } = entry;
    if (decideExpression(evaluator, condition, module, scope, "what a policy requires") !== false) continue;
    const said = message === null ? null : codeOf(evaluator, message, module)(evaluator, scope);
    const source = module.file.text.slice(condition.start, condition.end).replaceAll(/\s+/g, " ");
    const why = typeof said === "string" ? said : `\`${source}\` does not hold`;
    const { values, given } = partsOf(evaluator, condition, module, scope, lets);
    const subject =
      resource === null ? evaluator.environment : `${evaluator.environment}/${resource.address}`;
    const required = secondary(spanOf(module, condition), "required here");
    const labels = [...placesOf(court, resource, given), required, ...values];
    found(court, { policy, module, resource, subject, why, labels });
  }
}

/** What is to be changed first: the field at fault, else the resource, else the environment. */
function placesOf(
  { at }: Court,
  resource: ResourceValue | null,
  given: ReturnType<typeof partsOf>["given"],
): readonly Label[] {
  const shown = given.filter(({ isDefault }) => !isDefault);
  if (resource === null) return [primary(at, "in this environment"), ...shown.map(asSecondary)];
  const own = given.find(({ container }) => isInside(nameOf(container), resource.address));
  const others = shown.filter((item) => item !== own).map(asSecondary);
  return own === undefined
    ? [primary(resource.span, "this resource"), ...others]
    : [primary(own.isDefault ? resource.span : own.span, own.text), ...others];
}

function asSecondary({ span, text }: { readonly span: Span; readonly text: string }): Label {
  return secondary(span, text);
}

function isInside(name: string, address: Address): boolean {
  return name === address || name.startsWith(`${address}.`) || name.startsWith(`${address}[`);
}

function found(court: Court, violation: Violation): void {
  const { evaluator, date } = court;
  const { policy, subject, why, labels } = violation;
  const title = policy.title.text;
  const exemptions = court.exemptions.get(exemptionKey(title, subject)) ?? [];
  for (const { exempt } of exemptions) court.used.add(exempt);
  const valid = exemptions.find(({ exempt }) => !hasEnded(exempt, date));
  const [ended] = exemptions;
  const parameters = { subject, title, why };
  if (valid !== undefined) {
    court.exempted.push(exempted(court, violation, valid));
    return;
  }
  if (ended === undefined) {
    const code = policy.level === "deny" ? "SP5002" : "SP5003";
    evaluator.diagnostics.push(diagnose(code, parameters, { labels }));
    return;
  }
  const { exempt, module } = ended;
  const span = spanOf(module, exempt.until ?? exempt);
  const today = date === null ? "no date is known" : `this version is of ${date}`;
  const [first, ...rest] = labels;
  const code = policy.level === "deny" ? "SP5004" : "SP5005";
  const details = {
    labels: [primary(span, today), ...(first === undefined ? [] : [secondary(first.span, why)]), ...rest],
  };
  const because = reasonOf(court, ended);
  evaluator.diagnostics.push(diagnose(code, { subject, title, until: untilOf(exempt), because }, details));
}

/** On its last day it still holds. */
function hasEnded(exempt: Exempt, date: string | null): boolean {
  return date === null || untilOf(exempt) < date;
}

function untilOf({ until }: Exempt): string {
  return typeof until?.value === "string" ? until.value : "";
}

function reasonOf({ evaluator }: Court, { exempt, module }: Exemption): string {
  const value = codeOf(evaluator, exempt.because, module)(evaluator, FILE_SCOPE);
  return typeof value === "string" ? value : "";
}

function exempted(court: Court, { policy, subject, why, labels }: Violation, by: Exemption): Diagnostic {
  const { exempt, module } = by;
  const [first] = labels;
  const parameters = {
    subject,
    title: policy.title.text,
    until: untilOf(exempt),
    because: reasonOf(court, by),
  };
  const details = {
    labels: [
      primary(spanOf(module, exempt.address), "exempt"),
      ...(first === undefined ? [] : [secondary(first.span, why)]),
    ],
  };
  return diagnose("SP5006", parameters, details);
}
