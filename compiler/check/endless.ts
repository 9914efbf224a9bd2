// Records that cannot be finished: each of them needs another one of itself.
//
// In:  the records that the files declare. Out: every loop of fields that must be given, once. A list, a map, what may be absent, a
// default or another member of a union ends it.

import { secondary } from "../diagnostics.ts";
import type { FieldInfo, RecordInfo, Type } from "../types.ts";
import { report, type Checker } from "./context.ts";
import { isRequired } from "./members.ts";

interface Step {
  readonly record: RecordInfo;
  readonly field: FieldInfo;
}

export function refuseEndless(checker: Checker): void {
  const done = new Set<object>();
  const path: Step[] = [];
  const visit = (record: RecordInfo): void => {
    const key = keyOf(record);
    const at = path.findIndex((step) => keyOf(step.record) === key);
    if (at >= 0) reportEndless(checker, path.slice(at));
    if (at >= 0 || done.has(key)) return;
    for (const field of record.fields.values()) {
      const inner = isRequired(field) ? recordIn(field.type) : null;
      if (inner === null) continue;
      path.push({ record, field });
      visit(inner);
      path.pop();
    }
    done.add(key);
  };
  for (const record of checker.records.values()) visit(record);
}

/** A generic record that holds itself with other types is without an end as well. */
function keyOf({ generic, fields }: RecordInfo): object {
  return generic === null ? fields : generic.of;
}

function recordIn(type: Type): RecordInfo | null {
  switch (type.kind) {
    case "record":
      return type.record;
    case "secret":
    case "deferred":
      return recordIn(type.inner);
    case "poison":
    case "data":
    case "null":
    case "scalar":
    case "literal":
    case "optional":
    case "list":
    case "map":
    case "keyed":
    case "union":
    case "resource":
    case "instance":
    case "pattern":
    case "function":
    case "parameter":
      return null;
  }
}

function reportEndless(checker: Checker, loop: readonly Step[]): void {
  const [first, ...rest] = loop;
  if (first === undefined) return;
  const labels = rest.map(({ record, field }) => secondary(field.span, `\`${record.name}\` needs this one`));
  const why = `a \`${first.record.name}\` needs another one to be whole`;
  const { name, type } = first.field;
  const help = `let it be absent, \`${name}: ${recordIn(type)?.name ?? ""}?\`, or make it a list`;
  report(checker, "SP2114", { why }, first.field.span, "without an end", { labels, help });
}
