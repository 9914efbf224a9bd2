// The examples, as a person tries them: each environment of each compiles to its golden graph and is planned for an empty
// machine, and the commands of its README say what they said.

import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { fencesOf } from "../../compiler/document/fences.ts";
import { GRAPH_SCHEMA } from "../../compiler/graph-schema.ts";
import { folder, setpoint } from "../cli/binary.ts";
import { ROOT } from "../support/compiler-package.ts";

const EXAMPLES = join(ROOT, "examples");
const validate = new Ajv2020({ allErrors: true }).compile(GRAPH_SCHEMA);
/** Where the files of an example would go. */
const GRANT = '\n[targets.local]\ndriver = "local"\nbase = "./world"\nroots = ["/srv", "/etc"]\n';

function copyOf(example: string): string {
  const root = folder();
  cpSync(join(EXAMPLES, example), root, { recursive: true });
  const manifest = join(root, "setpoint.toml");
  writeFileSync(manifest, readFileSync(manifest, "utf8") + GRANT);
  for (const name of ["srv", "etc"]) mkdirSync(join(root, "world", name), { recursive: true });
  return root;
}

function golden(name: string): string {
  return join(import.meta.dirname, "golden", name);
}

describe.each(readdirSync(EXAMPLES).toSorted())("%s", (example) => {
  test("compiles to its golden graphs", { timeout: 60_000 }, async () => {
    const { code, stdout, stderr } = await setpoint(["compile", "--all", "--json"], {
      folder: join(EXAMPLES, example),
    });
    expect([code, stderr]).toEqual([0, ""]);
    const { diagnostics, graphs } = JSON.parse(stdout) as {
      readonly diagnostics: unknown;
      readonly graphs: Readonly<Record<string, unknown>>;
    };
    expect(diagnostics).toEqual([]);
    for (const [environment, graph] of Object.entries(graphs)) {
      validate(graph);
      expect(validate.errors).toBeNull();
      const text = `${JSON.stringify(graph, null, 2)}\n`;
      await expect(text).toMatchFileSnapshot(golden(`${example}.${environment}.json.golden`));
    }
  });

  test("is planned for an empty machine", { timeout: 60_000 }, async () => {
    const root = copyOf(example);
    const { stdout } = await setpoint(["environments", "--json"], { folder: root });
    const { environments } = JSON.parse(stdout) as {
      readonly environments: readonly { readonly name: string }[];
    };
    for (const { name } of environments) {
      const plan = await setpoint(["plan", name], { folder: root });
      expect([plan.code, plan.stderr]).toEqual([0, ""]);
      await expect(plan.stdout).toMatchFileSnapshot(golden(`${example}.${name}.plan`));
    }
  });

  test("says what its README promises", { timeout: 60_000 }, async () => {
    const root = copyOf(example);
    const page = readFileSync(join(root, "README.md"), "utf8");
    const commands = fencesOf(page)
      .filter(({ info }) => info[0] === "sh")
      .flatMap(({ text }) => text.split("\n"))
      .map((line) => line.replace(/\s+#.*$/, "").trim())
      .filter((line) => line.startsWith("setpoint "));
    expect(commands).not.toEqual([]);
    let said = "";
    for (const command of commands) {
      const { code, stdout, stderr } = await setpoint(command.split(" ").slice(1), { folder: root });
      expect([command, code, stderr]).toEqual([command, 0, ""]);
      // Graphs have their own goldens.
      said += `$ ${command}\n${command.startsWith("setpoint compile") ? "" : stdout}\n`;
    }
    await expect(said).toMatchFileSnapshot(golden(`${example}.said`));
  });
});
