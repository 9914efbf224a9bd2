// From type expressions to types.
//
// Everything is found on demand and kept by its node, so declarations may mention each other in any order.

import type {
  Assert,
  Field,
  KindDeclaration,
  QualifiedName,
  TypeDeclaration,
  TypeExpression,
} from "../ast.ts";
import type { Module } from "../bind.ts";
import { secondary } from "../diagnostics.ts";
import { importing } from "../diagnostics/imports.ts";
import { nearest } from "../near.ts";
import {
  bare,
  PATTERN,
  POISON,
  REGEX,
  SCALARS,
  scalar,
  showType,
  STRING,
  WRAPPERS,
  type FieldInfo,
  type RecordAssert,
  type RecordInfo,
  type Type,
} from "../types.ts";
import { fits } from "../types/fits.ts";
import { instantiateRecord, substitute } from "../types/generic.ts";
import { overlap } from "../types/overlap.ts";
import { deeper, lookUp, lookUpQualified, report, sortOf, spanOf, type Checker } from "./context.ts";
import { refine } from "./refine.ts";
import { typeElsewhere } from "../types/elsewhere.ts";

/** The type parameters that are in sight. */
export type Generics = { readonly owner: object; readonly names: readonly string[] } | null;

export function typeOf(
  checker: Checker,
  module: Module,
  expression: TypeExpression,
  generics: Generics = null,
): Type {
  const known = checker.types.get(expression);
  if (known !== undefined) return known;
  const type = deeper(checker, spanOf(module, expression), POISON, () =>
    resolve(checker, module, expression, generics),
  );
  checker.types.set(expression, type);
  return type;
}

function resolve(checker: Checker, module: Module, expression: TypeExpression, generics: Generics): Type {
  const inner = (part: TypeExpression): Type => typeOf(checker, module, part, generics);
  switch (expression.kind) {
    case "missing":
      return POISON;
    case "named":
      return resolveName(checker, module, expression, generics);
    case "literal": {
      const { value } = expression.literal;
      return value === null ? { kind: "null" } : { kind: "literal", value };
    }
    case "optional": {
      const type = inner(expression.inner);
      return type.kind === "optional" ? type : { kind: "optional", inner: type };
    }
    case "list":
      return { kind: "list", element: inner(expression.element), size: expression.size };
    case "keyed":
      return resolveKeyed(checker, module, expression, inner(expression.element));
    case "map":
      return resolveMap(checker, module, expression, inner(expression.key), inner(expression.value));
    case "function":
      return {
        kind: "function",
        params: expression.params.map(inner),
        result: inner(expression.result),
      };
    case "refined":
      return refine(checker, module, inner(expression.base), expression.refinement);
    case "union":
      return resolveUnion(checker, module, expression, inner);
  }
}

function resolveKeyed(
  checker: Checker,
  module: Module,
  expression: TypeExpression & { kind: "keyed" },
  element: Type,
): Type {
  const key = expression.key.text;
  if (element.kind === "poison" || key === "") return POISON;
  const field = element.kind === "record" ? element.record.fields.get(key) : undefined;
  const span = spanOf(module, expression.key);
  if (field === undefined) {
    const near = element.kind === "record" ? nearest(key, element.record.fields.keys()) : null;
    const help = near === null ? null : `write \`by ${near}\``;
    const why = `its elements have no field \`${key}\` to be the key`;
    report(checker, "SP2114", { why }, span, "no such field", { help, near });
    return POISON;
  }
  if (!fits(field.type, STRING)) {
    const labels = [secondary(field.span, showType(field.type))];
    report(checker, "SP2114", { why: "the key of a list is a string" }, span, "not a string", {
      labels,
      help: null,
    });
    return POISON;
  }
  return { kind: "keyed", element, key };
}

function resolveMap(
  checker: Checker,
  module: Module,
  expression: TypeExpression & { kind: "map" },
  key: Type,
  value: Type,
): Type {
  if (key.kind === "poison") return { kind: "map", key: null, value };
  if (!fits(key, STRING) || key.kind === "optional") {
    const why = "the keys of a map are strings";
    report(checker, "SP2114", { why }, spanOf(module, expression.key), `this is ${showType(key)}`, {
      help: null,
    });
    return POISON;
  }
  const plain = key.kind === "scalar" && key.limits.length === 0;
  return { kind: "map", key: plain ? null : key, value };
}

function resolveUnion(
  checker: Checker,
  module: Module,
  expression: TypeExpression & { kind: "union" },
  inner: (part: TypeExpression) => Type,
): Type {
  const members: Type[] = [];
  const places: TypeExpression[] = [];
  let optional = false;
  let wrong = false;
  for (const part of expression.members) {
    const type = inner(part);
    if (type.kind === "optional") optional = true;
    const known = type.kind === "optional" ? type.inner : type;
    // A union of unions is one union.
    for (const member of known.kind === "union" ? known.members : [known]) {
      for (const [index, other] of members.entries()) {
        const why = overlap(other, member);
        if (why === null) continue;
        wrong = true;
        const labels = [secondary(spanOf(module, places[index] ?? part), showType(other))];
        const parameters = { first: showType(other), second: showType(member), why };
        report(checker, "SP2117", parameters, spanOf(module, part), "not told apart", { labels });
        break;
      }
      members.push(member);
      places.push(part);
    }
  }
  if (wrong) return POISON;
  const union: Type = { kind: "union", members };
  return optional ? { kind: "optional", inner: union } : union;
}

// --- Names -----------------------------------------------------------------------------------------------------------

type Named = TypeExpression & { kind: "named" };

function resolveName(checker: Checker, module: Module, expression: Named, generics: Generics): Type {
  const { name } = expression;
  const { text } = name;
  if (text === "") return POISON;
  const span = spanOf(module, name);
  if (name.module === null && generics?.names.includes(text) === true) {
    takesNone(checker, module, expression);
    return { kind: "parameter", name: text, owner: generics.owner };
  }
  const found = lookUpQualified(checker, module, name);
  if (found === null) {
    const builtIn = name.module === null ? SCALARS.find((item) => item === text) : undefined;
    if (builtIn !== undefined) {
      takesNone(checker, module, expression);
      return scalar(builtIn);
    }
    if (name.module === null && text === REGEX) {
      takesNone(checker, module, expression);
      return PATTERN;
    }
    const wrapper = name.module === null ? WRAPPERS.find((item) => item === text) : undefined;
    if (wrapper !== undefined) return wrap(checker, module, expression, wrapper, generics);
    reportNoType(checker, module, name);
    for (const arg of expression.args) typeOf(checker, module, arg, generics);
    return POISON;
  }
  const { declaration } = found;
  if (declaration === null) {
    if (found.namespace !== null) reportNoValueType(checker, module, name, "a module", found.span);
    return POISON;
  }
  switch (declaration.kind) {
    case "type":
      return declared(checker, module, expression, found.module, declaration, generics);
    case "kind":
      takesNone(checker, module, expression);
      return { kind: "resource", record: recordOf(checker, found.module, declaration) };
    case "system":
    case "overlay":
    case "environment":
    case "let":
    case "fn": {
      const is = sortOf(declaration);
      const labels = [secondary(found.span, "declared here")];
      report(checker, "SP2008", { name: text, is, wanted: "a type" }, span, "not a type", { labels });
      return POISON;
    }
  }
}

function reportNoValueType(
  checker: Checker,
  module: Module,
  name: QualifiedName,
  is: string,
  declaredAt: ReturnType<typeof spanOf>,
): void {
  const labels = [secondary(declaredAt, "declared here")];
  report(checker, "SP2008", { name: name.text, is, wanted: "a type" }, spanOf(module, name), "not a type", {
    labels,
  });
}

export function reportNoType(checker: Checker, module: Module, name: QualifiedName): void {
  if (module.broken || name.text === "") return;
  const span = spanOf(module, name);
  if (name.module !== null) {
    const found = lookUp(checker, module, name.module.text);
    // What was imported under this name could not be found, and that was reported.
    if (found !== null && found.namespace === null && found.declaration === null) return;
    const names = [...(found?.namespace?.names.keys() ?? [])].filter((item) => /^[A-Z]/.test(item));
    const near = nearest(name.text, names);
    const help = near === null ? null : `write \`${name.module.text}.${near}\``;
    const shown = `${name.module.text}.${name.text}`;
    report(checker, "SP2007", { name: shown }, span, "no such type", { help });
    return;
  }
  const fixes = importing(checker.program, module, name.text);
  const names = [...module.names.keys(), ...(checker.program.prelude?.names.keys() ?? []), ...SCALARS, REGEX];
  const types = names.filter((item) => /^_?[A-Z]/.test(item));
  const elsewhere = typeElsewhere(name.text);
  const near = fixes.length > 0 || elsewhere !== null ? null : nearest(name.text, types);
  const otherwise = near === null ? "declare it with `type`, or import it" : `write \`${near}\``;
  const help = fixes[0]?.title ?? elsewhere ?? otherwise;
  report(checker, "SP2007", { name: name.text }, span, "no such type", { help, near, fixes });
}

function takesNone(checker: Checker, module: Module, expression: Named): void {
  const [first] = expression.args;
  if (first === undefined) return;
  const why = `\`${expression.name.text}\` takes no types`;
  report(checker, "SP2114", { why }, spanOf(module, first), "one type too many", { help: null });
}

function wrap(
  checker: Checker,
  module: Module,
  expression: Named,
  wrapper: (typeof WRAPPERS)[number],
  generics: Generics,
): Type {
  const span = spanOf(module, expression);
  const [first] = expression.args;
  if (expression.args.length !== 1 || first === undefined) {
    const why = `\`${wrapper}\` takes one type`;
    report(checker, "SP2114", { why }, span, `write \`${wrapper}<String>\``, { help: null });
    return POISON;
  }
  const inner = typeOf(checker, module, first, generics);
  if (inner.kind === "poison") return POISON;
  const from = { path: `${wrapper}<${showType(inner)}>`, span };
  return wrapper === "Secret" ? { kind: "secret", inner, from } : { kind: "deferred", inner, from };
}

function declared(
  checker: Checker,
  module: Module,
  expression: Named,
  from: Module,
  declaration: TypeDeclaration,
  generics: Generics,
): Type {
  const args = expression.args.map((arg) => typeOf(checker, module, arg, generics));
  const { length } = declaration.generics;
  if (args.length !== length) {
    const why = `\`${declaration.name.text}\` takes ${length === 0 ? "no types" : length === 1 ? "one type" : `${length} types`}`;
    const names = declaration.generics.map((word) => word.text).join(", ");
    const help = length === 0 ? null : `write \`${declaration.name.text}<${names}>\` with types for ${names}`;
    report(checker, "SP2114", { why }, spanOf(module, expression), `has ${args.length}`, { help });
    return POISON;
  }
  const type = typeDeclared(checker, from, declaration);
  if (length === 0) return type;
  if (args.some((arg) => arg.kind === "poison")) return POISON;
  const types = new Map(declaration.generics.map((word, index) => [word.text, args[index] ?? POISON]));
  const made: Type =
    type.kind === "record" && type.record.generic?.of === declaration
      ? { kind: "record", record: instantiateRecord(checker.instances, type.record, declaration, args) }
      : substitute(type, { owner: declaration, types }, checker.instances);
  checker.given.set(expression, { module, type: made });
  return made;
}

/** The type that a declaration declares; with its parameters as they are, where it has some. */
export function typeDeclared(checker: Checker, module: Module, declaration: TypeDeclaration): Type {
  if (declaration.is.kind === "record")
    return { kind: "record", record: recordOf(checker, module, declaration) };
  const known = checker.aliases.get(declaration);
  if (known === null) {
    const span = spanOf(module, declaration.name);
    report(checker, "SP2114", { why: "it is made of itself" }, span, "refers to itself", { help: null });
    return POISON;
  }
  if (known !== undefined) return known;
  checker.aliases.set(declaration, null);
  const generics = { owner: declaration, names: declaration.generics.map((word) => word.text) };
  const type = typeOf(checker, module, declaration.is.type, generics.names.length === 0 ? null : generics);
  const named = withExamples(rename(type, declaration.name.text, module), declaration);
  checker.aliases.set(declaration, named);
  return named;
}

/** What `@example` shows goes into the message of a pattern that was declared here. */
function withExamples(type: Type, declaration: TypeDeclaration): Type {
  if (type.kind !== "scalar") return type;
  const like = declaration.annotations
    .filter((annotation) => annotation.name.text === "example")
    .flatMap(({ args: [arg] }) => (arg?.value.kind === "literal" ? [String(arg.value.value)] : []));
  if (like.length === 0) return type;
  // The patterns of the type that is refined have examples of their own.
  const limits = type.limits.map((limit) =>
    limit.kind === "pattern" && limit.like.length === 0 ? { ...limit, like } : limit,
  );
  return { ...type, limits };
}

function rename(type: Type, name: string, module: Module): Type {
  if (type.kind === "scalar")
    return module.standard === null
      ? { ...type, alias: name }
      : { ...type, alias: name, standard: type.standard ?? name };
  if (type.kind === "union") return { ...type, alias: name };
  return type;
}

/** The record that a type stands for, where it is one. */
export function recordIn(type: Type): RecordInfo | null {
  const inner = bare(type);
  return inner.kind === "record" ? inner.record : null;
}

// --- Records ---------------------------------------------------------------------------------------------------------

type RecordDeclaration = TypeDeclaration | KindDeclaration;

interface Body {
  readonly extends: TypeExpression | null;
  readonly fields: readonly Field[];
  readonly asserts: readonly Assert[];
  readonly open: boolean;
  readonly lost: boolean;
}

function bodyOf(declaration: RecordDeclaration): Body {
  if (declaration.kind === "kind") return { ...declaration, open: declaration.open !== null };
  if (declaration.is.kind === "record") return { ...declaration.is, open: declaration.is.open !== null };
  return { extends: null, fields: [], asserts: [], open: false, lost: false };
}

export function recordOf(checker: Checker, module: Module, declaration: RecordDeclaration): RecordInfo {
  const known = checker.records.get(declaration);
  if (known !== undefined) return known;
  const body = bodyOf(declaration);
  const names = declaration.kind === "type" ? declaration.generics.map((word) => word.text) : [];
  const generics: Generics = names.length === 0 ? null : { owner: declaration, names };
  const fields = new Map<string, FieldInfo>();
  const asserts: RecordAssert[] = body.asserts.map((assert) => ({ assert, module }));
  const again = new Map<string, FieldInfo>();
  let lost = body.lost || module.unsure;
  const record: RecordInfo = {
    name: declaration.name.text,
    fields,
    module,
    declaration: declaration.kind === "kind" ? declaration : null,
    open: body.open,
    get lost() {
      return lost;
    },
    asserts,
    again,
    generic:
      generics === null
        ? null
        : {
            of: declaration,
            args: names.map((name): Type => ({ kind: "parameter", name, owner: declaration })),
          },
  };
  checker.records.set(declaration, record);
  if (generics !== null) checker.instances.set(declaration, [record]);
  if (body.extends !== null) {
    checker.extending.add(record);
    lost = copyFields(checker, module, body.extends, generics, fields, asserts) || lost;
    checker.extending.delete(record);
  }
  // A field that was copied may be declared again, with another type or default.
  const own = new Map<string, FieldInfo>();
  for (const field of body.fields) {
    const name = field.name.text;
    if (name === "") continue;
    const other = own.get(name);
    if (other !== undefined) {
      const labels = [secondary(other.span, "first declared here")];
      report(checker, "SP2002", { name }, spanOf(module, field.name), "declared again", { labels });
      continue;
    }
    own.set(name, fieldInfo(checker, module, field, generics));
  }
  for (const [name, field] of own) {
    const copied = fields.get(name);
    if (copied !== undefined) again.set(name, copied);
    fields.set(name, field);
  }
  return record;
}

/** Answers whether some of the fields are not known. */
function copyFields(
  checker: Checker,
  module: Module,
  from: TypeExpression,
  generics: Generics,
  fields: Map<string, FieldInfo>,
  asserts: RecordAssert[],
): boolean {
  const type = typeOf(checker, module, from, generics);
  const base = type.kind === "resource" ? type.record : recordIn(type);
  const span = spanOf(module, from);
  if (base === null) {
    if (type.kind === "poison") return true;
    const why = `${showType(type)} has no fields to copy`;
    report(checker, "SP2114", { why }, span, "neither a record nor a kind", { help: null });
    return true;
  }
  if (checker.extending.has(base)) {
    report(checker, "SP2114", { why: "it extends itself" }, span, "leads back here", { help: null });
    return true;
  }
  for (const [name, field] of base.fields) fields.set(name, field);
  asserts.push(...base.asserts);
  return base.lost;
}

function fieldInfo(checker: Checker, module: Module, field: Field, generics: Generics): FieldInfo {
  return {
    name: field.name.text,
    // On demand: a record may hold a list of itself.
    get type() {
      return typeOf(checker, module, field.type, generics);
    },
    value: field.value,
    span: spanOf(module, field.name),
    key: field.annotations.some((annotation) => annotation.name.text === "key"),
    output: field.output,
    declaration: field,
    module,
  };
}
