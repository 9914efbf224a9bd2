// Places: a slot, with the stack of its definitions, and what it is worth.
//
// In:  a place. Out: its value, worked out from the definitions alone, each time anew. A place inside another has the
// definitions that those of the outer one make of its key.

import type { Block, Expression } from "../../compiler/ast.ts";
import { ANY, isMerged, leafFits, plain, type RecordType, type Type } from "./program.ts";
import { ABSENT, container, isContainer, isList, same, type Value } from "./values.ts";
import { Unknown, Wrong } from "./wrong.ts";
import {
  PLAIN,
  FIELD_DEFAULT,
  TYPE_DEFAULT,
  isOfType,
  isBelow,
  inOneGroup,
  isSame,
  within,
  keyedIn,
  eachesIn,
  fromEach,
  onlyEach,
  isKeyedEntry,
  fromEntry,
  literalOf,
  has,
} from "./definitions.ts";
import { evaluate } from "./expressions.ts";
import {
  countStep,
  guarded,
  type Place,
  type Layer,
  type Scope,
  type Source,
  type Definition,
  type Context,
} from "./world.ts";

/** Rule 5: "the stack cut off below this overlay, with everything that those definitions mention final". */
export function below(place: Place, layer: Layer): Place {
  return {
    ...place,
    stack: place.stack.filter((definition) => isBelow(definition.layer, layer)),
    cut: `${place.cut}@${layer.depth}.${layer.index}`,
  };
}

export function valueAt(place: Place): Value {
  if (!isMerged(place.type))
    return guarded(place.world, `${place.path}${place.cut}`, () => checkedLeaf(place));
  if (!isThere(place)) return ABSENT;
  const type = plain(place.type);
  return container(
    () => keysOf(place),
    (key) => valueAt(childOf(place, key)),
    {
      listedBy: type.kind === "keyed" ? type.by : null,
      record: type.kind === "record" ? type.name : null,
      isDefault: (key) => isDefault(childOf(place, key)),
    },
  );
}

function isDefault(place: Place): boolean {
  const stack = isMerged(place.type) ? standing(place) : leafStack(place);
  return stack.every(({ layer, passing }) => layer === FIELD_DEFAULT || passing);
}

// --- Rule 2: leaves --------------------------------------------------------------------------------------------------

/** Rule 10: "The types are checked on the merged result", and so not on what is below. */
function checkedLeaf(place: Place): Value {
  const value = leaf(place);
  if (value === ABSENT) return ABSENT;
  const type = plain(place.type);
  if (place.cut === "" && !leafFits(type, value)) throw new Wrong("not of its type", place.path);
  return conform(place, value, type);
}

/** The records in a list have defaults too. */
function conform(place: Place, value: Value, type: Type): Value {
  if (type.kind === "list" && isList(value))
    return value.map((item, index) => {
      if (!isMerged(type.element)) return conform(place, item, type.element);
      return valueAt(settled(place, `${place.path}[${index}]`, type.element, item));
    });
  return value;
}

/** A place that holds this value and has nothing below. */
function settled(around: Place, path: string, type: Type, value: Value): Place {
  const define: Definition = {
    ...PLAIN,
    layer: TYPE_DEFAULT,
    does: { kind: "define", source: { kind: "value", get: () => value } },
  };
  const place: Place = {
    ...around,
    path,
    type,
    stack: [define],
    whole: () => place,
    entry: null,
    isEntry: false,
  };
  return place;
}

/** "A leaf takes the last definition of the highest strength present." */
function leaf(place: Place): Value {
  const stack = leafStack(place);
  const winner = winnerOf(place, stack);
  checkSiblings(place, stack, winner);
  return winner === null ? ABSENT : valueOf(place, winner);
}

function winnerOf(place: Place, stack: readonly Definition[]): Definition | null {
  const finals = stack.filter((definition) => definition.strength === "final");
  const normals = stack.filter(({ strength, layer }) => strength === "normal" && !isOfType(layer));
  const lowestFinal = finals[0];
  // "A normal definition above a `final` is an error ...; a `default` never beats what is normal, and loses to a `final`
  // quietly."
  if (lowestFinal !== undefined && normals.some(({ layer }) => isBelow(lowestFinal.layer, layer)))
    throw new Wrong("over a final", place.path);
  return finals.at(-1) ?? normals.at(-1) ?? stack.at(-1) ?? null;
}

/** The definitions that count: those above the last `remove`, each layer once. */
function leafStack(place: Place): readonly Definition[] {
  const applying = place.stack.filter(({ passing, applies }) => !passing && applies());
  const stack = applying.filter((definition) => {
    const layer = applying.filter((other) => isSame(other.layer, definition.layer));
    if (isOfType(definition.layer)) return true;
    // Rule 6: "A named entry beats an `each` of the same overlay; within one overlay order means nothing and a slot has one
    // definition."
    if (definition.each && layer.some((other) => !other.each)) return false;
    if (layer.filter((other) => other.each === definition.each).length > 1)
      throw new Wrong("defined twice", place.path);
    return true;
  });
  const last = stack.findLastIndex(({ does }) => does.kind === "remove");
  if (last === -1) return stack;
  const removal = stack[last] as Definition;
  checkNotFinal(place, removal.layer);
  checkAlone(place, removal, stack);
  // Rule 3: "`remove k` ends the stack of a field (back to the type's default, else absent), an entry, or a resource."
  const defaults = place.isEntry ? [] : stack.filter(({ layer }) => isOfType(layer));
  return [...defaults, ...stack.slice(last + 1)];
}

function valueOf(place: Place, definition: Definition): Value {
  const context = contextAt(place, definition);
  const { does } = definition;
  switch (does.kind) {
    case "define":
    case "replace":
      return sourceValue(does.source, context);
    case "append":
      // Rule 3: "`xs += ys` is `xs = [...super, ...ys]`".
      return [...listOf(context.below()), ...listOf(sourceValue(does.source, context))];
    case "subtract": {
      // Rule 3: "`xs -= ys` must hit".
      const gone = listOf(sourceValue(does.source, context));
      const from = listOf(context.below());
      if (!gone.every((item) => from.some((other) => same(item, other))))
        throw new Wrong("-= hits nothing", place.path);
      return from.filter((item) => !gone.some((other) => same(item, other)));
    }
    case "amend":
    case "remove":
    case "declare":
      throw new Unknown(`a leaf and \`${does.kind}\``);
  }
}

/** Rule 5, also in a literal: `replace env = { A = super + "!" }` asks for what `env.A` is below this overlay. */
function lower(place: Place, definition: Definition): Place {
  return definition.below === null ? below(place, definition.layer) : definition.below();
}

function contextAt(place: Place, definition: Definition): Context {
  return {
    it: definition.it ?? place.it,
    below: () => valueAt(lower(place, definition)),
  };
}

function sourceValue(source: Source, context: Context): Value {
  return source.kind === "value" ? source.get() : evaluate(source.expression, source.scope, context);
}

function listOf(value: Value): readonly Value[] {
  if (!isList(value)) throw new Wrong("not of its type", "a list");
  return value;
}

// --- Rule 9: siblings ------------------------------------------------------------------------------------------------

/** "Two that give one leaf different values are an error." An overlay above that sets the leaf settles it. */
function checkSiblings(place: Place, stack: readonly Definition[], winner: Definition | null): void {
  if (winner === null || isOfType(winner.layer)) return;
  const others = stack.filter(({ layer }) => inOneGroup(layer, winner.layer) && !isSame(layer, winner.layer));
  // A `default` never beats what is normal, and gives the leaf no value.
  const giving = others.filter(({ strength }) => strength !== "default" || winner.strength === "default");
  if (giving.some((other) => !same(valueOf(place, other), valueOf(place, winner))))
    throw new Wrong("siblings disagree", place.path);
}

/** One sibling takes away, drops what is below or fills, and another one does something else with the same. */
function checkAlone(place: Place, deed: Definition, stack: readonly Definition[]): void {
  const others = stack.filter(({ layer }) => inOneGroup(layer, deed.layer) && !isSame(layer, deed.layer));
  const value = () =>
    "source" in deed.does ? sourceValue(deed.does.source, contextAt(place, deed)) : ABSENT;
  for (const other of others) {
    if (!other.applies()) continue;
    const { does } = other;
    const agrees =
      does.kind === deed.does.kind &&
      (!("source" in does) || same(sourceValue(does.source, contextAt(place, other)), value()));
    if (!agrees) throw new Wrong("siblings disagree", place.path);
  }
}

// --- Rule 3: containers ----------------------------------------------------------------------------------------------

/** The definitions of a container that its keys come from: a `replace`, a `=` and a `remove` drop what is below them. */
export function standing(place: Place): readonly Definition[] {
  countStep(place.world);
  const last = place.stack.findLastIndex(
    ({ does, applies }) =>
      (does.kind === "define" || does.kind === "replace" || does.kind === "remove") && applies(),
  );
  const end = place.stack[last];
  if (end === undefined) return place.stack;
  if (end.does.kind === "define" && !isOfType(end.layer)) checkBare(place, end);
  if (end.does.kind !== "define") checkNotFinal(place, end.layer);
  if (!isOfType(end.layer)) checkAlone(place, end, place.stack);
  if (end.does.kind !== "remove") return place.stack.slice(last);
  const defaults = place.isEntry ? [] : place.stack.filter(({ layer }) => isOfType(layer));
  return [...defaults, ...place.stack.slice(last + 1)];
}

/** "A container that has something below is replaced only by the visible verb." The type's default is nothing. */
function checkBare(place: Place, definition: Definition): void {
  const lower = below(place, definition.layer);
  if (isThere(lower) && standing(lower).some(({ layer, passing }) => !isOfType(layer) && !passing))
    throw new Wrong("a bare =", place.path);
}

/** Rule 2: "A final leaf also stops `remove` and `replace` of its ancestors." */
function checkNotFinal(place: Place, layer: Layer): void {
  if (holdsFinal(below(place, layer))) throw new Wrong("over a final", place.path);
}

export function holdsFinal(place: Place): boolean {
  if (!isMerged(place.type)) return leafStack(place).some(({ strength }) => strength === "final");
  return isThere(place) && keysOf(place).some((key) => holdsFinal(childOf(place, key)));
}

/** Something defines it; what only amends does not. */
export function isThere(place: Place): boolean {
  if (!isMerged(place.type)) return leafStack(place).length > 0;
  return standing(place).some((definition) => {
    const { does, applies } = definition;
    if (does.kind === "declare") return applies();
    if (does.kind !== "define" && does.kind !== "replace") return false;
    if (literalOf(does.source) !== null) return true;
    return sourceValue(does.source, contextAt(place, definition)) !== ABSENT;
  });
}

/** In the order in which they were declared. */
export function keysOf(place: Place): readonly string[] {
  const type = plain(place.type);
  if (type.kind === "record") return type.fields.map((field) => field.name);
  const keys: string[] = [];
  for (const definition of standing(place)) {
    const removed = removedBy(definition);
    const said = keysIn(place, definition);
    // A condition is asked only where something depends on it.
    if (removed.length + said.length === 0 || !definition.applies()) continue;
    // What was removed and is said again is declared anew: it stands at the end.
    const left = keys.filter((key) => !removed.includes(key));
    keys.splice(0, keys.length, ...new Set([...left, ...said]));
  }
  return keys.filter((key) => isThere(childOf(place, key)));
}

function removedBy({ does }: Definition): readonly string[] {
  if (does.kind !== "amend") return [];
  return does.block.entries.filter((entry) => entry.kind === "remove").map((entry) => entry.key.text);
}

function keysIn(place: Place, definition: Definition): readonly string[] {
  const { does } = definition;
  switch (does.kind) {
    case "amend":
      return literalKeys(does.block, does.scope, contextAt(place, definition));
    case "define":
    case "replace": {
      const literal = literalOf(does.source);
      const context = contextAt(place, definition);
      if (literal !== null) return literalKeys(literal.block, literal.scope, context);
      const value = sourceValue(does.source, context);
      return isContainer(value) ? value.keys() : [];
    }
    case "append":
    case "subtract":
    case "remove":
    case "declare":
      return [];
  }
}

function literalKeys(block: Block, scope: Scope, context: Context): readonly string[] {
  return block.entries.flatMap((entry) => {
    if (isKeyedEntry(entry)) return entry.kind === "remove" ? [] : [entry.key.text];
    if (entry.kind === "computed") throw new Unknown("a computed key");
    if (entry.kind !== "spread") return [];
    const spread = evaluate(entry.value, scope, context);
    return isContainer(spread) ? spread.keys() : [];
  });
}

function typeInside(type: Type, key: string): Type {
  switch (type.kind) {
    case "record":
      return type.fields.find((field) => field.name === key)?.type ?? ANY;
    case "map":
      return type.value;
    case "keyed":
      return type.element;
    case "optional":
      return typeInside(type.inner, key);
    case "any":
    case "list":
    case "scalar":
      return ANY;
  }
}

/** What stands inside a container under a key. */
export function childOf(place: Place, key: string): Place {
  const type = plain(place.type);
  const inner = typeInside(type, key);
  const isEntry = type.kind === "map" || type.kind === "keyed";
  const isIt = type.kind === "keyed";
  const stack = standing(place).flatMap((definition) => inside(place, definition, key));
  const child: Place = {
    world: place.world,
    path: `${place.path}.${key}`,
    type: inner,
    stack: [
      ...(type.kind === "record" ? defaultsOf(place, type, key) : []),
      ...(isIt ? stack.map((definition) => ({ ...definition, it: null })) : stack),
    ],
    whole: () => (place.cut === "" ? child : childOf(place.whole(), key)),
    cut: place.cut,
    it: isIt ? () => valueAt(child.whole()) : place.it,
    entry: type.kind === "keyed" ? { by: type.by, key } : null,
    isEntry,
  };
  return child;
}

/** A field's own default reads its siblings, and the key of an entry fills a field. */
function defaultsOf(place: Place, type: RecordType, key: string): readonly Definition[] {
  const base = { ...PLAIN, layer: FIELD_DEFAULT };
  const { entry } = place;
  if (entry !== null && entry.by === key)
    return [{ ...base, does: { kind: "define", source: { kind: "value", get: () => entry.key } } }];
  const expression = type.fields.find((field) => field.name === key)?.value ?? null;
  if (expression === null) return [];
  const siblings = new Set(type.fields.map((field) => field.name));
  const scope = within(place.world.files, (name) =>
    siblings.has(name) && name !== key ? () => valueAt(childOf(place.whole(), name)) : null,
  );
  return [{ ...base, does: { kind: "define", source: { kind: "expression", expression, scope } } }];
}

/** The definitions that one of the container's makes of its key. */
function inside(place: Place, definition: Definition, key: string): readonly Definition[] {
  const { does } = definition;
  switch (does.kind) {
    case "amend": {
      const named = keyedIn(definition, key);
      const spread = does.block.entries.flatMap((entry) =>
        entry.kind === "spread" && named.length === 0
          ? spreadIn(place, definition, entry.value, does.scope, key)
          : [],
      );
      return [...eachesInside(place, definition, key), ...spread, ...named];
    }
    case "define":
    case "replace": {
      const literal = literalOf(does.source);
      if (literal === null) {
        const context = contextAt(place, definition);
        const whole = () => sourceValue(does.source, context);
        return isWritten(place, whole(), key) ? [valueIn(definition, whole, key)] : [];
      }
      const inLiteral = { ...definition, below: () => childOf(lower(place, definition), key) };
      return literal.block.entries.flatMap((entry) => {
        if (isKeyedEntry(entry))
          return entry.key.text === key ? [fromEntry(inLiteral, entry, literal.scope)] : [];
        if (entry.kind !== "spread") throw new Unknown(`an entry: ${entry.kind}`);
        const beside = literal.block.entries.some((other) => isKeyedEntry(other) && other.key.text === key);
        return beside ? [] : spreadIn(place, definition, entry.value, literal.scope, key);
      });
    }
    case "append":
    case "subtract":
    case "remove":
    case "declare":
      return [];
  }
}

/**
 * Of a value from elsewhere, what was written there. What only its type says, a record of that type says for itself: "defaults may
 * read sibling fields", and those are the siblings here.
 */
function isWritten(place: Place, value: Value, key: string): boolean {
  if (!isContainer(value) || !has(value, key)) return false;
  const type = plain(place.type);
  return type.kind !== "record" || type.name !== value.record || !value.isDefault(key);
}

function valueIn(definition: Definition, whole: () => Value, key: string): Definition {
  const get = () => {
    const value = whole();
    return isContainer(value) ? value.get(key) : ABSENT;
  };
  return { ...definition, does: { kind: "define", source: { kind: "value", get } } };
}

/** What is written beside `...x` wins over what it brings. */
function spreadIn(
  place: Place,
  definition: Definition,
  spread: Expression,
  scope: Scope,
  key: string,
): readonly Definition[] {
  const whole = () => evaluate(spread, scope, contextAt(place, definition));
  return has(whole(), key) ? [valueIn(definition, whole, key)] : [];
}

/**
 * Rule 6 inside a resource: `each Port { tls = true }` amends the records of the type at all depths, in fields, maps and keyed
 * lists.
 */
function eachesInside(place: Place, definition: Definition, key: string): readonly Definition[] {
  const { does, layer } = definition;
  if (does.kind !== "amend") return [];
  const type = plain(typeInside(place.type, key));
  if (!isMerged(type)) return [];
  return eachesIn(definition).flatMap((entry) => {
    const further = onlyEach(definition, entry);
    if (type.kind !== "record" || type.name !== entry.of.text) return [further];
    const matched = () => childOf(place.whole(), key);
    const applies = () => {
      const child = below(matched(), layer);
      const context = { ...contextAt(place, definition), it: () => valueAt(child) };
      // What is declared above is not there below.
      if (!isThere(child)) return false;
      return entry.where === null || evaluate(entry.where, does.scope, context) === true;
    };
    return [fromEach(definition, entry, () => valueAt(matched()), applies), further];
  });
}
