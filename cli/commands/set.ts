// `setpoint set`: literals of one source file, changed in place, for programs that raise a release. All of them or none.

import { statSync } from "node:fs";
import { resolve } from "node:path";
import { diagnosticToJson } from "../../compiler/report/json.ts";
import { canonicalJson } from "../../compiler/json.ts";
import { setLiterals, type Assignment, type Refusal, type Setting } from "../../compiler/set.ts";
import { readPath } from "../../compiler/set/path.ts";
import { MAX_SOURCE_BYTES, showPlace } from "../../compiler/source.ts";
import type { CommandRun } from "../command.ts";
import { Failure, UsageFailure } from "../failure.ts";
import { readText, writeWhole } from "../files.ts";
import { NO_LIMIT, writeText } from "../findings.ts";
import type { Host } from "../host.ts";
import { isOn } from "../input.ts";

export const run: CommandRun = async (input, host) => {
  const [path, ...words] = input.arguments;
  const assignments = assignmentsOf(words);
  if (path === undefined || assignments.length === 0)
    throw new UsageFailure("which file, and what to what?", "`setpoint set shop.sp web.replicas=3`");
  if (!path.endsWith(".sp"))
    throw new UsageFailure(`\`${path}\` is no source file`, "`set` changes files that end in .sp");
  const text = readSource(host, path);
  const result = setLiterals({ path, text, id: "" }, assignments);
  switch (result.kind) {
    case "broken":
      if (host.json) printJson(host, path, [], { diagnostics: result.diagnostics.map(diagnosticToJson) });
      else writeText(host.err, result.diagnostics, NO_LIMIT);
      return 1;
    case "refused":
      throw refusal(result.refusals);
    case "set": {
      const changed = result.settings.some((setting) => setting.changed);
      const check = isOn(input, "check");
      if (changed && !check) writeWhole(host, path, result.text);
      if (host.json) printJson(host, path, result.settings);
      else for (const setting of result.settings) host.out.write(`${lineOf(setting)}\n`);
      return check && changed ? 1 : 0;
    }
  }
};

/** `PATH VALUE`, or any number of `PATH=VALUE`. */
function assignmentsOf(words: readonly string[]): readonly Assignment[] {
  const [first, second, third] = words;
  if (first === undefined) return [];
  const { path, rest } = pathOf(first);
  if (rest === "") {
    if (second !== undefined && third === undefined) return [{ path, value: second }];
    const help = "write PATH VALUE, or PATH=VALUE as often as you like";
    throw new UsageFailure(
      second === undefined ? `\`${first}\` is given no value` : `\`${third}\` is too much`,
      help,
    );
  }
  return words.map((word) => {
    const each = pathOf(word);
    if (each.rest.startsWith("=")) return { path: each.path, value: each.rest.slice(1) };
    throw new UsageFailure(`\`${word}\` is given no value`, "write PATH=VALUE");
  });
}

function pathOf(word: string): { readonly path: readonly string[]; readonly rest: string } {
  const typed = readPath(word);
  if (typed.kind === "wrong")
    throw new UsageFailure(
      `\`${word}\` is no path: ${typed.why}`,
      'names stand between dots: headers."x.cache"',
    );
  if (typed.rest === "" || typed.rest.startsWith("=")) return typed;
  throw new UsageFailure(
    `\`${word}\` is no path: \`${typed.rest}\` is too much`,
    "put a name that is no word into quotes, and the whole into those of the shell",
  );
}

function readSource(host: Host, path: string): string {
  const bytes = statSync(resolve(host.folder, path), { throwIfNoEntry: false })?.size ?? 0;
  if (bytes <= MAX_SOURCE_BYTES) return readText(host, path);
  throw new Failure(`\`${path}\` has ${bytes} bytes`, `no source file is larger than ${MAX_SOURCE_BYTES}`);
}

/** One failure, with the others in its message: nothing was written for any of them. */
function refusal(refusals: readonly Refusal[]): Failure {
  const lines = refusals.map(({ message, place }) =>
    place === null ? message : `${showPlace(place)}: ${message}`,
  );
  const helps = new Set(refusals.flatMap(({ help }) => (help === null ? [] : [help])));
  return new Failure(lines.join("\n"), [...helps].join("\n") || null);
}

function lineOf({ path, place, old, new: now, changed }: Setting): string {
  return `${showPlace(place)}: ${path} ${changed ? `${old} → ${now}` : `is ${old} already`}`;
}

function printJson(
  host: Host,
  file: string,
  settings: readonly Setting[],
  more: { readonly diagnostics: readonly ReturnType<typeof diagnosticToJson>[] } = { diagnostics: [] },
): void {
  host.out.write(`${canonicalJson({ file, settings: settings.map(settingToJson), ...more })}\n`);
}

function settingToJson({ path, place, old, new: now, changed }: Setting) {
  return { path, place: { ...place }, old, new: now, changed };
}
