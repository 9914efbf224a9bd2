// What a bare name means: the overlay's own names, the fields beside a default, the slots of the system, the file, the prelude.

import type { Name } from "../ast.ts";
import { secondary } from "../diagnostics.ts";
import { LATER_FUNCTIONS } from "../functions.ts";
import { nearest } from "../near.ts";
import { RENDERERS } from "../render.ts";
import { POISON, type Type } from "../types.ts";
import { lookUp, namesInSight, report, spanOf, type Checker, type Scope } from "./context.ts";
import { memberType, typeOfGlobal } from "./systems.ts";

export function checkName(checker: Checker, name: Name, scope: Scope): Type {
  const { text } = name;
  if (text === "") return POISON;
  if (text !== scope.self || scope.frame?.has(text) === true) {
    const own = scope.frame?.get(text);
    if (own !== undefined) {
      checker.references.set(name, { kind: "frame", name: text });
      return own.type;
    }
    const sibling = scope.siblings?.fields.get(text);
    if (sibling !== undefined && !sibling.output) {
      checker.references.set(name, { kind: "sibling", name: text });
      return sibling.type;
    }
    const member = scope.system?.members.get(text);
    if (member !== undefined) {
      checker.references.set(name, { kind: "slot", name: text });
      return memberType(member);
    }
  }
  const found = lookUp(checker, scope.module, text);
  if (found === null) {
    reportUnknown(checker, name, scope);
    return POISON;
  }
  if (found.declaration === null) return POISON;
  if (found.declaration.kind === "let") {
    checker.references.set(name, { kind: "global", declaration: found.declaration, module: found.module });
    return typeOfGlobal(checker, found.module, found.declaration);
  }
  const labels = [secondary(found.span, "declared here")];
  const is = `${/^[aeiou]/.test(found.declaration.kind) ? "an" : "a"} ${found.declaration.kind}`;
  report(
    checker,
    "SP2008",
    { name: text, is, wanted: "a value" },
    spanOf(scope.module, name),
    "not a value",
    {
      labels,
    },
  );
  return POISON;
}

function reportUnknown(checker: Checker, name: Name, scope: Scope): void {
  // A declaration that could not be read may well have declared it.
  if (scope.module.broken) return;
  const { text } = name;
  const span = spanOf(scope.module, name);
  if (LATER_FUNCTIONS.includes(text) || text === "secret") {
    report(checker, "SP9001", { feature: `\`${text}\`` }, span, "not supported yet");
    return;
  }
  if (RENDERERS.some((renderer) => renderer === text)) {
    report(checker, "SP2103", { name: text, on: null }, span, "a function", {
      help: `write \`${text}(...)\``,
    });
    return;
  }
  if (text === scope.self) {
    report(checker, "SP2001", { name: text }, span, "does not see itself", {
      help: "an initialiser does not see the name that it defines",
    });
    return;
  }
  const near = nearest(text, namesInSight(checker, scope));
  const target =
    near === null ? undefined : (scope.system?.members.get(near) ?? scope.module.names.get(near));
  const labels = target === undefined ? [] : [secondary(target.span, "did you mean this one?")];
  const help = near === null ? null : `write \`${near}\``;
  report(checker, "SP2001", { name: text }, span, "not known here", { labels, help, near });
}
