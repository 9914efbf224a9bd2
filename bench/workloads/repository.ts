// A repository of 300 files with 10,000 different resources, as people write them: each file a system of some thirty resources
// of three kinds that read each other, all of them inside one system, an overlay on top. No two resources are written alike.
//
// Beside it the same as JavaScript modules of plain objects: what a program by hand would load and write out.

export interface Repository {
  /** By path. */
  readonly setpoint: ReadonlyMap<string, string>;
  readonly javascript: ReadonlyMap<string, string>;
}

const KINDS = `kind Host by lab {
  @key name: String
  address: String
  size: "small" | "large" = "small"
  tags: {String: String} = {}
}

kind Unit by lab {
  @key name: String
  command: [String]
  port: Int
  replicas: Int = 2
  env: {String: String} = {}
}

kind Record by lab {
  @key name: String
  values: [String]
  ttl: Int = 300
}
`;

export function repository(files: number, resources: number): Repository {
  const setpoint = new Map<string, string>([["kinds.sp", KINDS]]);
  const javascript = new Map<string, string>();
  const names = Array.from({ length: files }, (_, index) => index);
  for (const file of names) {
    const own = Math.floor(((file + 1) * resources) / files) - Math.floor((file * resources) / files);
    setpoint.set(`part${file}.sp`, part(file, own));
    javascript.set(`part${file}.mjs`, module(file, own));
  }
  const imports = names.map((file) => `import "./part${file}.sp" { Part${file} }`);
  const slots = names.map((file) => `  part${file}: Part${file} { zone = zone }`);
  setpoint.set(
    "main.sp",
    [
      ...imports,
      "",
      "system Lab {",
      '  param zone: String = "lab.example.com"',
      ...slots,
      "}",
      "",
      "overlay production on Lab {",
      '  zone = "example.com"',
      "  part1 { unit0 { replicas = super + 1 } }",
      "}",
      "",
      "environment prod = Lab with production",
      "",
    ].join("\n"),
  );
  javascript.set(
    "main.mjs",
    [
      'import { writeFileSync } from "node:fs";',
      ...names.map((file) => `import part${file} from "./part${file}.mjs";`),
      "const all = {};",
      ...names.map((file) => `Object.assign(all, part${file}("example.com"));`),
      'all["part1.unit0"].replicas += 1;',
      'writeFileSync("/dev/stdout", JSON.stringify(all));',
      "",
    ].join("\n"),
  );
  return { setpoint, javascript };
}

function part(file: number, count: number): string {
  const lines = [
    'import "./kinds.sp" { Host, Unit, Record }',
    "",
    `system Part${file} {`,
    "  param zone: String",
  ];
  for (let index = 0; index < count; index++) {
    const at = Math.floor(index / 3);
    const seed = file * 37 + index;
    if (index % 3 === 0)
      lines.push(
        `  host${at}: Host {`,
        `    name = "h${at}-${file}.\${zone}"`,
        `    address = "10.${file % 250}.${at}.${(seed % 250) + 1}"`,
        ...(seed % 4 === 0 ? ['    size = "large"'] : []),
        `    tags = { rack = "r${seed % 40}", row = "${seed % 7}" }`,
        "  }",
      );
    else if (index % 3 === 1)
      lines.push(
        `  unit${at}: Unit {`,
        `    name = "u${at}-${file}"`,
        `    command = ["/opt/u${seed}/bin/run", "--host=\${host${at}.address}"]`,
        `    port = ${7000 + (seed % 900)}`,
        ...(seed % 3 === 0 ? [`    replicas = ${(seed % 5) + 1}`] : []),
        `    env = { LEVEL = "${seed % 2 === 0 ? "info" : "warn"}", SEED = "${seed}" }`,
        "  }",
      );
    else
      lines.push(
        `  record${at}: Record {`,
        `    name = "s${at}-${file}.\${zone}"`,
        `    values = [host${at}.address, "port \${unit${at}.port + ${seed % 10}}"]`,
        ...(seed % 5 === 0 ? [`    ttl = ${60 * ((seed % 9) + 1)}`] : []),
        "  }",
      );
  }
  return [...lines, "}", ""].join("\n");
}

function module(file: number, count: number): string {
  const lines = ["export default (zone) => {", "  const all = {};"];
  for (let index = 0; index < count; index++) {
    const at = Math.floor(index / 3);
    const seed = file * 37 + index;
    const key = (kind: string) => `all["part${file}.${kind}${at}"]`;
    if (index % 3 === 0)
      lines.push(
        `  ${key("host")} = { name: \`h${at}-${file}.\${zone}\`, address: "10.${file % 250}.${at}.${(seed % 250) + 1}",`,
        `    size: "${seed % 4 === 0 ? "large" : "small"}", tags: { rack: "r${seed % 40}", row: "${seed % 7}" } };`,
      );
    else if (index % 3 === 1)
      lines.push(
        `  ${key("unit")} = { name: "u${at}-${file}", command: ["/opt/u${seed}/bin/run", \`--host=\${${key("host")}.address}\`],`,
        `    port: ${7000 + (seed % 900)}, replicas: ${seed % 3 === 0 ? (seed % 5) + 1 : 2},`,
        `    env: { LEVEL: "${seed % 2 === 0 ? "info" : "warn"}", SEED: "${seed}" } };`,
      );
    else
      lines.push(
        `  ${key("record")} = { name: \`s${at}-${file}.\${zone}\`, values: [${key("host")}.address, \`port \${${key("unit")}.port + ${seed % 10}}\`],`,
        `    ttl: ${seed % 5 === 0 ? 60 * ((seed % 9) + 1) : 300} };`,
      );
  }
  return [...lines, "  return all;", "};", ""].join("\n");
}
