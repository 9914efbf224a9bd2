// Patterns (`matching /.../`) in time linear in the text: no pattern can hang the compiler.
//
// In:  the text between the slashes. Out: a pattern that says yes or no, or what is wrong with it. The subset has classes,
// groups, alternatives, anchors and repetitions, read as JavaScript reads them with the flag `u`; what only a backtracking
// engine can do (look-around, back references) and what changes nothing about yes or no (lazy repetitions) is refused.
// Surprising: the machine is built while it runs. A state is a set of places in the program, a transition is computed when
// it is first taken, and the states are thrown away when there are too many: memory is bounded, and time stays linear.

import { assemblePattern, ANY, END, MATCH, SPLIT, START, type PatternProgram } from "./pattern/program.ts";
import { parsePattern } from "./pattern/parse.ts";

export interface Pattern {
  readonly source: string;
  test(text: string): boolean;
}

const MAX_STATES = 512;

export function compilePattern(source: string): Pattern | string {
  const parsed = parsePattern(source);
  if (typeof parsed === "string") return parsed;
  const program = assemblePattern(parsed);
  if (typeof program === "string") return program;
  const machine: Machine = {
    program,
    states: new Map(),
    mark: new Int32Array(program.code.length),
    round: 0,
    first: null,
  };
  return { source, test: (text) => run(machine, text) };
}

interface Machine {
  readonly program: PatternProgram;
  readonly states: Map<string, State>;
  /** The round in which a place of the program was last visited. */
  readonly mark: Int32Array;
  round: number;
  first: State | null;
}

interface State {
  /** Places that wait for a character, or for the end of the text. */
  readonly places: readonly number[];
  readonly next: (State | undefined)[];
  /** The pattern has matched, whatever follows. */
  readonly matched: boolean;
  /** It matches if the text ends here. */
  readonly matchedAtEnd: boolean;
}

function run(machine: Machine, text: string): boolean {
  let state = (machine.first ??= stateOf(machine, [0], true));
  for (let at = 0; at < text.length; at++) {
    if (state.matched) return true;
    if (state.places.length === 0 && machine.program.anchored) return false;
    const point = text.codePointAt(at) ?? 0;
    if (point > 0xffff) at++;
    const symbol = machine.program.symbolOf(point);
    state = state.next[symbol] ?? advance(machine, state, symbol);
  }
  return state.matched || state.matchedAtEnd;
}

function advance(machine: Machine, state: State, symbol: number): State {
  const { code, sets } = machine.program;
  const targets: number[] = [];
  for (const place of state.places) {
    const instruction = code[place];
    if (instruction?.kind !== ANY) continue;
    if (sets[instruction.set]?.has(symbol) === true) targets.push(place + 1);
  }
  // A match may begin anywhere.
  targets.push(0);
  if (machine.states.size > MAX_STATES) machine.states.clear();
  const next = stateOf(machine, targets, false);
  state.next[symbol] = next;
  return next;
}

/** The state of all places that can be reached without a character. */
function stateOf(machine: Machine, from: readonly number[], atStart: boolean): State {
  const places = reach(machine, from, atStart, false);
  const { code } = machine.program;
  const matched = places.some((place) => code[place]?.kind === MATCH);
  const key = `${atStart ? "^" : ""}${places.join(",")}`;
  const known = machine.states.get(key);
  if (known !== undefined) return known;
  const matchedAtEnd = reach(machine, from, atStart, true).some((place) => code[place]?.kind === MATCH);
  const state: State = { places, next: [], matched, matchedAtEnd };
  machine.states.set(key, state);
  return state;
}

function reach(machine: Machine, from: readonly number[], atStart: boolean, atEnd: boolean): number[] {
  const { code } = machine.program;
  const round = ++machine.round;
  const found: number[] = [];
  const open = [...from];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    if (machine.mark[place] === round) continue;
    machine.mark[place] = round;
    const instruction = code[place];
    if (instruction === undefined) continue;
    switch (instruction.kind) {
      case ANY:
      case MATCH:
        found.push(place);
        break;
      case SPLIT:
        for (const target of instruction.targets) open.push(target);
        break;
      case START:
        if (atStart) open.push(place + 1);
        break;
      case END:
        if (atEnd) open.push(place + 1);
        else found.push(place);
        break;
    }
  }
  return found.toSorted((a, b) => a - b);
}
