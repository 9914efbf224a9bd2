// Fixes of imports: what to write to bring a name in, and what to cut to let one go.
//
// In:  a module of the program and a name. Out: fixes as edits of that module's text. Surprising: a name that exactly one
// module declares is a safe fix, since the name had no meaning before and has only this one after.

import type { Import } from "../ast.ts";
import type { Module, Program } from "../bind.ts";
import { fixAt, type Edit, type Fix } from "../diagnostics.ts";
import type { Span } from "../source.ts";

/** Bringing in `name`, which nothing in the module is called; empty where no module declares it. */
export function importing(program: Program, module: Module, name: string): readonly Fix[] {
  if (name.startsWith("_") || module.standard !== null) return [];
  const sources = exporters(program, module, name);
  const applicability = sources.length === 1 ? "safe" : "maybe";
  return sources.map((source): Fix => {
    const shown = source.startsWith('"') ? source : `std.${source}`;
    const title = `import \`${name}\` from ${shown.replaceAll('"', "`")}`;
    return { title, edits: [bringIn(module, shown, name)], applicability };
  });
}

/** As they stand in an import: `"./shop.sp"`, or the words after `std`. */
function exporters(program: Program, module: Module, name: string): readonly string[] {
  const declares = new RegExp(String.raw`^(?:type|kind|system|overlay|fn|let)[ \t]+${name}\b`, "m");
  const own = program.modules
    .filter((other) => other !== module && other.standard === null)
    .filter((other) => other.names.get(name)?.imported === false)
    .map((other) => JSON.stringify(relativePath(module.file.path, other.file.path)));
  const standard = Object.entries(program.std)
    .filter(([file, text]) => file !== "prelude.sp" && declares.test(text))
    .map(([file]) => file.replace(/\.sp$/, "").replaceAll("/", "."));
  return [...own, ...standard.toSorted()];
}

/** Into the import that there is, else as a line after the last one, else above everything but the head comment. */
function bringIn(module: Module, from: string, name: string): Edit {
  const { file, node } = module;
  const there = node.imports.find((item) => item.names.length > 0 && sourceOf(item) === from);
  const last = there?.names.at(-1);
  if (last !== undefined) {
    const { end } = last.as ?? last.name;
    return { span: { file, start: end, end }, replacement: `, ${name}` };
  }
  const line = `import ${from} { ${name} }`;
  const after = node.imports.at(-1);
  if (after !== undefined)
    return { span: { file, start: after.end, end: after.end }, replacement: `\n${line}` };
  const head = /^(?:\/\/(?!\/).*\n)+\n?/.exec(file.text)?.[0].length ?? 0;
  return { span: { file, start: head, end: head }, replacement: `${line}\n\n` };
}

function sourceOf(item: Import): string {
  return item.from.kind === "path"
    ? JSON.stringify(item.from.path.text)
    : item.from.words.map((word) => word.text).join(".");
}

function relativePath(from: string, to: string): string {
  const here = from.split("/").slice(0, -1);
  const there = to.split("/");
  while (here.length > 0 && here[0] === there[0]) {
    here.shift();
    there.shift();
  }
  return here.length === 0 ? `./${there.join("/")}` : `${"../".repeat(here.length)}${there.join("/")}`;
}

/** Cutting the name that stands at the span out of its import, with the import when it was the only one. */
export function dropping(module: Module, span: Span, name: string): readonly Fix[] {
  const { file } = module;
  for (const item of module.node.imports) {
    const at = item.names.findIndex((each) => (each.as ?? each.name).start === span.start);
    const found = item.names[at];
    if (found === undefined) continue;
    const title = `remove the import of \`${name}\``;
    if (item.names.length === 1) {
      const end = file.text[item.end] === "\n" ? item.end + 1 : item.end;
      return [fixAt({ file, start: item.start, end }, "", title, "safe")];
    }
    const before = item.names[at - 1];
    const after = item.names[at + 1];
    const start = before === undefined ? found.name.start : (before.as ?? before.name).end;
    const end = before === undefined && after !== undefined ? after.name.start : span.end;
    return [fixAt({ file, start, end }, "", title, "safe")];
  }
  return [];
}
