// `setpoint graph`: what is drawn, and that no name of a source can break out of where it stands.

import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { drawingDot, drawingJson, drawingMermaid } from "../../cli/print/drawing.ts";
import type { Graph } from "../../compiler/graph.ts";
import { printAddress } from "../../compiler/address.ts";
import { type Declared, directory, file, graphOf } from "../support/graphs.ts";
import { folder, setpoint } from "./binary.ts";
import { HELLO } from "./hello.ts";

const TWO_TARGETS: Graph = {
  ...graphOf({
    root: directory("/srv"),
    page: file("/srv/page", "x", { needs: ["root"] }),
    copy: file("/srv/copy", "x", { target: "host", needs: ["page"], mode: "read" }),
  }),
  targets: { local: { driver: "local" }, host: { driver: "ssh" }, unused: { driver: "ssh" } },
};

test("for Graphviz: a cluster for each target, an arrow to what is needed", () => {
  expect(drawingDot(TWO_TARGETS)).toMatchInlineSnapshot(`
    "digraph "test" {
      rankdir = LR
      node [shape = box, style = rounded, fontname = "sans-serif"]
      graph [fontname = "sans-serif", style = rounded]
      subgraph cluster_0 {
        label = "host (ssh)"
        "copy" [label = "copy\\nstd.file.File", style = "rounded,dashed"]
      }
      subgraph cluster_1 {
        label = "local"
        "page" [label = "page\\nstd.file.File"]
        "root" [label = "root\\nstd.file.Directory"]
      }
      "copy" -> "page"
      "page" -> "root"
    }
    "
  `);
});

test("for Mermaid", () => {
  expect(drawingMermaid(TWO_TARGETS)).toMatchInlineSnapshot(`
    "flowchart LR
      subgraph t0["host (ssh)"]
        r0["copy<br>std.file.File"]:::read
      end
      subgraph t1["local"]
        r1["page<br>std.file.File"]
        r2["root<br>std.file.Directory"]
      end
      r0 --> r1
      r1 --> r2
      classDef read stroke-dasharray: 4
    "
  `);
});

test("for a program", () => {
  expect(drawingJson(TWO_TARGETS)).toEqual({
    environment: "test",
    graph: TWO_TARGETS.hash,
    targets: [
      { name: "host", driver: "ssh" },
      { name: "local", driver: "local" },
    ],
    resources: [
      { address: "copy", kind: "std.file.File", target: "host", mode: "read" },
      { address: "page", kind: "std.file.File", target: "local", mode: "manage" },
      { address: "root", kind: "std.file.Directory", target: "local", mode: "manage" },
    ],
    edges: [
      { from: "copy", to: "page" },
      { from: "page", to: "root" },
    ],
  });
});

test("in whatever order the graph has its resources", () => {
  const entries = Object.entries(TWO_TARGETS.resources).toReversed();
  const turned = { ...TWO_TARGETS, resources: Object.fromEntries(entries) as Graph["resources"] };
  expect(drawingDot(turned)).toBe(drawingDot(TWO_TARGETS));
  expect(drawingMermaid(turned)).toBe(drawingMermaid(TWO_TARGETS));
});

const HOSTILE = [
  'a"b',
  "a\\",
  'a\\"]; x -> y; "',
  "<script>alert(1)</script>",
  "&amp; & &lt;",
  "\\N \\G \\l",
  "line\nbreak",
  "`end` end subgraph",
  "#35;",
  "]-->x[",
  "%% comment",
  "日本 🎉",
  "\u0000\u001b[31m",
];
const hostile = (): Graph => {
  const names = HOSTILE.map((name) => printAddress(["keys", name]));
  const declared = names.map((name, index): [string, Declared] => [
    name,
    file(`/${index}`, "x", { needs: index === 0 ? [] : [names[index - 1] ?? ""] }),
  ]);
  return graphOf(Object.fromEntries(declared));
};

test("Mermaid sees no character that could mean something to it", () => {
  const labels = drawingMermaid(hostile()).match(/(?<=\[").*(?="\])/g) ?? [];
  expect(labels).toHaveLength(HOSTILE.length + 1);
  for (const label of labels) expect(label.replaceAll("<br>", "")).toMatch(/^(?:[\w.,: ()/-]|#\d+;)*$/);
});

const graphviz = spawnSync("dot", ["-V"]).status === 0;

describe.skipIf(!graphviz)("Graphviz itself", () => {
  const draw = (graph: Graph, format: string): string => {
    const { status, stdout, stderr } = spawnSync("dot", [`-T${format}`], {
      input: drawingDot(graph),
      encoding: "utf8",
      timeout: 60_000,
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    return stdout;
  };

  test("draws every resource and every arrow, and shows each name as it is", () => {
    const graph = hostile();
    const drawn = JSON.parse(draw(graph, "dot_json")) as {
      objects: { name: string; label: string }[];
      edges: unknown[];
    };
    expect(drawn.objects.filter(({ name }) => !name.startsWith("cluster"))).toHaveLength(HOSTILE.length);
    expect(drawn.edges).toHaveLength(HOSTILE.length - 1);
    const texts = Array.from(draw(graph, "svg").matchAll(/<text [^>]*>([^<]*)<\/text>/g), ([, text = ""]) =>
      text.replaceAll(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/g, (_, decimal: string, hex: string, name: string) =>
        decimal !== undefined || hex !== undefined
          ? String.fromCodePoint(decimal === undefined ? parseInt(hex, 16) : Number(decimal))
          : (({ lt: "<", gt: ">", amp: "&", quot: '"' } as Record<string, string>)[name] ?? "?"),
      ),
    );
    const shown = (name: string): string => name.replaceAll("\u00a0", " ");
    expect(texts.map(shown)).toEqual(expect.arrayContaining(Object.keys(graph.resources)));
  });
});

describe("the command", () => {
  test("prints the graph of an environment, or of a compiled one", async () => {
    const root = folder({ "hello.sp": HELLO });
    const { code, stdout, stderr } = await setpoint(["graph"], { folder: root });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^digraph "prod" \{\n/);
    await setpoint(["compile", "-o", "prod.json"], { folder: root });
    expect(await setpoint(["graph", "--graph", "prod.json"], { folder: root })).toMatchObject({
      code: 0,
      stdout,
    });
    const mermaid = await setpoint(["graph", "prod", "--format", "mermaid"], { folder: root });
    expect(mermaid.stdout).toMatch(/^flowchart LR\n/);
    const json = await setpoint(["graph", "prod", "--json"], { folder: root });
    expect(JSON.parse(json.stdout)).toMatchObject({ environment: "prod", edges: [] });
  });

  test("says what it cannot do", async () => {
    const root = folder({ "hello.sp": HELLO.replace("content", "contents") });
    expect(await setpoint(["graph", "--format", "png"], { folder: root })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("there are dot, mermaid, json"),
    });
    expect(await setpoint(["graph"], { folder: root })).toMatchObject({ code: 1, stdout: "" });
  });
});
