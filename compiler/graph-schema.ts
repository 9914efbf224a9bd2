// The JSON Schema (draft 2020-12) of the graph format: what `setpoint schema` prints, for every tool that reads or writes
// graphs. Closed objects everywhere but in specs, so that a misspelt field is found.

import type { JsonObject } from "./json.ts";

const string: JsonObject = { type: "string" };
const pointer: JsonObject = { type: "string", pattern: "^(/([^~/]|~[01])*)*$" };
const milliseconds: JsonObject = { type: "integer", minimum: 0 };
const FORMATS: readonly string[] = ["octal", "duration", "size", "cpu", "percent"];
const hash: JsonObject = { type: "string", pattern: "^sha256:[0-9a-f]{64}$" };

function closed(properties: JsonObject): JsonObject {
  return { type: "object", properties, required: Object.keys(properties), additionalProperties: false };
}

/** The same with properties that may be left out. */
function withOptional(optional: JsonObject, properties: JsonObject): JsonObject {
  const object = closed(properties);
  return { ...object, properties: { ...properties, ...optional } };
}

function mapOf(values: JsonObject): JsonObject {
  return { type: "object", additionalProperties: values };
}

function listOf(items: JsonObject): JsonObject {
  return { type: "array", items, uniqueItems: true };
}

function nullable(schema: JsonObject): JsonObject {
  return { anyOf: [schema, { type: "null" }] };
}

function ref(name: string): JsonObject {
  return { $ref: `#/$defs/${name}` };
}

export const GRAPH_SCHEMA: JsonObject = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "Setpoint desired-state graph, format 1",
  ...closed({
    setpoint: { const: 1 },
    environment: string,
    system: string,
    compiler: string,
    sources: mapOf(string),
    kinds: mapOf(ref("kind")),
    resources: mapOf(ref("resource")),
    targets: mapOf(withOptional({ spec: mapOf(ref("value")) }, { driver: string })),
    objectives: { type: "object" },
    outputs: mapOf(ref("value")),
    delivery: { type: "object" },
    moved: mapOf(string),
    removed: mapOf(closed({ destroy: { type: "boolean" } })),
    hash,
  }),
  $defs: {
    kind: withOptional(
      { formats: { ...mapOf({ enum: FORMATS }), propertyNames: pointer } },
      {
        version: { type: "integer", minimum: 1 },
        driver: string,
        key: { ...listOf(pointer), minItems: 1 },
        lists: { ...mapOf(string), propertyNames: pointer },
        own: { ...mapOf({ const: "whole" }), propertyNames: pointer },
        secret: listOf(pointer),
        forces: listOf(pointer),
        replace: { enum: ["delete-first", "create-first"] },
        holdsData: { type: "boolean" },
        irreversible: { type: "boolean" },
        settles: milliseconds,
        outputs: mapOf(closed({ type: string, secret: { type: "boolean" }, stable: { type: "boolean" } })),
      },
    ),
    resource: closed({
      kind: string,
      target: string,
      mode: { enum: ["manage", "read"] },
      spec: mapOf(ref("value")),
      needs: listOf(string),
      health: nullable({ type: "object" }),
      meta: ref("meta"),
      hash,
    }),
    meta: closed({
      protect: { type: "boolean" },
      keep: { type: "boolean" },
      adopt: { enum: ["must-match", "if-unowned", "always"] },
      ignore: listOf(pointer),
      drift: { enum: ["correct", "report"] },
      wave: { type: "integer" },
      every: nullable(milliseconds),
      timeout: milliseconds,
      retry: nullable({ type: "object" }),
      batch: nullable({ type: "object" }),
    }),
    value: {
      anyOf: [
        { type: ["null", "boolean", "number", "string"] },
        { type: "array", items: ref("value") },
        ref("residual"),
        // A literal key that begins with `$` is written with one `$` more.
        {
          type: "object",
          propertyNames: { pattern: "^([^$]|\\$\\$|$)" },
          additionalProperties: ref("value"),
        },
      ],
    },
    residual: {
      oneOf: [
        closed({ $from: string, output: string }),
        closed({ $secret: closed({ provider: string, key: string }) }),
        closed({ $join: { type: "array", items: ref("value") } }),
        withOptional(
          { order: mapOf({ type: "array", items: string }) },
          { $render: string, value: ref("value") },
        ),
        closed({ $get: ref("value"), path: { type: "array", items: { type: ["string", "integer"] } } }),
        closed({
          $regulated: closed({ min: { type: "number" }, max: { type: "number" }, start: { type: "number" } }),
        }),
      ],
    },
  },
};
