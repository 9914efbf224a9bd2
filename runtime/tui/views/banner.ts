// What must not be overlooked: a lost agent, a refused version, a source or target that cannot be reached, suspended rows.

import type { State } from "../model.ts";
import { shortCommit } from "../tell.ts";
import { span, type Line } from "../text.ts";
import type { Role } from "../theme.ts";

/** Worst first. */
export function banners(state: State): readonly Line[] {
  const { facts, view } = state;
  const found: Line[] = [];
  if (view.detached !== null) found.push(banner("alarm", "■", "not live", view.detached));
  if (facts.stopped !== null) found.push(banner("alarm", "■", "agent stopped", facts.stopped));
  const several = facts.environments.size > 1;
  for (const { name, refused, source } of facts.environments.values()) {
    const where = several ? `${name}: ` : "";
    if (refused !== null) {
      const help = refused.help === null ? "" : ` — ${refused.help}`;
      found.push(banner("alarm", "✗", `${where}${shortCommit(refused.commit)} refused`, refused.why + help));
    }
    if (source?.state === "unavailable") {
      found.push(banner("alarm", "⊘", `${where}source unavailable`, source.why ?? source.source));
    }
  }
  for (const { name, state: is, why } of facts.targets.values()) {
    if (is === "unreachable") found.push(banner("alarm", "⊘", `target ${name} unreachable`, why));
  }
  const suspended = facts.rows.counts.suspended ?? 0;
  if (suspended > 0)
    found.push(banner("held", "‖", "suspended", `${suspended} of ${facts.rows.size} resources`));
  for (const { name, state: is, why } of facts.targets.values()) {
    if (is === "polled") found.push(banner("warn", "!", `target ${name} is only polled`, why));
  }
  return found;
}

function banner(role: Role, glyph: string, what: string, why: string): Line {
  return [span(` ${glyph} ${what}`, role), span(`: ${why}`)];
}
