// The table of kinds in the graph: everything that the runtime must know, from the annotations and the types of the fields.

import { expect, test } from "vitest";
import { compileFiles } from "../support/compiler-package.ts";

const KIND = `
type Probe { every: Duration = 20s, token: Secret<String>?, inner: [Port2 by name] = {} }
type Port2 { name: String, mode: FileMode = 0o644 }
type Mode = FileMode
@version(3)
@replace("create-first")
@settles(2s)
@holdsData
@irreversible
kind Box by box {
  @key name: String
  @forces region: String = "eu"
  @own labels: {String: String} = {}
  mode: Mode = 0o600
  size: Size? in 1MiB..
  cpu: Cpu = 250mcpu
  share: Percent = 25%
  ports: [Port2 by name] = {}
  probe: Probe = {}
  @sensitive note: String = ""
  password: Secret<String> = "x"
  @stable output id: String
  output token: Secret<String>
}
`;

function kindOf(kind: string, fields: string) {
  const source = `import std.box { Box }\nsystem Site { a: Box { ${fields} } }\nenvironment dev = Site\n`;
  const { graph, diagnostics } = compileFiles({ "main.sp": source }, { std: { "box.sp": kind } });
  expect(diagnostics.map((item) => item.message)).toEqual([]);
  return graph?.kinds["std.box.Box"];
}

test("every property of a kind", () => {
  expect(kindOf(KIND, 'name = "a", size = 2MiB')).toEqual({
    version: 3,
    driver: "box",
    key: ["/name"],
    lists: { "/ports": "name", "/probe/inner": "name" },
    own: { "/labels": "whole" },
    secret: ["/probe/token", "/note", "/password"],
    forces: ["/region"],
    replace: "create-first",
    holdsData: true,
    irreversible: true,
    settles: 2000,
    outputs: {
      id: { type: "String", secret: false, stable: true },
      token: { type: "String", secret: true, stable: false },
    },
    formats: {
      "/mode": "octal",
      "/size": "size",
      "/cpu": "cpu",
      "/share": "percent",
      "/probe/every": "duration",
    },
  });
});

test("what is not said has its default, and there are no formats where nobody asks for one", () => {
  expect(kindOf("kind Box by box { @key name: String }", 'name = "a"')).toEqual({
    version: 1,
    driver: "box",
    key: ["/name"],
    lists: {},
    own: {},
    secret: [],
    forces: [],
    replace: "delete-first",
    holdsData: false,
    irreversible: false,
    settles: 0,
    outputs: {},
  });
});
