// The standard library and the drivers in step: every kind has a driver that implements it, every driver's kind is declared,
// and what the runtime knows of a kind is what is written here, property by property.

import { expect, test } from "vitest";
import type { Kind } from "../../compiler/graph.ts";
import { fileDriver } from "../../runtime/drivers/file/driver.ts";
import { DRIVERS } from "../../runtime/drivers/index.ts";
import { compileFiles, STANDARD } from "../support/compiler-package.ts";
import { KINDS } from "../support/graphs.ts";

/** `std.file.File` → its driver, for all that is declared in stdlib/. */
function declaredKinds(): Readonly<Record<string, string>> {
  const kinds: Record<string, string> = {};
  for (const [file, text] of Object.entries(STANDARD)) {
    const module = `std.${file.replace(/\.sp$/, "").replaceAll("/", ".")}`;
    for (const [, name, driver] of text.matchAll(/^kind (\w+) by (\w+)/gm))
      if (name !== undefined && driver !== undefined) kinds[`${module}.${name}`] = driver;
  }
  return kinds;
}

test("every declared kind is implemented by the driver that it names, and every implemented kind is declared", () => {
  const implemented = DRIVERS.flatMap((driver) => driver.kinds.map((kind) => [kind, driver.name]));
  expect(Object.fromEntries(implemented)).toEqual(declaredKinds());
});

test("a driver says the same kinds before it is loaded and after", () => {
  expect(DRIVERS.find(({ name }) => name === "file")?.kinds).toEqual(fileDriver.kinds);
});

const SOURCE = `
import std.file { Directory, Entries, File, Symlink }

system S {
  root: Directory { path = "/srv/x", purge = true }
  file: File { path = "/srv/x/a", content = "x" }
  blob: File { path = "/srv/x/b", bytes = "AAEC" }
  copy: File { path = "/srv/x/c", source = "/srv/src" }
  link: Symlink { path = "/srv/x/l", to = root.path }
  app: Entries {
    path = "/srv/app.toml"
    format = "toml"
    table = "server"
    values { port = 8080, "a.b" = ["x", "y"], on = true }
  }
}
environment prod = S
`;

test("what a graph says of the kinds is what the drivers rely on", () => {
  const { graph, diagnostics } = compileFiles({ "main.sp": SOURCE }, { environment: "prod" });
  expect(diagnostics).toEqual([]);
  const plain: Kind = {
    version: 1,
    driver: "file",
    key: ["/path"],
    lists: {},
    own: {},
    secret: [],
    forces: [],
    replace: "delete-first",
    holdsData: false,
    irreversible: false,
    settles: 0,
    outputs: {},
  };
  expect(graph?.kinds).toEqual({
    "std.file.Directory": { ...plain, formats: { "/mode": "octal" } },
    // The table is part of what an entry is: one owner for each table of a file.
    "std.file.Entries": { ...plain, key: ["/path", "/table"] },
    "std.file.File": {
      ...plain,
      outputs: { sha256: { type: "String", secret: false, stable: false } },
      formats: { "/mode": "octal" },
    },
    "std.file.Symlink": plain,
  });
  expect(Object.keys(KINDS).toSorted()).toEqual(Object.keys(graph?.kinds ?? {}).toSorted());
});
