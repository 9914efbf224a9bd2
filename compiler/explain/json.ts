// An explanation as JSON for machines; docs/reference/explain.md describes it.
//
// Surprising: a value stands there as it is, and what cannot be shown is an object with one key that begins with `$`. As in the
// graph, a key of data that begins so has one `$` more. What is not there is left out: null is a value of its own.

import { escapeKey } from "../graph.ts";
import type { Json, JsonObject } from "../json.ts";
import { placeOf, type Span } from "../source.ts";
import type {
  Author,
  Change,
  EachFacts,
  EnvironmentExplanation,
  Explanation,
  Input,
  LayerExplanation,
  Listed,
  Naming,
  Part,
  Row,
  Shown,
} from "./facts.ts";

export function explanationToJson(explanation: Explanation): JsonObject {
  const { kind, environment, path, stack, named } = explanation;
  return {
    kind,
    environment,
    path,
    ...ownFacts(explanation),
    stack: stack.map(rowToJson),
    named: named === null ? null : namingToJson(named),
  };
}

function ownFacts(explanation: Explanation): JsonObject {
  switch (explanation.kind) {
    case "value": {
      const { role, type, value, inputs, follows, parts } = explanation;
      return {
        role,
        type,
        value: valueToJson(value),
        inputs: inputs.map(inputToJson),
        follows,
        parts: parts.map(partToJson),
      };
    }
    case "resource": {
      const { of, address, existing, target, condition, needs, neededBy, parts } = explanation;
      return {
        of,
        address,
        mode: existing ? "read" : "manage",
        target,
        condition: sourceToJson(condition),
        needs: needs.map(({ address: needed, span, by }) => ({
          address: needed,
          by,
          ...(span === null ? {} : placeToJson(span)),
        })),
        neededBy,
        parts: parts.map(partToJson),
      };
    }
    case "system": {
      const { of, condition, parts } = explanation;
      return { of, condition: sourceToJson(condition), parts: parts.map(partToJson) };
    }
    case "loop": {
      const { of, over, condition, inputs, elements } = explanation;
      return {
        of,
        over: sourceToJson(over),
        condition: sourceToJson(condition),
        inputs: inputs.map(inputToJson),
        elements: elements.map(({ key, span, state, row }) => ({
          key,
          state,
          ...placeToJson(span),
          ...(row === null ? {} : { row: rowToJson(row) }),
        })),
      };
    }
    case "gone": {
      const { why, by, condition, was, inputs } = explanation;
      return {
        why,
        by: by === null ? null : rowToJson(by),
        condition: sourceToJson(condition),
        inputs: inputs.map(inputToJson),
        ...(was === null ? {} : { was: valueToJson(was) }),
      };
    }
  }
}

export function environmentToJson(explanation: EnvironmentExplanation): JsonObject {
  const { environment, system, place, layers } = explanation;
  return {
    environment,
    system,
    place: place === null ? null : { ...place },
    overlays: layers.map(layerToJson),
  };
}

function layerToJson({ within, listed, place, changes }: LayerExplanation): JsonObject {
  return {
    within,
    ...listedToJson(listed),
    place: place === null ? null : { ...place },
    changes: changes.map(changeToJson),
  };
}

function changeToJson({ deed, path, row, from, to, outcome, follows }: Change): JsonObject {
  return {
    operation: deed,
    path,
    ...(from === null ? {} : { from: valueToJson(from) }),
    ...(to === null ? {} : { to: valueToJson(to) }),
    outcome,
    strength: row.strength,
    each: eachToJson(row.each),
    follows,
    ...placeToJson(row.span),
    source: textOf(row.entry),
  };
}

function rowToJson({ state, deed, strength, by, span, entry, value, below, each }: Row): JsonObject {
  return {
    state,
    operation: deed,
    strength,
    by: authorToJson(by),
    ...(value === null ? {} : { value: valueToJson(value) }),
    ...(below === null ? {} : { super: valueToJson(below) }),
    each: eachToJson(each),
    ...placeToJson(span),
    source: textOf(entry),
  };
}

function authorToJson({ kind, name, overlay }: Author): JsonObject {
  return { kind, name, listed: overlay === null ? null : listedToJson(overlay) };
}

function listedToJson({ level, sibling, text }: Listed): JsonObject {
  return { level, sibling, text };
}

function eachToJson(each: EachFacts | null): JsonObject | null {
  if (each === null) return null;
  const { of, where, holds } = each;
  return { of, where: where === null ? null : textOf(where), holds };
}

function namingToJson({ key, over, element }: Naming): JsonObject {
  return { key, over: textOf(over), ...placeToJson(element) };
}

function inputToJson({ name, of, value, row, span, was, overridden, inputs }: Input): JsonObject {
  return {
    name,
    of,
    value: valueToJson(value),
    by: row === null ? null : authorToJson(row.by),
    ...(was === null ? {} : { was: valueToJson(was) }),
    overridden,
    inputs: inputs.map(inputToJson),
    ...placeToJson(span),
  };
}

function partToJson({ path, value, row, others, gone }: Part): JsonObject {
  const own = { path, gone, others, ...(row === null ? {} : { row: rowToJson(row) }) };
  return gone ? { ...own, was: valueToJson(value) } : { ...own, value: valueToJson(value) };
}

export function valueToJson(shown: Shown): Json {
  switch (shown.kind) {
    case "plain":
      return shown.value;
    case "list":
      return shown.items.map(valueToJson);
    case "map":
      return Object.fromEntries(shown.entries.map(([key, value]) => [escapeKey(key), valueToJson(value)]));
    case "reference":
      return { $reference: shown.address };
    case "deferred":
      return { $after: shown.after, path: shown.path };
    case "secret":
      return { $secret: true };
    case "absent":
      return { $absent: true };
    case "wrong":
      return { $wrong: true };
  }
}

function sourceToJson(span: Span | null): JsonObject | null {
  return span === null ? null : { source: textOf(span), ...placeToJson(span) };
}

function placeToJson(span: Span): JsonObject {
  const { file, line, column } = placeOf(span);
  return { file, line, column };
}

function textOf({ file, start, end }: Span): string {
  return file.text.slice(start, end);
}
