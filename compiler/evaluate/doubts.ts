// What the checker leaves open, computed where that needs no environment: values that read nothing but their file, constants
// anywhere, and the rules of what files name. A wrong one is wrong whether anything uses it or not.

import type { Module } from "../bind.ts";
import { spanOf } from "../check/context.ts";
import { typeOfGlobal } from "../check/systems.ts";
import { Cell, FILE_SCOPE } from "../values.ts";
import { isConstantExpression } from "./constant.ts";
import type { CodeContext, Evaluator } from "./context.ts";
import { mayBreak, verify } from "./verify.ts";

/** `kept`: modules in which nothing is left open, because they were judged before. */
export function judgeDoubts(evaluator: Evaluator, kept: ReadonlySet<Module> | null = null): void {
  const { checker, program } = evaluator.checked;
  for (const { expression, type, module, alone } of checker.doubts) {
    if (!alone && !isConstantExpression(evaluator, expression)) continue;
    const context: CodeContext = { module, definition: null, given: null, strength: "normal" };
    const code = evaluator.compile(evaluator, expression, type, context);
    evaluator.force(evaluator, new Cell(null, "", spanOf(module, expression), type, code, FILE_SCOPE));
  }
  for (const module of program.modules) {
    if (module.standard !== null || kept?.has(module) === true) continue;
    for (const { declaration } of module.names.values()) {
      if (declaration?.kind !== "let") continue;
      const type = typeOfGlobal(checker, module, declaration);
      if (!mayBreak(evaluator, type)) continue;
      const span = spanOf(program.data.get(declaration) ?? module, declaration.value);
      verify(evaluator, evaluator.global(evaluator, declaration, module), span);
    }
  }
}
