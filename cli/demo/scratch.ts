// The stage of the demo: a folder of its own with a real Git repository, an agent's configuration and an empty world.
//
// In:  examples/01-hello. Out: the three folders, and the two things that happen in the story: a commit, and somebody's hand
// in the world. Nothing outside the folder is written, and `remove` leaves nothing behind.

import fs from "node:fs";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Failure } from "../failure.ts";

export interface Scratch {
  readonly folder: string;
  /** The folder that stands for `/`. */
  readonly world: string;
  /** The agent's setpoint.toml. */
  readonly config: string;
  /** Greets other people in prod; answers with the commit. */
  readonly commit: () => Promise<string>;
  /** Overwrites a managed file. */
  readonly tamper: () => void;
  readonly remove: () => void;
}

/** What the overlay of the example gets, and below which line. */
const ANCHOR = "overlay production on Site {\n";
const CHANGE = '  audience = "everybody"\n';
/** What somebody edits by hand. */
export const TAMPERED = { address: "index", path: "srv/hello/public/index.html" } as const;
const AUTHOR = { name: "Demo", email: "demo@setpoint.localhost" };

const CONFIG = `# What the demo's agent is granted. The repository asks; this file, which no commit can reach, grants.
[agent]
name = "demo"
ledger = "ledger.db"

[store]
repository = "../repository"
poll = "500ms"

[environments.prod]

[targets.local]
driver = "local"
base = "../world"
roots = ["/srv/hello"]
poll = "2s"
`;

export async function openScratch(): Promise<Scratch> {
  const example = findExample();
  const folder = mkdtempSync(join(tmpdir(), "setpoint-demo-"));
  const remove = (): void => {
    process.off("exit", remove);
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  // A mistake of our own ends the process without unwinding what waits.
  process.once("exit", remove);
  try {
    const repository = join(folder, "repository");
    const world = join(folder, "world");
    const config = join(folder, "agent", "setpoint.toml");
    cpSync(example, repository, { recursive: true });
    // An agent makes what is declared, and no folder above it.
    mkdirSync(join(world, "srv"), { recursive: true });
    mkdirSync(join(folder, "agent"));
    writeFileSync(config, CONFIG);
    const git = await import("isomorphic-git");
    const record = async (message: string): Promise<string> => {
      await git.add({ fs, dir: repository, filepath: "." });
      return await git.commit({ fs, dir: repository, message, author: AUTHOR });
    };
    await git.init({ fs, dir: repository, defaultBranch: "main" });
    await record("Say hello to the world");
    return {
      folder,
      world,
      config,
      commit: async () => {
        const overlay = join(repository, "env", "prod.sp");
        const text = readFileSync(overlay, "utf8");
        if (!text.includes(ANCHOR)) throw new Failure(`the demo does not find its way in ${overlay}`);
        writeFileSync(overlay, text.replace(ANCHOR, ANCHOR + CHANGE));
        return await record("Greet everybody");
      },
      tamper: () => writeFileSync(join(world, TAMPERED.path), "<h1>Somebody was here.</h1>\n"),
      remove,
    };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Beside the sources, or beside dist/. */
function findExample(): string {
  const here = fileURLToPath(new URL(".", import.meta.url));
  const places = ["..", "../.."].map((up) => join(here, up, "examples", "01-hello"));
  const found = places.find((place) => existsSync(place));
  if (found !== undefined) return found;
  throw new Failure(
    "the example that the demo plays with is not there",
    "run it from a checkout of Setpoint",
  );
}
