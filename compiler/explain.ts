// Why a value is what it is: the stack of its definitions, what it is computed from, and what follows from it.
//
// In:  an evaluated environment, and a path in it. Out: an explanation as data (explain/facts.ts), or what is wrong with the
// path. Surprising: nothing of this is kept while the environment is evaluated. What lost is computed when somebody asks, what
// a value reads is found by computing it once more, and so explaining costs nothing when nobody asks.

import { kindName } from "./check/kinds.ts";
import { spanOf } from "./check/context.ts";
import { layersOf } from "./explain/changes.ts";
import { newExplainer, type Evaluated, type Explainer } from "./explain/context.ts";
import type {
  Answer,
  Element,
  EnvironmentExplanation,
  Explanation,
  GoneExplanation,
  Row,
  Shown,
} from "./explain/facts.ts";
import {
  elementsOf,
  find,
  goneAt,
  namesIn,
  partsOf,
  pathText,
  systemsInside,
  type Gone,
  type Placed,
  type Search,
  type Spot,
} from "./explain/find.ts";
import { elementInputs, inputsOf } from "./explain/inputs.ts";
import {
  annotationParts,
  annotationRows,
  annotationsOn,
  annotationValue,
  needsOf,
  partsIn,
  spanOfSlotCondition,
} from "./explain/parts.ts";
import { elementRow, removalRow, rowOf, rowsAt, slotRows } from "./explain/rows.ts";
import { show, showAt } from "./explain/show.ts";
import {
  flowsSecret,
  followersOf,
  followsFrom,
  newTracer,
  type Followers,
  type Tracer,
} from "./explain/sources.ts";
import { nearest } from "./near.ts";
import { stackAt, stackFrom } from "./evaluate/stacks.ts";
import { readPath } from "./set/path.ts";
import { showType } from "./types.ts";
import type { ResourceValue } from "./values.ts";

/** Answers of one environment; what they have in common is found once. */
export interface Explanations {
  at(path: string): Answer;
  /** Which overlays changed what. */
  environment(): EnvironmentExplanation;
}

interface Session {
  readonly explainer: Explainer;
  readonly tracer: () => Tracer;
  readonly followers: () => Followers;
}

export function explain(evaluated: Evaluated): Explanations {
  let tracer: Tracer | null = null;
  let followers: Followers | null = null;
  const session: Session = {
    explainer: newExplainer(evaluated, (_, item) => flowsSecret(session.tracer(), item)),
    tracer: () => (tracer ??= newTracer(session.explainer)),
    followers: () => (followers ??= followersOf(session.tracer())),
  };
  return {
    at: (path) => answer(session, path),
    environment: () => layersOf(session.tracer(), session.followers()),
  };
}

const BRACKETS = /"(?:[^"\\]|\\.)*"|\[(\d+|"(?:[^"\\]|\\.)*")\]/g;

function answer(session: Session, text: string): Answer {
  // `xs[0]` and `m["a b"]` are other ways to write a step; in quotes, brackets are a part of it.
  const dotted = text.replaceAll(BRACKETS, (whole, step: string | undefined) =>
    step === undefined ? whole : `.${step}`,
  );
  const read = readPath(dotted);
  if (read.kind === "wrong" || read.rest !== "") {
    const why = read.kind === "wrong" ? read.why : `\`${read.rest}\` is left over`;
    return {
      kind: "unknown",
      message: `\`${text}\` is no path: ${why}`,
      help: 'as in `web.env."LOG.LEVEL"`',
    };
  }
  const last = read.path.at(-1) ?? "";
  if (last.startsWith("@")) return answerAnnotation(session, read.path.slice(0, -1), last.slice(1));
  const search = find(session.explainer, read.path);
  if (search.kind === "lost") return answerLost(session, search);
  return explained(explainSpot(session, search.spot));
}

function explained(explanation: Explanation): Answer {
  return { kind: "explained", explanation };
}

function commonOf(
  { explainer }: Session,
  spot: Spot,
): Pick<Explanation, "environment" | "path" | "stack" | "named"> {
  const { path, named } = spot;
  const { environment } = explainer.evaluator;
  return { environment, path: pathText(path), stack: stackOf(explainer, spot), named };
}

function stackOf(explainer: Explainer, spot: Spot): readonly Row[] {
  const { seat, systems, placed, value, named, cell, type } = spot;
  if (cell !== null) return [elementRow(explainer, cell, show(explainer, value, type), systems)];
  if (seat === null) return [];
  const fields = partsOf(value);
  if (placed === null || fields === null || fields === value) return rowsAt(explainer, seat, systems);
  const isElement = placed.member.slot.loop !== null;
  return slotRows(explainer, seat, systems, fields, isElement ? (named?.key ?? null) : null);
}

function explainSpot(session: Session, spot: Spot): Explanation {
  const { value, placed } = spot;
  if (typeof value === "object" && value !== null) {
    if (value.kind === "resource" && placed !== null) return explainResource(session, spot, value);
    if (value.kind === "instance") {
      const { explainer } = session;
      const parts = [...partsIn(explainer, spot), ...annotationParts(explainer, spot)];
      const condition = spanOfSlotCondition(spot);
      return { ...commonOf(session, spot), kind: "system", of: value.system.name, condition, parts };
    }
    if (value.kind === "container" && placed !== null) return explainLoop(session, spot, placed);
    if (value.kind === "absent" && placed !== null) {
      const inputs = inputsOf(session.tracer(), spot);
      const condition = spanOfSlotCondition(spot);
      const common = commonOf(session, spot);
      return { ...common, kind: "gone", why: "condition", by: null, condition, was: null, inputs };
    }
  }
  return explainValue(session, spot);
}

function explainValue(session: Session, spot: Spot): Explanation {
  const { explainer } = session;
  const { value, seat, type, path, role } = spot;
  const [top] = seat === null ? [] : stackAt(explainer.evaluator, seat.container, seat.key);
  const isOpen = partsOf(value) !== null && !isReference(spot);
  return {
    ...commonOf(session, spot),
    kind: "value",
    role,
    type: type === null ? null : showType(type),
    value: top === undefined ? show(explainer, value, type) : showAt(explainer, top, value),
    inputs: inputsOf(session.tracer(), spot),
    follows: followsFrom(session.followers(), path),
    parts: isOpen ? partsIn(explainer, spot) : [],
  };
}

function isReference({ value }: Spot): boolean {
  return typeof value === "object" && value !== null && value.kind !== "container";
}

function explainResource(session: Session, spot: Spot, resource: ResourceValue): Explanation {
  const { explainer } = session;
  const { address, record, existing } = resource;
  const graph = explainer.graph();
  const neededBy = Object.entries(graph?.resources ?? {}).flatMap(([other, { needs }]) =>
    needs.includes(address) ? [other as ResourceValue["address"]] : [],
  );
  return {
    ...commonOf(session, spot),
    kind: "resource",
    of: kindName(record),
    address,
    existing,
    target: graph?.resources[address]?.target ?? null,
    condition: spanOfSlotCondition(spot),
    needs: needsOf(explainer, resource),
    neededBy,
    parts: [...partsIn(explainer, spot), ...annotationParts(explainer, spot)],
  };
}

function explainLoop(session: Session, spot: Spot, placed: Placed): Explanation {
  const { explainer } = session;
  const { member } = placed;
  const { loop } = member.slot;
  const there = partsOf(spot.value);
  const elements = elementsOf(explainer, placed).map(({ key, span }): Element => {
    if (there?.shape.keys.has(key) === true) return { key, span, state: "there", row: null };
    const gone = goneAt(explainer, spot, key);
    if (gone?.kind !== "removed-element") return { key, span, state: "left-out", row: null };
    const row = removalRow(explainer, gone.item, gone.entry, spot.systems);
    return { key, span, state: "removed", row };
  });
  const of = member.kind === "resource" ? kindName(member.record) : member.system.name;
  return {
    ...commonOf(session, spot),
    kind: "loop",
    of,
    over: spanOf(member.module, loop?.collection ?? member.slot.name),
    condition: spanOfSlotCondition(spot),
    inputs: inputsOf(session.tracer(), spot),
    elements,
  };
}

// --- Annotations -----------------------------------------------------------------------------------------------------

function answerAnnotation(session: Session, path: readonly string[], name: string): Answer {
  const { explainer } = session;
  const search = find(explainer, path);
  if (search.kind === "lost") return answerLost(session, search);
  const { spot } = search;
  const rows = annotationRows(explainer, spot, name).map(({ row }) => row);
  const owner = path.length === 0 ? explainer.evaluator.environment : pathText(path);
  if (rows.length === 0) {
    const names = [...new Set(annotationsOn(spot).map(({ annotation }) => annotation.name.text))].toSorted();
    const near = nearest(name, names);
    const listed = names.length === 0 ? null : `there is ${names.map((item) => `@${item}`).join(", ")}`;
    const help = near === null ? listed : `did you mean \`${pathText([...path, `@${near}`])}\`?`;
    return { kind: "unknown", message: `nobody says \`@${name}\` of \`${owner}\``, help };
  }
  return explained({
    environment: explainer.evaluator.environment,
    path: pathText([...path, `@${name}`]),
    stack: rows,
    named: spot.named,
    kind: "value",
    role: "annotation",
    type: null,
    value: rows.every(({ state }) => state === "skipped")
      ? { kind: "absent" }
      : annotationValue(explainer, spot, name),
    inputs: [],
    follows: [],
    parts: [],
  });
}

// --- What is not there -----------------------------------------------------------------------------------------------

function answerLost(session: Session, search: Search & { kind: "lost" }): Answer {
  const { explainer } = session;
  const { at, key, rest } = search;
  const gone = goneAt(explainer, at, key);
  if (gone !== null) return explained(explainGone(session, at, [key, ...rest], gone));
  const names = namesIn(at);
  const near = nearest(key, names);
  const owner = at.path.length === 0 ? explainer.evaluator.environment : pathText(at.path);
  const { value } = at;
  const isAbsent = typeof value === "object" && value !== null && value.kind === "absent";
  const message =
    names.length > 0
      ? `\`${owner}\` has nothing named \`${key}\``
      : `\`${owner}\` ${isAbsent ? "is absent" : "has no parts"}, so there is no \`${key}\` in it`;
  if (near !== null)
    return { kind: "unknown", message, help: `did you mean \`${pathText([...at.path, near, ...rest])}\`?` };
  const MANY = 12;
  const listed = names.slice(0, MANY).map((name) => pathText([name]));
  const more = names.length > MANY ? `, and ${names.length - MANY} more` : "";
  return { kind: "unknown", message, help: names.length === 0 ? null : `it has ${listed.join(", ")}${more}` };
}

function explainGone(session: Session, at: Spot, keys: readonly string[], gone: Gone): GoneExplanation {
  const { explainer } = session;
  const [key = "", ...rest] = keys;
  const container = partsOf(at.value);
  const systems = systemsInside(at);
  const common = {
    environment: explainer.evaluator.environment,
    path: pathText([...at.path, ...keys]),
    kind: "gone",
    named: at.named,
    condition: null,
    inputs: [],
  } as const;
  switch (gone.kind) {
    case "left-out": {
      const named = { key, over: gone.condition, element: gone.element };
      const { condition } = gone;
      const inputs = elementInputs(session.tracer(), at, key);
      return { ...common, stack: [], why: "condition", by: null, was: null, condition, named, inputs };
    }
    case "removed-element": {
      const by = removalRow(explainer, gone.item, gone.entry, systems);
      return { ...common, stack: [], why: "removed", by, was: null };
    }
    case "dropped": {
      const by = rowOf(explainer, gone.item, "wins", systems);
      return { ...common, stack: [], why: "removed", by, was: null };
    }
    case "removed": {
      const by = rowOf(explainer, gone.item, "wins", systems);
      const stack =
        container === null || rest.length > 0 ? [] : rowsAt(explainer, { container, key }, systems);
      return { ...common, stack, why: "removed", by, was: wasAt(explainer, gone, rest) };
    }
    case "replaced": {
      const by = rowOf(explainer, gone.item, "wins", at.systems);
      const stack: readonly Row[] = rest.length > 0 ? [] : rowsAt(explainer, gone.was, systems);
      const lost = stack.map((row) => (row.state === "wins" ? { ...row, state: "loses" as const } : row));
      return { ...common, stack: lost, why: "replaced", by, was: wasAt(explainer, gone, rest) };
    }
  }
}

/** What it was, or what stood in it at the end of a path. */
function wasAt(
  explainer: Explainer,
  gone: Gone & { kind: "removed" | "replaced" },
  rest: readonly string[],
): Shown | null {
  const { evaluator } = explainer;
  const items =
    gone.kind === "replaced"
      ? stackAt(evaluator, gone.was.container, gone.was.key)
      : stackFrom(evaluator, gone.item.container, gone.item.definition.below);
  for (const item of items) {
    if (!item.applies || item.definition.source.kind === "removed") continue;
    let value = evaluator.lower(evaluator, item.container, item.definition);
    let shown = showAt(explainer, item, value);
    for (const step of rest) {
      const inner = partsOf(value);
      const index = inner?.shape.keys.get(step);
      const top = index === undefined ? undefined : inner?.shape.tops[index];
      if (inner === null || index === undefined || top === undefined) return null;
      value = evaluator.read(evaluator, inner, index);
      shown = showAt(explainer, { container: inner, definition: top, applies: true }, value);
    }
    return shown;
  }
  return null;
}
