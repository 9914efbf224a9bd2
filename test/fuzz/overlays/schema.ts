// The kinds, types and systems of the generated programs: what there is to be amended.
//
// Everything has a rank, its place in this file, and an expression reads only what is of a lower rank: so programs have no
// cycles unless one is made on purpose. Nested systems come in two depths; loops go over a list, a map and a keyed list.

/** What may be said of a field. */
export type FieldKind =
  | "int"
  | "string"
  | "optional"
  | "bool"
  | "level"
  | "record"
  | "optional record"
  | "strings"
  | "ints"
  | "keyed"
  | "table"
  | "list";

export interface Field {
  readonly name: string;
  readonly kind: FieldKind;
}

export interface Item {
  readonly name: string;
  /** A kind or a system. */
  readonly of: string;
  /** What stands between the name and the block. */
  readonly head: string;
  /** What the block must hold. */
  readonly block: readonly string[];
  /** What its loop goes over. */
  readonly loop: "people" | "names" | "sizes" | null;
  /** Nobody reads it, so that it may be removed. */
  readonly unread: boolean;
}

export interface SystemSchema {
  readonly name: string;
  readonly params: readonly (Field & { readonly text: string })[];
  readonly lets: readonly (Field & { readonly text: string })[];
  readonly items: readonly Item[];
  readonly outputs: readonly (Field & { readonly text: string })[];
}

export const LIMITS: readonly Field[] = [
  { name: "cpu", kind: "int" },
  { name: "mem", kind: "int" },
];

export const PORT: readonly Field[] = [
  { name: "port", kind: "int" },
  { name: "probe", kind: "int" },
  { name: "tls", kind: "bool" },
];

export const KINDS: Readonly<Record<string, readonly Field[]>> = {
  Service: [
    { name: "name", kind: "string" },
    { name: "replicas", kind: "int" },
    { name: "level", kind: "level" },
    { name: "limits", kind: "record" },
    { name: "note", kind: "string" },
    { name: "tag", kind: "optional" },
    { name: "extra", kind: "optional record" },
    { name: "env", kind: "strings" },
    { name: "labels", kind: "strings" },
    { name: "ports", kind: "keyed" },
    { name: "tables", kind: "table" },
    { name: "args", kind: "list" },
  ],
  Job: [
    { name: "id", kind: "string" },
    { name: "size", kind: "int" },
    { name: "note", kind: "string" },
    { name: "args", kind: "list" },
  ],
};

/** What identifies: it is only ever made longer, so that no two resources become one. */
export const KEYS: ReadonlySet<string> = new Set(["name", "id", "label", "word"]);

export const DECLARATIONS = `
type Limits { cpu: Int = 1, mem: Int = cpu * 2 }
type Port { name: String, port: Int, probe: Int = port + 1, tls: Bool = false }
type Person { login: String, admin: Bool = false, level: Int = 1 }
kind Service by service {
  @key name: String
  replicas: Int in 0..5000 = 1
  level: "low" | "high" = "low"
  limits: Limits = {}
  note: String = "runs \${name}"
  tag: String?
  extra: Limits?
  env: {String: String} = {}
  labels: {String: String} = { app = note }
  ports: [Port by name] = {}
  tables: {String: Limits} = {}
  args: [String] = []
}
kind Job by service {
  @key id: String
  size: Int = 1
  note: String = "j\${size}"
  args: [String] = ["d"]
}
`;

function item(name: string, of: string, more: Partial<Omit<Item, "name" | "of">> = {}): Item {
  return { name, of, head: "", block: [], loop: null, unread: false, ...more };
}

/** Innermost first. */
export const SYSTEMS: readonly SystemSchema[] = [
  {
    name: "Inner",
    params: [
      { name: "size", kind: "int", text: "size: Int = 1" },
      { name: "label", kind: "string", text: 'label: String = "in"' },
      { name: "conf", kind: "ints", text: "conf: {String: Int} = { a = 1 }" },
    ],
    lets: [{ name: "twice", kind: "int", text: "twice = size * 2" }],
    items: [item("web", "Service", { block: ['name = "${label}-web"'] })],
    outputs: [{ name: "total", kind: "int", text: "total = twice + web.replicas" }],
  },
  {
    name: "Mid",
    params: [
      { name: "scale", kind: "int", text: "scale: Int = 2" },
      { name: "word", kind: "string", text: 'word: String = "mid"' },
    ],
    lets: [],
    items: [
      item("aux", "Job", { block: ['id = "${word}-aux"'] }),
      item("inner", "Inner", { block: ['label = "${word}-inner"'] }),
    ],
    outputs: [{ name: "sum", kind: "int", text: "sum = inner.total + scale" }],
  },
  {
    name: "Shop",
    params: [
      { name: "people", kind: "keyed", text: "people: [Person by login] = PEOPLE" },
      { name: "names", kind: "list", text: "names: [String] = NAMES" },
      { name: "sizes", kind: "ints", text: "sizes: {String: Int} = SIZES" },
      { name: "count", kind: "int", text: "count: Int = 3" },
      { name: "title", kind: "string", text: 'title: String = "t"' },
      { name: "flag", kind: "bool", text: "flag: Bool = false" },
      { name: "shared", kind: "record", text: "shared: Limits = { cpu = 4 }" },
    ],
    lets: [{ name: "double", kind: "int", text: "double = count * 2" }],
    items: [
      item("db", "Service", { block: ['name = "db"'] }),
      item("web", "Service", { block: ['name = "web"'] }),
      item("one", "Inner", { block: ['label = "one"'] }),
      item("mid", "Mid"),
      item("many", "Inner", { head: "for n in names", block: ["label = n"], loop: "names", unread: true }),
      item("keys", "Job", {
        head: "for p in people if p.admin",
        block: ['id = "key-${p.login}"'],
        loop: "people",
        unread: true,
      }),
      item("sized", "Job", {
        head: "for k, v in sizes",
        block: ['id = "sized-${k}-${v}"'],
        loop: "sizes",
        unread: true,
      }),
      item("spare", "Service", { block: ['name = "spare"'], unread: true }),
      item("maybe", "Job", { head: "if flag", block: ['id = "maybe"'], unread: true }),
    ],
    outputs: [
      { name: "all", kind: "string", text: 'all = "${count}/${web.replicas}/${one.total}/${mid.sum}"' },
      { name: "keyed", kind: "list", text: "keyed = keys.keys()" },
    ],
  },
];
