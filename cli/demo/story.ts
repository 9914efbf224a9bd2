// What happens in the demo, in order, and what is said meanwhile.
//
// In:  a stage that can commit, tamper, wait for events of the agent, and show a few lines. Out: whether all of it converged.
// The story only watches: it is the agent's own events that carry it on, so what is said has happened.

import type { Event } from "../../runtime/events.ts";
import { TAMPERED } from "./scratch.ts";

export interface Stage {
  readonly world: string;
  commit(): Promise<string>;
  tamper(): void;
  /** Replaces what is said: the chapters so far, the last one being told. */
  say(chapters: readonly Chapter[]): void;
  /** Time to read. Resolves with false when the agent has ended meanwhile. */
  breathe(): Promise<boolean>;
  /** Resolves with true once there is such an event or standing fact, with false when there is none in time. */
  until(what: (event: Event) => boolean): Promise<boolean>;
}

export interface Chapter {
  readonly state: "told" | "now" | "failed";
  readonly words: string;
}

export async function playStory(stage: Stage): Promise<boolean> {
  const chapters: Chapter[] = [];
  const tell = async (now: string, told: string, holds: Promise<boolean>): Promise<boolean> => {
    stage.say([...chapters, { state: "now", words: now }]);
    const good = await holds;
    chapters.push({ state: good ? "told" : "failed", words: good ? told : `${now} That took too long.` });
    stage.say(chapters);
    return good;
  };

  const first = stage.until((event) => event.kind === "converged");
  if (
    !(await tell(
      "An agent takes over an empty world …",
      "An agent has built what the repository asks for.",
      first,
    ))
  )
    return false;
  if (!(await stage.breathe())) return false;

  const commit = await stage.commit();
  const followed = stage.until((event) => event.kind === "converged" && event.commit === commit);
  const short = commit.slice(0, 7);
  const asked = `Commit ${short} changes who is greeted …`;
  if (!(await tell(asked, `Commit ${short} changed who is greeted, and the files followed.`, followed)))
    return false;
  if (!(await stage.breathe())) return false;

  const mended = stage.until(
    (event) => event.kind === "action-finished" && event.cause === "corrective" && event.outcome === "done",
  );
  stage.tamper();
  const edited = `Somebody edits ${TAMPERED} by hand …`;
  if (!(await tell(edited, `Somebody edited ${TAMPERED}; the drift was mended.`, mended))) return false;
  return true;
}

/** What is left to say when the story is over: where to play. */
export function invitation(stage: Pick<Stage, "world">): readonly string[] {
  return [
    `That is the story. Now edit or delete something in ${stage.world}/srv/hello`,
    "q leaves and cleans up.",
  ];
}
