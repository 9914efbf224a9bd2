// What happens in the demo, in order, and what is said meanwhile.
//
// In:  a stage that can commit, tamper, wait for events of the agent, and show a few lines. Out: whether all of it converged.
// The story only watches: it is the agent's own events that carry it on, so what is said has happened. Each deed is announced
// before it is done, because what follows takes milliseconds.

import type { Event } from "../../runtime/events.ts";
import { TAMPERED } from "./scratch.ts";

export interface Stage {
  readonly world: string;
  commit(): Promise<string>;
  tamper(): void;
  /** All chapters, told or not. */
  say(chapters: readonly Chapter[]): void;
  /** Time to read. Resolves with false when the agent has ended meanwhile. */
  breathe(): Promise<boolean>;
  /** Resolves with true once there is such an event or standing fact, with false when there is none in time. */
  until(what: (event: Event) => boolean): Promise<boolean>;
}

export interface Chapter {
  readonly state: "next" | "now" | "told" | "failed";
  readonly words: string;
}

interface Plot {
  readonly announced: string;
  /** Does the deed and waits for what follows: the words for it, or null when it did not follow. */
  play(stage: Stage): Promise<string | null>;
}

const PLOTS: readonly Plot[] = [
  {
    announced: "An agent is given a repository and an empty world",
    play: async (stage) => {
      const good = await stage.until((event) => event.kind === "converged");
      return good ? "An agent has built what its repository asks for." : null;
    },
  },
  {
    announced: "A commit changes who is greeted",
    play: async (stage) => {
      const commit = await stage.commit();
      const good = await stage.until((event) => event.kind === "converged" && event.commit === commit);
      return good ? `Commit ${commit.slice(0, 7)} changed who is greeted, and the files followed.` : null;
    },
  },
  {
    announced: `Somebody edits ${TAMPERED.path} by hand`,
    play: async (stage) => {
      let repaired = false;
      const mended = stage.until((event) => {
        repaired ||= isRepair(event);
        return repaired && event.kind === "converged";
      });
      stage.tamper();
      return (await mended) ? `Somebody edited ${TAMPERED.path}, and the drift was mended.` : null;
    },
  },
];

export async function playStory(stage: Stage): Promise<boolean> {
  const chapters = PLOTS.map(({ announced }): Chapter => ({ state: "next", words: announced }));
  for (const [index, plot] of PLOTS.entries()) {
    chapters[index] = { state: "now", words: `${plot.announced} …` };
    stage.say([...chapters]);
    if (index > 0 && !(await stage.breathe())) return false;
    const told = await plot.play(stage);
    chapters[index] =
      told === null
        ? { state: "failed", words: `${plot.announced}: it did not converge in time.` }
        : { state: "told", words: told };
    stage.say([...chapters]);
    if (told === null || !(await stage.breathe())) return false;
  }
  return true;
}

/** What is left to say when the story is over: where to play. */
export function invitation(stage: Pick<Stage, "world">): readonly string[] {
  return [
    "✓ That is the story: what the repository asks for is what is there.",
    "  Now it is your turn. Edit or delete something, and watch it come back, in",
    `  ${stage.world}/srv/hello`,
  ];
}

function isRepair(event: Event): boolean {
  return (
    event.kind === "action-finished" &&
    event.address === TAMPERED.address &&
    event.outcome === "done" &&
    event.cause === "corrective"
  );
}
