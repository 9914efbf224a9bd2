// The evaluator: computes what containers and cells hold, each at most once and only when it is read.
//
// In:  a container and a key of it, or a cell. Out: the value, with the edges that it carries. It is total: there is no
// recursion among functions, a value that needs itself is found on the stack of running values, and a long chain of them is
// refused before the machine's own stack ends. What was reported is poison, and poison is silent.
// Surprising: an expression is made into a closure once and run for every container of its shape, and what is the same in all
// of them is computed once. Overlays are static, so thousands of resources share the work of finding out what wins.

import type { Let } from "./ast.ts";
import type { Module } from "./bind.ts";
import { spanOf, type Checked } from "./check/context.ts";
import { typeOfGlobal } from "./check/systems.ts";
import { secondary, type Diagnostic, type Label } from "./diagnostics.ts";
import { adopt, cutBelow, newContainer, placeBlock, scopeOf, underKey } from "./evaluate/blocks.ts";
import { changed } from "./evaluate/change.ts";
import { compile } from "./evaluate/code.ts";
import { isConstant } from "./evaluate/constant.ts";
import {
  newBudget,
  newMemory,
  needAll,
  reportAt,
  codeOf,
  type CodeContext,
  type Evaluator,
} from "./evaluate/context.ts";
import { reportDeferred } from "./evaluate/deferred.ts";
import { spanOfTop } from "./evaluate/entries.ts";
import { demandOf, hold, meets, type Holder } from "./evaluate/hold.ts";
import { equal } from "./evaluate/operators.ts";
import { partsOf } from "./evaluate/parts.ts";
import { baseShape, isShaped } from "./evaluate/shapes.ts";
import { Running, type RunningKey } from "./evaluate/running.ts";
import { isPushedDown } from "./evaluate/strength.ts";
import { placeSlot } from "./overlay.ts";
import { Sheet } from "./sheet.ts";
import type { Span } from "./source.ts";
import { withoutOptional } from "./types.ts";
import { unmarked } from "./types/marks.ts";
import {
  ABSENT,
  Cell,
  DEFAULTS,
  FILE_SCOPE,
  isDeferred,
  isPoison,
  nameOf,
  POISONED,
  RUNNING,
  type Scope,
  type Amendments,
  type Container,
  type Definition,
  type Guard,
  type Needs,
  type Placed,
  type Source,
  type Seat,
  type Value,
} from "./values.ts";

/** Values that wait for one another. The machine's stack must hold this many of the evaluator's frames. */
export const MAX_CHAIN = 400;

export function newEvaluator(
  checked: Checked,
  diagnostics: Diagnostic[],
  environment: string,
  sha256: (text: string) => string,
): Evaluator {
  return {
    read,
    take,
    force,
    lower,
    guardHolds,
    compile,
    valuesOfParts: (...of) => partsOf(...of).values,
    global: globalValue,
    checked,
    diagnostics,
    environment,
    isAgain: false,
    sha256,
    sheet: new Sheet(),
    environmentValue: () => POISONED,
    judged: null,
    made: null,
    running: new Running(),
    up: null,
    label: "",
    needs: null,
    trace: null,
    budget: newBudget(),
    memory: newMemory(),
  };
}

// --- Reading ---------------------------------------------------------------------------------------------------------

/** What the top of a key's stack gives. */
export function read(evaluator: Evaluator, container: Container, index: number): Value {
  if (evaluator.trace !== null) {
    const key = container.shape.tops[index]?.key ?? "";
    evaluator.trace.push({ kind: "read", container, key });
  }
  const known = container.values[index];
  if (known !== undefined && known !== RUNNING) {
    if (container.needs !== null) needAll(evaluator, container.needs[index]);
    return known;
  }
  const top = container.shape.tops[index] as Definition;
  if (top.constant !== undefined) return top.constant;
  if (known === RUNNING) return reportLoop(evaluator, container, index);
  if (!enter(evaluator, container, index)) return POISONED;
  const { needs, up, label } = evaluator;
  evaluator.needs = null;
  evaluator.up = container;
  evaluator.label = top.key;
  container.keep(index, RUNNING);
  const value = settle(evaluator, container, top);
  evaluator.running.pop();
  container.keep(index, value);
  const own: Needs | null = evaluator.needs;
  evaluator.needs = needs;
  evaluator.up = up;
  evaluator.label = label;
  if (own !== null) {
    container.needs ??= [];
    container.needs[index] = own;
    needAll(evaluator, own);
  } else if (isConstant(evaluator, top)) {
    top.constant = value;
    if (typeof value === "object" && value !== null && value.kind === "container") value.shared = true;
  }
  return value;
}

/** What a definition gives that need not be on top: `super`, what an overlay amends, what lost. */
export function lower(evaluator: Evaluator, container: Container, definition: Definition): Value {
  container.lower ??= new Map();
  const known = container.lower.get(definition);
  if (known !== undefined && known !== RUNNING) return known;
  if (known === RUNNING) return reportLoop(evaluator, container, definition);
  if (!enter(evaluator, container, definition)) return POISONED;
  const { up, label } = evaluator;
  evaluator.up = container;
  evaluator.label = definition.key;
  container.lower.set(definition, RUNNING);
  const value = settleBelow(evaluator, container, definition);
  evaluator.running.pop();
  evaluator.up = up;
  evaluator.label = label;
  container.lower.set(definition, value);
  return value;
}

export function force(evaluator: Evaluator, cell: Cell): Value {
  if (cell.state === "done") {
    if (evaluator.trace !== null) evaluator.trace.push(cell);
    needAll(evaluator, cell.needs);
    return cell.value;
  }
  if (cell.state === "running") return reportLoop(evaluator, cell, null);
  if (cell.code === null || !enter(evaluator, cell, null)) return POISONED;
  const { needs, up, label } = evaluator;
  evaluator.needs = null;
  evaluator.up = cell;
  evaluator.label = "";
  cell.state = "running";
  const value = cell.code(evaluator, cell.scope);
  cell.value =
    cell.type === null && typeof value !== "number" ? value : hold(evaluator, value, cell.type, cell);
  evaluator.running.pop();
  cell.state = "done";
  const own: Needs | null = evaluator.needs;
  cell.needs = own;
  evaluator.needs = needs;
  evaluator.up = up;
  evaluator.label = label;
  needAll(evaluator, own);
  return cell.value;
}

/** False where no more may be computed, which was said. */
function enter(evaluator: Evaluator, at: Container | Cell, key: RunningKey): boolean {
  const { budget, running } = evaluator;
  if (budget.spent) return false;
  if (running.length >= MAX_CHAIN) {
    const said = evaluator.diagnostics.some((item) => item.code === "SP3004");
    const first = step(evaluator, 0);
    if (!said)
      reportAt(
        evaluator,
        "SP3004",
        { name: first.name, limit: MAX_CHAIN },
        first.span,
        "the chain begins here",
      );
    return false;
  }
  running.push(at, key);
  return true;
}

interface RunningStep {
  readonly name: string;
  readonly span: Span;
}

function step(evaluator: Evaluator, index: number): RunningStep {
  const at = evaluator.running.at(index);
  const key = evaluator.running.key(index);
  if (at instanceof Cell) return { name: nameOf(at), span: at.span };
  const top = (typeof key === "number" ? at.shape.tops[key] : key) as Definition;
  const owner = nameOf(at);
  return { name: owner === "" ? top.key : `${owner}.${top.key}`, span: spanOfTop(at, top) };
}

function reportLoop(evaluator: Evaluator, at: Container | Cell, key: RunningKey): Value {
  const { running } = evaluator;
  const loop: RunningStep[] = [];
  for (let index = running.indexOf(at, key); index < running.length; index++) {
    const item = step(evaluator, index);
    // A definition and what it stands on are one thing to people.
    if (loop.at(-1)?.name !== item.name) loop.push(item);
  }
  const [first, ...rest] = loop;
  if (first === undefined) return POISONED;
  const names = [...loop.map((item) => item.name), first.name];
  const labels = rest.map((item, index) => secondary(item.span, `${index + 2}. \`${item.name}\``));
  const label = rest.length === 0 ? "needs itself" : `1. \`${first.name}\``;
  reportAt(evaluator, "SP3001", { loop: names }, first.span, label, { labels });
  return POISONED;
}

// --- Definitions -----------------------------------------------------------------------------------------------------

/** Computed for whoever writes it down, and not kept: most of what is written nobody else reads. */
export function take(evaluator: Evaluator, container: Container, index: number): Value {
  const { shape } = container;
  if (shape.elements !== null && container.values[index] === undefined)
    return shape.elements.make(evaluator, index);
  const top = shape.tops[index] as Definition;
  const isKept = container.values[index] !== undefined || top.constant !== undefined;
  if (isKept || top.source.kind !== "expression" || top.guard !== null || isConstant(evaluator, top))
    return read(evaluator, container, index);
  const { up, label } = evaluator;
  evaluator.up = container;
  evaluator.label = top.key;
  const value = settle(evaluator, container, top);
  evaluator.up = up;
  evaluator.label = label;
  return value;
}

function settle(evaluator: Evaluator, container: Container, definition: Definition): Value {
  const value = valueOf(evaluator, container, definition);
  const { source } = definition;
  if (source.kind === "slot" || source.kind === "element") return value;
  if (definition.code !== null || (source.kind === "expression" && source.expression.kind === "literal"))
    definition.demand ??= definition.type === null ? "nothing" : demandOf(evaluator, definition.type);
  if (definition.demand !== null && meets(value, definition.demand)) return value;
  const held = hold(evaluator, value, definition.type, new Held(container, definition));
  return underKey(evaluator, held, container, definition);
}

/** What is below is held to no limit: the types are checked on the merged result. */
function settleBelow(evaluator: Evaluator, container: Container, definition: Definition): Value {
  const value = valueOf(evaluator, container, definition);
  if (typeof value !== "object" || definition.source.kind === "slot") return value;
  const held = hold(evaluator, value, definition.type, new Held(container, definition));
  return underKey(evaluator, held, container, definition);
}

/** A definition in a container, as what holds a value. */
class Held implements Holder {
  readonly container: Container;
  readonly definition: Definition;

  constructor(container: Container, definition: Definition) {
    this.container = container;
    this.definition = definition;
  }

  seat(): Seat {
    const { container, definition } = this;
    const span = spanOfTop(container, definition);
    return { span, below: definition.below, up: container, label: definition.key };
  }
}

function valueOf(evaluator: Evaluator, container: Container, definition: Definition): Value {
  const { source, guard } = definition;
  if (guard !== null) {
    const holds = guardHolds(evaluator, container, guard, definition.row, definition.layer.level);
    if (holds === null) return POISONED;
    if (!holds) return definition.below === null ? ABSENT : lower(evaluator, container, definition.below);
  }
  if (definition.locks.length > 0 && isLocked(evaluator, container, definition)) return POISONED;
  switch (source.kind) {
    case "expression": {
      // A literal is its own value: no code is made for what gives the same to all.
      if (source.expression.kind === "literal") return source.expression.value;
      definition.code ??= compile(evaluator, source.expression, definition.type, contextOf(definition));
      return definition.code(evaluator, scopeFor(container, definition));
    }
    case "amend":
      return amended(evaluator, container, definition);
    case "change": {
      const { operator, expression } = source;
      const context = contextOf(definition);
      definition.code ??= compile(evaluator, expression, definition.type, context);
      const given = definition.code(evaluator, scopeFor(container, definition));
      return changed(evaluator, container, definition, operator, given, spanOf(context.module, expression));
    }
    case "value":
      return source.value;
    case "view": {
      const index = source.of.shape.keys.get(source.key);
      return index === undefined ? ABSENT : read(evaluator, source.of, index);
    }
    case "cell":
      return force(evaluator, source.cell);
    case "key":
      return container.label;
    case "absent":
    case "removed":
      return ABSENT;
    case "agree":
      return agreed(evaluator, container, definition, source);
    case "missing-field": {
      const field = definition.key;
      const owner = nameOf(container);
      const labels = [secondary(source.required, "required here"), ...removedAt(definition)];
      const parameters = { name: field, owner, type: source.owner };
      const help = `add \`${field} = ...\``;
      const span = spanOfTop(container, definition);
      reportAt(evaluator, "SP2105", parameters, span, `has no \`${field}\``, { labels, help });
      return POISONED;
    }
    case "missing-param": {
      const { environment } = evaluator;
      const owner = nameOf(container);
      const name = owner === "" ? definition.key : `${owner}.${definition.key}`;
      const asked = container.rows[0]?.instance?.asked ?? definition.span;
      const parameters = { name, system: source.system, environment };
      const labels = removedAt(definition);
      reportAt(evaluator, "SP4004", parameters, asked, `needs \`${name}\``, { labels });
      return POISONED;
    }
    case "slot":
      return placeSlot(evaluator, container, definition, source.member, []);
    case "element":
      return source.elements.make(evaluator, source.index);
  }
}

/** A normal definition above what an `each` made final, where its condition holds. */
function isLocked(evaluator: Evaluator, container: Container, definition: Definition): boolean {
  const lock = definition.locks.find((item) => given(evaluator, container, item) === true);
  if (lock === undefined) return false;
  const { key, module, operation, span } = definition;
  const owner = nameOf(container);
  const verb = operation === "remove" ? "removed" : operation === "replace" ? "replaced" : "changed";
  const parameters = {
    name: owner === "" ? key : `${owner}.${key}`,
    by: lock.layer.overlay ?? "the body",
    verb,
  };
  const labels = [secondary(lock.span, "made final here")];
  if (module !== null) reportAt(evaluator, "SP2210", parameters, span, `cannot be ${verb}`, { labels });
  return true;
}

/** What is missing because an overlay removed it. */
function removedAt({ operation, span }: Definition): readonly Label[] {
  return operation === "remove" ? [secondary(span, "removed here")] : [];
}

function contextOf(definition: Definition): CodeContext {
  const { module, given } = definition;
  if (module === null) throw new Error("an expression stands in a file");
  const strength = isPushedDown(definition) ? definition.strength : "normal";
  return { module, definition, given, strength };
}

function scopeFor(container: Container, definition: Definition): Scope {
  const scope = scopeOf(container, definition.row);
  if (definition.operation === "default" && isPushedDown(definition))
    return scope.onLayer(DEFAULTS, scope.it);
  if (definition.round === null) return scope;
  return scope.withFrame(definition.round);
}

/** Whether the condition of an `each` holds of what its block stands on, as that is below the overlay. */
function guardHolds(
  evaluator: Evaluator,
  container: Container,
  guard: Guard,
  row: number,
  level: number,
): boolean | null {
  container.guards ??= new Map();
  const known = container.guards.get(guard.each);
  if (known !== undefined) return known;
  const { where } = guard.each;
  if (where === null) return true;
  // What the overlay itself declares is not there below, where the condition is asked.
  if ((container.rows[1]?.layer.level ?? 0) >= level) return false;
  const below = cutBelow(container, level);
  const whole = container.it;
  const it: Value =
    typeof whole === "object" && whole !== null && (whole.kind === "resource" || whole.kind === "instance")
      ? { ...whole, fields: below }
      : below;
  const own = scopeOf(container, row);
  const scope = own.onLayer(own.layer, it);
  const value = codeOf(evaluator, where, guard.module)(evaluator, scope);
  if (isDeferred(value))
    reportDeferred(evaluator, value, "the condition of `each`", spanOf(guard.module, where));
  const holds = typeof value === "boolean" ? value : null;
  container.guards.set(guard.each, holds);
  return holds;
}

/** A stack of amendments at once: their blocks are put on what is at the bottom, lowest first. */
function amended(evaluator: Evaluator, container: Container, top: Definition): Value {
  if (top.amendments === undefined) top.amendments = amendmentsOf(top);
  const found = top.amendments ?? amendmentsIn(evaluator, container, top);
  if (found === null) return POISONED;
  const { layers, bottom } = found;
  const source = bottom?.source;
  if (bottom !== null && source?.kind === "slot") {
    return placeSlot(
      evaluator,
      container,
      bottom,
      source.member,
      layers.map((item) => placedOf(container, item)),
    );
  }
  if (source?.kind === "removed") return ABSENT;
  const [first] = layers;
  if (first === undefined) return bottom === null ? ABSENT : lower(evaluator, container, bottom);
  const fresh = bottom !== null && bottom.guard === null && isPushedDown(bottom);
  const below =
    bottom === null
      ? ABSENT
      : fresh
        ? valueOf(evaluator, container, bottom)
        : lower(evaluator, container, bottom);
  if (typeof below !== "object" || below === null || below.kind === "poison") return POISONED;
  if (below.kind === "deferred") {
    const parameters = { path: below.path, what: "what an overlay amends" };
    reportAt(evaluator, "SP3003", parameters, top.span, "amends a deferred value");
    return POISONED;
  }
  const isEach = layers.every((item) => item.source.kind === "amend" && item.source.each);
  if (below.kind === "absent" && isEach) return ABSENT;
  if (below.kind !== "container" && below.kind !== "absent") return below;
  const result =
    below.kind === "container"
      ? fresh
        ? below
        : adopt(below, container, top.key)
      : newContainer(
          baseShape(evaluator, shapeFor(evaluator, top, first), top.given, top.span),
          container,
          top.key,
          top.span,
        );
  if (top.given !== null) result.it = result;
  for (const item of layers) {
    const { source: from } = item;
    if (from.kind !== "amend" || item.module === null) continue;
    placeBlock(
      evaluator,
      result,
      from.block,
      item.module,
      scopeOf(container, item.row),
      item.strength,
      from.inner,
      from.block.entries.some((entry) => entry.kind === "spread") ? { container, definition: item } : null,
      item.fromEach,
    );
  }
  return result;
}

/** null: it depends on the container. */
function amendmentsOf(top: Definition): Amendments | null {
  const layers: Definition[] = [];
  let bottom: Definition | null = top;
  for (; bottom !== null && bottom.source.kind === "amend"; bottom = bottom.below) {
    if (bottom.guard !== null) return null;
    layers.push(bottom);
  }
  return { layers: layers.toReversed(), bottom };
}

/** null: a condition cannot be decided, which was said. */
function amendmentsIn(evaluator: Evaluator, container: Container, top: Definition): Amendments | null {
  const layers: Definition[] = [];
  let bottom: Definition | null = top;
  for (; bottom !== null && bottom.source.kind === "amend"; bottom = bottom.below) {
    const { guard, row, layer } = bottom;
    const holds = guard === null || guardHolds(evaluator, container, guard, row, layer.level);
    if (holds === null) return null;
    if (holds) layers.push(bottom);
  }
  return { layers: layers.toReversed(), bottom };
}

function placedOf(container: Container, definition: Definition): Placed {
  const { source, module, strength, row, fromEach } = definition;
  if (source.kind !== "amend" || module === null) throw new Error("only what amends is a block");
  const { block, inner, each } = source;
  return { block, module, scope: scopeOf(container, row), strength, guard: inner, each, fromEach };
}

/** What an amendment of something absent makes. Of a union, the member that the checker took the block for. */
function shapeFor(evaluator: Evaluator, top: Definition, first: Definition) {
  const block = first.source.kind === "amend" ? first.source.block : null;
  const type = top.type === null ? null : withoutOptional(unmarked(top.type));
  const known = type?.kind === "union" && block !== null ? evaluator.checked.shapes.get(block) : type;
  return known !== undefined && isShaped(known) ? known : null;
}

/** Overlays that stand side by side have no order, so they must give the same. */
function agreed(
  evaluator: Evaluator,
  container: Container,
  definition: Definition,
  { one, other, twice }: Source & { readonly kind: "agree" },
): Value {
  const [isOne, isOther] = [given(evaluator, container, one), given(evaluator, container, other)];
  if (isOne === null || isOther === null) return POISONED;
  if (!isOne || !isOther) return lower(evaluator, container, isOther ? other : one);
  if (twice) {
    const labels = [secondary(one.span, "by this `each`")];
    const help = "keep one of the two: inside one overlay order means nothing";
    reportAt(evaluator, "SP2112", { name: definition.key }, other.span, "by this one too", { labels, help });
    return POISONED;
  }
  const first = lower(evaluator, container, one);
  const second = lower(evaluator, container, other);
  if (isPoison(first) || isPoison(second)) return POISONED;
  const same =
    isDeferred(first) && isDeferred(second)
      ? JSON.stringify(first.residual) === JSON.stringify(second.residual)
      : isDeferred(first) || isDeferred(second)
        ? false
        : equal(evaluator, first, second, other.span);
  if (same === true) return first;
  const owner = nameOf(container);
  const name = owner === "" ? definition.key : `${owner}.${definition.key}`;
  const by = (item: Definition) => item.layer.overlay ?? "a block";
  const said = (value: Value) =>
    typeof value === "object" && value !== null ? "" : `: ${JSON.stringify(value)}`;
  const labels = [secondary(one.span, `\`${by(one)}\` gives this${said(first)}`)];
  const parameters = { name, one: by(one), other: by(other) };
  const text = `\`${by(other)}\` gives this${said(second)}`;
  reportAt(evaluator, "SP2211", parameters, other.span, text, { labels });
  return POISONED;
}

/** Whether the condition of an `each` lets the definition say something. */
function given(evaluator: Evaluator, container: Container, definition: Definition): boolean | null {
  const { guard, row, layer } = definition;
  return guard === null || guardHolds(evaluator, container, guard, row, layer.level);
}

// --- Values of files -------------------------------------------------------------------------------------------------

export function globalValue(evaluator: Evaluator, declaration: Let, module: Module): Value {
  const { globals } = evaluator.memory;
  const known = globals.get(declaration);
  if (known !== undefined) return force(evaluator, known);
  const from = evaluator.checked.program.data.get(declaration) ?? module;
  const type =
    declaration.type === null ? null : typeOfGlobal(evaluator.checked.checker, module, declaration);
  const context: CodeContext = { module: from, definition: null, given: null, strength: "normal" };
  const code = compile(evaluator, declaration.value, type, context);
  const cell = new Cell(null, declaration.name.text, spanOf(from, declaration.value), type, code, FILE_SCOPE);
  globals.set(declaration, cell);
  return force(evaluator, cell);
}
