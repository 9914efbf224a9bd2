// The same small files, declared for each tool in its own words: one declaration for each file, as its users write it.
//
// In:  how many, and an empty folder. Out: the sources in that folder, and for each tool the folder that it is to fill.
// About 195 bytes a file, mode 0644, and what is compared afterwards is every byte of every file.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface Workload {
  readonly folder: string;
  readonly files: number;
}

export function contentOf(index: number): string {
  return `# managed file ${index}\nname=svc-${index}\nport=${8000 + (index % 1000)}\n${"x".repeat(150)}\n`;
}

export function nameOf(index: number): string {
  return `f${String(index).padStart(6, "0")}.conf`;
}

export function writeSetpoint({ folder, files }: Workload, target: string): void {
  const lines = ["import std.file { File }", "", "system Site {"];
  for (let index = 0; index < files; index++) {
    const path = JSON.stringify(join(target, nameOf(index)));
    lines.push(`  f${index}: File { path = ${path}, content = ${JSON.stringify(contentOf(index))} }`);
  }
  lines.push("}", "", "environment bench = Site", "");
  writeFileSync(join(folder, "site.sp"), lines.join("\n"));
  writeFileSync(
    join(folder, "setpoint.toml"),
    `[targets.local]\ndriver = "local"\nroots = [${JSON.stringify(target)}]\n`,
  );
}

export function writeCfengine({ folder, files }: Workload, target: string): void {
  const lines = [
    `body common control { bundlesequence => { "main" }; }`,
    `body perms m(mode) { mode => "$(mode)"; rxdirs => "false"; }`,
    "bundle agent main {",
    " files:",
  ];
  for (let index = 0; index < files; index++) {
    const content = JSON.stringify(contentOf(index)).replaceAll("\\n", "$(const.n)");
    lines.push(
      `  "${join(target, nameOf(index))}" create => "true", perms => m("0644"), content => ${content};`,
    );
  }
  lines.push("}", "");
  // cf-agent refuses a policy that others may write.
  writeFileSync(join(folder, "promises.cf"), lines.join("\n"), { mode: 0o600 });
}

export function writePuppet({ folder, files }: Workload, target: string): void {
  const lines: string[] = [];
  for (let index = 0; index < files; index++) {
    const path = join(target, nameOf(index));
    lines.push(
      `file { '${path}': ensure => file, mode => '0644', content => ${JSON.stringify(contentOf(index))} }`,
    );
  }
  writeFileSync(join(folder, "site.pp"), `${lines.join("\n")}\n`);
}

/** By hand, in Node: reads each file, and writes the ones that differ. No record, no plan, no watching. */
export function writeByHand({ folder, files }: Workload, target: string): void {
  const wanted = Array.from({ length: files }, (_, index) => [join(target, nameOf(index)), contentOf(index)]);
  writeFileSync(join(folder, "wanted.json"), JSON.stringify(wanted));
  writeFileSync(
    join(folder, "by-hand.mjs"),
    `import fs from "node:fs";
for (const [path, content] of JSON.parse(fs.readFileSync(${JSON.stringify(join(folder, "wanted.json"))}, "utf8"))) {
  let live = null;
  try {
    if ((fs.statSync(path).mode & 0o7777) === 0o644) live = fs.readFileSync(path, "utf8");
  } catch {}
  if (live === content) continue;
  fs.writeFileSync(path + ".new", content, { mode: 0o644 });
  fs.renameSync(path + ".new", path);
}
`,
  );
}

/** Every hundredth file is changed behind the tools' backs. */
export function drift({ files }: Workload, target: string): void {
  for (let index = 0; index < files; index += 100) {
    writeFileSync(join(target, nameOf(index)), "drift\n", { flag: "a" });
  }
}

export function emptyTarget(folder: string): string {
  const target = join(folder, "target");
  mkdirSync(target, { recursive: true });
  return target;
}
