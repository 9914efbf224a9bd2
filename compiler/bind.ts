// From entries to modules: reads the files, follows the imports, and gives every file its names.
//
// In:  the request. Out: the modules in the order in which they were reached, each with the declarations that a bare name
// can mean there. An import that cannot be resolved still binds its names (to null), so their uses are not reported too.

import type { Declaration, FileNode, Import, Let, Word } from "./ast.ts";
import { noDeclarations, readData } from "./data.ts";
import { diagnose, fixAt, mainLabel, primary, secondary, type Diagnostic } from "./diagnostics.ts";
import { nearest } from "./near.ts";
import { parse, type Parsed } from "./parse.ts";
import type { CompilerHost, ReadResult, SourceFile, Span } from "./source.ts";
import { SCALARS } from "./types.ts";

export interface Module {
  readonly file: SourceFile;
  readonly node: FileNode;
  /** `std.file` for the standard library; null in the package. */
  readonly standard: string | null;
  readonly names: Map<string, Binding>;
  /** A declaration of the file could not be read: names that are missing there may well exist. */
  readonly broken: boolean;
  /** Its brackets do not match: where something belongs is a guess. */
  readonly unsure: boolean;
  /** Where something in it could not be read: what seems unused may well be used there. */
  readonly mistakes: readonly Span[];
  /** A data file: its text is one value. */
  readonly data: boolean;
  /** Loaded for a method or a function that somebody uses, and looked at no further. */
  readonly lazy: boolean;
}

export interface Binding {
  readonly name: string;
  readonly module: Module;
  /** null: what it should have been was reported. */
  readonly declaration: Declaration | null;
  readonly span: Span;
  readonly imported: boolean;
  /** Nobody wrote the name: an import has a mistake in its braces, and may have meant it. */
  readonly meant?: true;
  /** The module that the name stands for: `import std.net as net`. */
  readonly namespace: Module | null;
}

export interface Program {
  readonly modules: readonly Module[];
  readonly prelude: Module | null;
  /** The standard library's texts, all of them: what a name could be imported from. */
  readonly std: Readonly<Record<string, string>>;
  /** A module of the standard library, read when somebody first needs it; null where there is none. */
  readonly standard: (name: string) => Module | null;
  /** Told of each module that is asked for in this way; null: nobody wants to know. */
  readonly demand: { noted: ((name: string) => void) | null };
  /** Values that stand in data files, with those files. The checker puts in their place what their types read in them. */
  readonly data: Map<Let, Module>;
  /** By path all that was read, and null for what could not be. */
  readonly loaded: ReadonlyMap<string, Module | null>;
}

export interface BindRequest {
  readonly host: CompilerHost;
  readonly std: Readonly<Record<string, string>>;
  readonly entries: readonly string[];
}

/** What is as it was in the program before, in a process that compiles again and again. */
export interface Kept {
  /** By path: their texts are the same, and so are those of all that they import. */
  readonly modules: ReadonlyMap<string, Module>;
  readonly data: ReadonlyMap<Let, Module>;
  /** By path, also those of modules that are not kept: a file with the same text is the same file. */
  readonly files: ReadonlyMap<string, SourceFile>;
}

const NOTHING_KEPT: Kept = { modules: new Map(), data: new Map(), files: new Map() };

interface Binder {
  readonly request: BindRequest;
  readonly kept: Kept;
  readonly modules: Map<string, Module | null>;
  readonly data: Map<Let, Module>;
  readonly diagnostics: Diagnostic[];
}

export const STANDARD = "std/";
/** Beside the text of `file.sp` there may be its tree, as `file.sp.tree`. */
export const TREE = ".tree";

export function bind(request: BindRequest, diagnostics: Diagnostic[], kept: Kept = NOTHING_KEPT): Program {
  const binder: Binder = { request, kept, modules: new Map(), data: new Map(), diagnostics };
  const prelude =
    request.std["prelude.sp"] === undefined ? null : loadStandard(binder, "prelude", "std.prelude", true);
  for (const entry of new Set(request.entries)) {
    const path = normalize("", entry);
    if (path === null) diagnostics.push(diagnose("SP1007", { path: entry }));
    else loadFile(binder, path, null);
  }
  const modules = [...binder.modules.values()].filter((module) => module !== null);
  bindNames(binder, modules);
  const demand: Program["demand"] = { noted: null };
  const standard = (name: string): Module | null => {
    demand.noted?.(name);
    const known = binder.modules.get(`${STANDARD}${name}.sp`);
    if (known !== undefined) return known;
    const module = loadStandard(binder, name, `std.${name}`, true);
    if (module === null) return null;
    modules.push(module);
    bindNames(binder, [module]);
    return module;
  };
  if (prelude !== null) bindSecret(prelude, standard);
  const { data, modules: loaded } = binder;
  return { modules, prelude, std: request.std, standard, demand, data, loaded };
}

function bindNames(binder: Binder, modules: readonly Module[]): void {
  const isKept = (module: Module) => binder.kept.modules.get(module.file.path) === module;
  for (const module of modules) if (!isKept(module)) bindDeclarations(binder, module);
  for (const module of modules) {
    if (isKept(module)) keepData(binder, module);
    else bindImports(binder, module);
  }
}

function keepData({ kept, data }: Binder, module: Module): void {
  if (kept.data.size === 0) return;
  for (const { declaration } of module.names.values()) {
    const from = declaration?.kind === "let" ? kept.data.get(declaration) : undefined;
    if (declaration?.kind === "let" && from !== undefined) data.set(declaration, from);
  }
}

/** The module of the program before, with all that it imports, which is as it was too. */
function keep(binder: Binder, module: Module): Module {
  binder.modules.set(module.file.path, module);
  for (const item of module.node.imports) loadImport(binder, module, item);
  return module;
}

/** `secret.env("X")` needs no import; the module behind it is read when somebody writes it. */
function bindSecret(prelude: Module, standard: Program["standard"]): void {
  const span = { file: prelude.file, start: 0, end: 0 };
  const binding: Binding = {
    name: "secret",
    module: prelude,
    declaration: null,
    span,
    imported: false,
    get namespace() {
      return standard("secret");
    },
  };
  prelude.names.set("secret", binding);
}

// --- Reading ---------------------------------------------------------------------------------------------------------

function loadFile(binder: Binder, path: string, from: Span | null): Module | null {
  const known = binder.modules.get(path);
  if (known !== undefined) return known;
  const kept = binder.kept.modules.get(path);
  if (kept?.data === false) return keep(binder, kept);
  const file = readText(binder, path, from);
  if (file !== null) return addModule(binder, file, null, false);
  binder.modules.set(path, null);
  return null;
}

function readText(binder: Binder, path: string, from: Span | null): SourceFile | null {
  const read = binder.request.host.read(path);
  const labels = from === null ? [] : [primary(from, "imported here")];
  if (read.kind !== "text") {
    const said = unreadable(path, read, labels);
    const near = read.kind === "missing" ? fileNear(binder, path) : null;
    binder.diagnostics.push(near === null ? said : { ...said, help: `did you mean \`${near}\`?` });
    return null;
  }
  // Half a surrogate pair comes from no UTF-8 file; a host that hands one over is not believed.
  if (!read.text.isWellFormed()) {
    const offset = read.text.search(/[\ud800-\udfff]/u);
    binder.diagnostics.push(diagnose("SP1003", { path, offset }, { labels }));
    return null;
  }
  const before = binder.kept.files.get(path);
  if (before !== undefined && before.text === read.text && before.id === read.id) return before;
  return { path, text: read.text, id: read.id };
}

function loadStandard(binder: Binder, name: string, standard: string, lazy: boolean): Module | null {
  const path = `${STANDARD}${name}.sp`;
  const known = binder.modules.get(path);
  if (known !== undefined) return known;
  const kept = binder.kept.modules.get(path);
  if (kept?.lazy === lazy) return keep(binder, kept);
  const text = binder.request.std[`${name}.sp`];
  if (text === undefined) return null;
  const file = { path, text, id: `sha256:${binder.request.host.sha256(text)}` };
  return addModule(binder, file, standard, lazy);
}

function addModule(binder: Binder, file: SourceFile, standard: string | null, lazy: boolean): Module {
  const { node, diagnostics, unsure } = treeOf(binder, file) ?? parse(file);
  binder.diagnostics.push(...diagnostics);
  const mistakes = diagnostics.flatMap((diagnostic) => mainLabel(diagnostic)?.span ?? []);
  const module: Module = {
    file,
    node,
    standard,
    names: new Map(),
    broken: node.lost || unsure,
    unsure,
    mistakes,
    data: false,
    lazy,
  };
  binder.modules.set(file.path, module);
  for (const item of node.imports) loadImport(binder, module, item);
  return module;
}

/** The tree of a module of the standard library that was parsed when the compiler was built. */
function treeOf(binder: Binder, file: SourceFile): Parsed | null {
  if (!file.path.startsWith(STANDARD)) return null;
  const tree = binder.request.std[`${file.path.slice(STANDARD.length)}${TREE}`];
  if (tree === undefined) return null;
  return { node: { ...(JSON.parse(tree) as Omit<FileNode, "file">), file }, diagnostics: [], unsure: false };
}

/** The text of a data file; what it means is asked when its type is known. */
function loadData(binder: Binder, path: string, from: Span): void {
  if (binder.modules.has(path)) return;
  const kept = binder.kept.modules.get(path);
  if (kept?.data === true) {
    binder.modules.set(path, kept);
    return;
  }
  const file = readText(binder, path, from);
  const names = new Map<string, Binding>();
  const module: Module | null =
    file === null
      ? null
      : {
          file,
          node: noDeclarations(file),
          standard: null,
          names,
          broken: false,
          unsure: false,
          mistakes: [],
          data: true,
          lazy: false,
        };
  binder.modules.set(path, module);
}

/** One in the same folder, with nearly the same name. */
function fileNear({ request }: Binder, path: string): string | null {
  const start = path.lastIndexOf("/") + 1;
  const near = nearest(path.slice(start), request.host.list(path.slice(0, Math.max(0, start - 1))));
  return near === null ? null : path.slice(0, start) + near;
}

type Unreadable = Exclude<ReadResult, { readonly kind: "text" }>;

function unreadable(path: string, read: Unreadable, labels: Diagnostic["labels"]): Diagnostic {
  switch (read.kind) {
    case "missing":
      return diagnose("SP1001", { path }, { labels });
    case "folder":
      return diagnose("SP1002", { path }, { labels });
    case "binary":
      return diagnose("SP1003", { path, offset: read.offset }, { labels });
    case "too-large":
      return diagnose("SP1004", { path, bytes: read.bytes }, { labels });
    case "unreadable":
      return diagnose("SP1005", { path, why: read.why }, { labels });
  }
}

// --- Imports ---------------------------------------------------------------------------------------------------------

function importSpan(module: Module, item: Import): Span {
  const words = item.from.kind === "path" ? [item.from.path] : item.from.words;
  return { file: module.file, start: words[0]?.start ?? item.start, end: words.at(-1)?.end ?? item.end };
}

function loadImport(binder: Binder, module: Module, item: Import): void {
  const span = importSpan(module, item);
  if (item.from.kind === "path") {
    const path = normalize(folderOf(module.file.path), item.from.path.text);
    if (item.from.path.text === "") return;
    if (path === null || module.standard !== null) {
      const labels = [primary(span, "leads out of the package")];
      const help = outsideHelp(item.from.path.text);
      binder.diagnostics.push(diagnose("SP1007", { path: item.from.path.text }, { labels, ...help }));
    } else if (item.as !== null && !path.endsWith(".sp")) loadData(binder, path, span);
    else loadFile(binder, path, span);
    return;
  }
  const words = item.from.words.map((word) => word.text);
  if (words.includes("")) return;
  if (words[0] !== "std") {
    const labels = [primary(span, "no such package")];
    binder.diagnostics.push(diagnose("SP1008", { name: words[0] ?? "" }, { labels }));
    return;
  }
  const name = words.slice(1).join("/");
  if (loadStandard(binder, name, words.join("."), false) !== null) return;
  const modules = Object.keys(binder.request.std)
    .filter((file) => file.endsWith(".sp") && file !== "prelude.sp")
    .map((file) => file.replace(/\.sp$/, ""));
  const near = nearest(name, modules);
  const full = near === null ? "" : `std.${near.replaceAll("/", ".")}`;
  const all = modules.toSorted().map((file) => `std.${file.replaceAll("/", ".")}`);
  const help = near === null ? `there are ${all.join(", ")}` : `write \`import ${full} { ... }\``;
  const fixes = near === null ? [] : [fixAt(span, full, `write \`${full}\``, "maybe")];
  binder.diagnostics.push(
    diagnose("SP1006", { name: words.join(".") }, { labels: [primary(span, "no such module")], help, fixes }),
  );
}

function outsideHelp(path: string): { readonly help?: string } {
  if (path.replace(/^\.\//, "").startsWith(STANDARD))
    return { help: "`std` is the standard library: `import std.file { File }`" };
  if (/^[a-z]+:\/\//.test(path))
    return { help: "nothing is fetched while compiling; another package is named in `setpoint.toml`" };
  return {};
}

/** Where a file looks for what it imports; an import that leads nowhere has no path. */
export function importPaths({ file, node }: Module): readonly string[] {
  return node.imports.flatMap(({ from }) => {
    if (from.kind === "path") return normalize(folderOf(file.path), from.path.text) ?? [];
    const words = from.words.map((word) => word.text);
    return words[0] === "std" ? [`${STANDARD}${words.slice(1).join("/")}.sp`] : [];
  });
}

function importedModule(binder: Binder, module: Module, item: Import): Module | null {
  if (item.from.kind === "module") {
    const words = item.from.words.map((word) => word.text);
    if (words[0] !== "std") return null;
    return binder.modules.get(`${STANDARD}${words.slice(1).join("/")}.sp`) ?? null;
  }
  const path = normalize(folderOf(module.file.path), item.from.path.text);
  return path === null ? null : (binder.modules.get(path) ?? null);
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

/** The path relative to the package root, or null where it leaves the package. */
function normalize(folder: string, path: string): string | null {
  if (path.startsWith("/") || path.includes("\\") || path.includes("\0") || path.includes("://")) return null;
  const parts: string[] = [];
  for (const part of `${folder}${path}`.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  // The folder of the standard library is no folder of a package.
  return parts.length === 0 || parts[0] === "std" ? null : parts.join("/");
}

// --- Names -----------------------------------------------------------------------------------------------------------

const CAPITAL = new Set(["system", "type", "kind"]);

function bindDeclarations(binder: Binder, module: Module): void {
  for (const declaration of module.node.declarations) {
    const { text } = declaration.name;
    if (text === "") continue;
    const span = wordSpan(module, declaration.name);
    const other = module.names.get(text);
    if (other !== undefined) {
      reportTwice(binder, text, span, other.span);
      continue;
    }
    if (CAPITAL.has(declaration.kind) && SCALARS.some((name) => name === text)) {
      const labels = [primary(span, "the language's own type")];
      binder.diagnostics.push(diagnose("SP2004", { name: text }, { labels }));
    }
    module.names.set(text, { name: text, module, declaration, span, imported: false, namespace: null });
  }
}

function bindImports(binder: Binder, module: Module): void {
  const meant: Binding[] = [];
  for (const item of module.node.imports) {
    const from = importedModule(binder, module, item);
    const isRead = !module.mistakes.some(({ start }) => item.start <= start && start < item.end);
    if (from !== null && !isRead) meant.push(...namesToImport(from));
    for (const { name, as } of item.names) {
      if (name.text === "") continue;
      const local = as ?? name;
      const span = wordSpan(module, local);
      const other = module.names.get(local.text);
      if (other !== undefined) {
        const isSame = other.imported && other.declaration === from?.names.get(name.text)?.declaration;
        const help = isSame ? "leave one of the two out: both import the same" : undefined;
        reportTwice(binder, local.text, span, other.span, help);
        continue;
      }
      const found = from?.names.get(name.text);
      const target = found === undefined || !isToImport(found) ? null : found;
      if (from !== null && target === null && !from.broken && isRead)
        meant.push(...reportUnknownImport(binder, module, from, name));
      module.names.set(local.text, {
        name: local.text,
        module: target?.module ?? module,
        declaration: target?.declaration ?? null,
        span,
        imported: true,
        namespace: null,
      });
    }
    if (item.as !== null) bindWhole(binder, module, item, from, item.as);
  }
  bindMeant(binder, module, meant);
}

/** What a file hands on. */
function isToImport({ name, imported }: Binding): boolean {
  return !imported && !name.startsWith("_");
}

function namesToImport({ names }: Module): readonly Binding[] {
  return [...names.values()].filter(isToImport);
}

/** One mistake in an import is one message: who uses the name as it should have been written there is not told as well. */
function bindMeant({ modules }: Binder, module: Module, meant: readonly Binding[]): void {
  const prelude = modules.get(`${STANDARD}prelude.sp`)?.names;
  for (const binding of meant) {
    const { name } = binding;
    if (!module.names.has(name) && prelude?.has(name) !== true)
      module.names.set(name, { ...binding, imported: true, meant: true });
  }
}

/** `import "people.json" as roster: [Person]` and `import std.net as net`. */
function bindWhole(
  binder: Binder,
  module: Module,
  item: Import,
  from: Module | null,
  as: NonNullable<Import["as"]>,
): void {
  const name = as.name.text;
  if (name === "") return;
  const span = wordSpan(module, as.name);
  const other = module.names.get(name);
  if (other !== undefined) {
    reportTwice(binder, name, span, other.span);
    return;
  }
  const binding = { name, module, span, imported: true };
  if (as.type === null) {
    const namespace = from?.data === true ? null : from;
    module.names.set(name, { ...binding, declaration: null, namespace });
    if (from?.data !== true) return;
    const help = `write \`as ${name}: Type\` with the type of the data`;
    const labels = [primary(span, "has no type")];
    binder.diagnostics.push(
      diagnose("SP2114", { why: "data is read as what its type says" }, { labels, help }),
    );
    return;
  }
  const { start, end } = item;
  if (from === null || !from.data) {
    module.names.set(name, { ...binding, declaration: null, namespace: null });
    if (from === null) return;
    const labels = [primary(span, "source, and not data")];
    const help = `write \`{ names }\`, or \`as ${name}\` without a type`;
    binder.diagnostics.push(diagnose("SP2114", { why: "a `.sp` file is no data" }, { labels, help }));
    return;
  }
  const value = readData(from.file, as.type, binder.request.host.parsers, binder.diagnostics);
  const declaration: Let = {
    kind: "let",
    name: as.name,
    type: as.type,
    value,
    annotations: [],
    doc: null,
    start,
    end,
  };
  binder.data.set(declaration, from);
  module.names.set(name, { ...binding, declaration, namespace: null });
}

/** Gives what may have been meant: the nearest name, or else any. */
function reportUnknownImport(binder: Binder, module: Module, from: Module, name: Word): readonly Binding[] {
  const all = namesToImport(from);
  const names = all.map((item) => item.name);
  const known = from.names.get(name.text);
  const near = known === undefined ? nearest(name.text, names) : null;
  const labels = [primary(wordSpan(module, name), "not declared there")];
  if (known !== undefined) labels.push(secondary(known.span, known.imported ? "imported here" : "private"));
  const target = near === null ? undefined : from.names.get(near);
  if (target !== undefined) labels.push(secondary(target.span, "did you mean this one?"));
  const help = unknownImportHelp(from, known, near, names);
  binder.diagnostics.push(
    diagnose("SP2003", { name: name.text, path: from.standard ?? from.file.path }, { labels, help, near }),
  );
  if (known !== undefined) return [];
  return target === undefined ? all : [target];
}

function unknownImportHelp(
  from: Module,
  known: Binding | undefined,
  near: string | null,
  names: readonly string[],
): string | null {
  if (from.data) return "data is taken whole: write `as name: Type`";
  if (known?.imported) return "import it from where it is declared: what a file imports it does not hand on";
  if (known !== undefined) return "a name with `_` belongs to its file: give it another name there";
  if (near !== null) return `write \`${near}\``;
  return names.length > 0 ? `it declares ${names.toSorted().join(", ")}` : null;
}

function reportTwice(binder: Binder, name: string, span: Span, first: Span, help?: string): void {
  const labels = [primary(span, "declared again"), secondary(first, "first declared here")];
  const details = help === undefined ? { labels } : { labels, help };
  binder.diagnostics.push(diagnose("SP2002", { name }, details));
}

function wordSpan(module: Module, word: Word): Span {
  return { file: module.file, start: word.start, end: word.end };
}
