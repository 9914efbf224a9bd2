// How a diagnostic looks: frames of several labels and lines, the summary, and the formats for machines.

import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import {
  diagnose,
  distinct,
  fixAt,
  primary,
  secondary,
  type Diagnostic,
  type Label,
} from "../../compiler/diagnostics.ts";
import { reportDiagnostic, summarize } from "../../compiler/report.ts";
import { diagnosticToGithub } from "../../compiler/report/github.ts";
import { diagnosticsToSarif } from "../../compiler/report/sarif.ts";
import type { SourceFile } from "../../compiler/source.ts";

const SOURCE = `system Shop {
  web: Service {
    port = 1
    name = "web"
  }
  db: Database { name = "shop" }
}
`;
const file: SourceFile = { path: "env/shop 1.sp", text: SOURCE, id: "" };

/** The label from the first occurrence of one text to the end of the first of another. */
function at(from: string, to: string, text: string, make = primary): Label {
  const start = SOURCE.indexOf(from);
  return make({ file, start, end: SOURCE.indexOf(to, start) + to.length }, text);
}

function shown(...labels: Label[]): string {
  const diagnostic = diagnose("SP2001", { name: "x" }, { labels, help: null });
  return reportDiagnostic(diagnostic, { color: false, width: 80 }).split("\n").slice(1).join("\n");
}

describe("the frame", () => {
  test("of several lines has a bar, and its text at the end", () => {
    expect(shown(at("web: S", "\n  }", "this one"))).toBe(
      [
        "  ┌─ env/shop 1.sp:2:3",
        "2 │ ╭   web: Service {",
        "3 │ │     port = 1",
        '4 │ │     name = "web"',
        "5 │ ╰   }",
        "  │     ^ this one",
      ].join("\n"),
    );
  });

  test("of many lines leaves out what is between", () => {
    expect(shown(at("system", "\n}", "all of it"))).toBe(
      ["  ┌─ env/shop 1.sp:1:1", "1 │ ╭ system Shop {", "  · │", "7 │ ╰ }", "  │   ^ all of it"].join("\n"),
    );
  });

  test("inside a span of lines keeps its place", () => {
    expect(shown(at("web: S", "\n  }", "in this", secondary), at("port", "port", "this"))).toBe(
      [
        "  ┌─ env/shop 1.sp:3:5",
        "2 │ ╭   web: Service {",
        "3 │ │     port = 1",
        "  │ │     ^^^^ this",
        '4 │ │     name = "web"',
        "5 │ ╰   }",
        "  │     - in this",
      ].join("\n"),
    );
  });

  test("draws one bar where two would overlap", () => {
    const text = shown(at("system", "\n}", "outer"), at("web: S", "\n  }", "inner", secondary));
    expect(text).toContain("2 │ │   web: Service {\n  │ │   -------------- inner");
    expect(text.match(/╭/g)).toHaveLength(1);
  });

  test("of two labels in one line gives each its line", () => {
    expect(shown(at("db", "db", "one"), at("Database", "Database", "two", secondary))).toBe(
      [
        "  ┌─ env/shop 1.sp:6:3",
        '6 │   db: Database { name = "shop" }',
        "  │   ^^ one",
        "  │       -------- two",
      ].join("\n"),
    );
  });
});

const unknown = diagnose(
  "SP2001",
  { name: "x" },
  { labels: [at("db", "db", "here")], help: "write `y`, 100%" },
);
const unused = diagnose(
  "SP2005",
  { name: "x" },
  {
    labels: [at("name", "name", "never used"), at("port", "port", "seen here", secondary)],
    fixes: [fixAt(at("name", "name", "").span, "", "remove it", "safe")],
  },
);

test("the summary counts, and says nothing of what there is none of", () => {
  expect(summarize([unknown, unused, unknown], false)).toBe("2 errors, 1 warning");
  expect(summarize([unused], false)).toBe("1 warning");
  expect(summarize([], false)).toBe("");
  expect(summarize([unknown], true)).toBe("\u001b[31;1m1 error\u001b[0m");
});

test("what is said twice of one place is said once, in the order of the places", () => {
  const again: Diagnostic = { ...unknown, help: null };
  expect(distinct([unknown, unused, again])).toEqual([unused, unknown]);
});

test("a line for GitHub escapes what its commands are made of", () => {
  expect(diagnosticToGithub(unknown, "sub,dir/")).toBe(
    "::error file=sub%2Cdir/env/shop 1.sp,line=6,col=3,endLine=6,endColumn=5,title=SP2001::" +
      "nothing here is named `x`%0Ahelp: write `y`, 100%25",
  );
  expect(diagnosticToGithub(diagnose("SP4001", {}), "")).toMatch(/^::error title=SP4001::the package/);
});

/** What a reader of SARIF 2.1.0 relies on, out of the standard's own schema. */
const REGION = {
  type: "object",
  additionalProperties: false,
  required: ["startLine", "startColumn", "endLine", "endColumn"],
  properties: Object.fromEntries(
    ["startLine", "startColumn", "endLine", "endColumn"].map((name) => [
      name,
      { type: "integer", minimum: 1 },
    ]),
  ),
};
const MESSAGE = {
  type: "object",
  required: ["text"],
  properties: { text: { type: "string", minLength: 1 } },
};
const ARTIFACT = {
  type: "object",
  required: ["uri"],
  properties: { uri: { type: "string", pattern: "^[^\\s\\\\]+$" }, uriBaseId: { const: "%SRCROOT%" } },
};
const LOCATION = {
  type: "object",
  additionalProperties: false,
  required: ["physicalLocation"],
  properties: {
    id: { type: "integer", minimum: 0 },
    message: MESSAGE,
    physicalLocation: {
      type: "object",
      required: ["artifactLocation", "region"],
      properties: { artifactLocation: ARTIFACT, region: REGION },
    },
  },
};
const SARIF = {
  type: "object",
  required: ["version", "runs"],
  properties: {
    version: { const: "2.1.0" },
    runs: {
      type: "array",
      items: {
        type: "object",
        required: ["tool", "results"],
        properties: {
          columnKind: { enum: ["utf16CodeUnits", "unicodeCodePoints"] },
          tool: {
            type: "object",
            required: ["driver"],
            properties: {
              driver: {
                type: "object",
                required: ["name"],
                properties: {
                  rules: { type: "array", uniqueItems: true, items: { type: "object", required: ["id"] } },
                },
              },
            },
          },
          results: {
            type: "array",
            items: {
              type: "object",
              additionalProperties: false,
              required: ["message"],
              properties: {
                ruleId: { type: "string" },
                ruleIndex: { type: "integer", minimum: 0 },
                level: { enum: ["none", "note", "warning", "error"] },
                message: MESSAGE,
                locations: { type: "array", items: LOCATION },
                relatedLocations: { type: "array", uniqueItems: true, items: LOCATION },
                fixes: {
                  type: "array",
                  items: {
                    type: "object",
                    required: ["artifactChanges"],
                    properties: {
                      artifactChanges: {
                        type: "array",
                        minItems: 1,
                        items: {
                          type: "object",
                          required: ["artifactLocation", "replacements"],
                          properties: {
                            artifactLocation: ARTIFACT,
                            replacements: {
                              type: "array",
                              minItems: 1,
                              items: {
                                type: "object",
                                required: ["deletedRegion"],
                                properties: { deletedRegion: REGION },
                              },
                            },
                          },
                        },
                      },
                    },
                  },
                },
              },
            },
          },
        },
      },
    },
  },
};

test("a SARIF log is as the standard's schema asks, and its rules are those that it names", () => {
  const standard: SourceFile = { path: "std/file.sp", text: "kind", id: "" };
  const far = diagnose(
    "SP2102",
    { name: "x", owner: "File" },
    {
      labels: [at("db", "db", "here"), secondary({ file: standard, start: 0, end: 4 }, "there")],
    },
  );
  const log = diagnosticsToSarif([unknown, unused, far, diagnose("SP4001", {})], {
    version: "1.2.3",
    prefix: "a/",
  });
  const validate = new Ajv({ allErrors: true }).compile(SARIF);
  expect(validate(log) ? [] : validate.errors).toEqual([]);
  const [run] = log["runs"] as unknown as {
    readonly tool: { readonly driver: { readonly rules: { readonly id: string }[] } };
    readonly results: { readonly ruleId: string; readonly ruleIndex: number }[];
  }[];
  expect(run?.results.map(({ ruleIndex }) => run.tool.driver.rules[ruleIndex]?.id)).toEqual(
    run?.results.map(({ ruleId }) => ruleId),
  );
  expect(JSON.stringify(log)).toContain("a/env/shop%201.sp");
  expect(JSON.stringify(log)).not.toContain("std/file.sp");
});
