// What a value is computed from, as people ask for it: each place with the definition that gives it, whether an overlay wrote
// that, and behind what no overlay wrote the places that lead to one.

import type { Address } from "../address.ts";
import { stackAt } from "../evaluate/stacks.ts";
import { isDeferred, type Deferred } from "../values.ts";
import type { Input, Row, Shown } from "./facts.ts";
import { isWithin, partsOf, pathText, type Spot } from "./find.ts";
import { elementRow, rowsAt, winnerIn } from "./rows.ts";
import { outputsIn, show, showAt } from "./show.ts";
import { sourcesOf, sourcesOfCell, type Source, type Tracer } from "./sources.ts";

/** Farther away nobody follows. */
const MAX_DEPTH = 8;

export function inputsOf(tracer: Tracer, spot: Spot): readonly Input[] {
  if (spot.seat === null) return [];
  const sources = sourcesOf(tracer, spot.seat);
  return listed(
    tracer,
    sources.filter((source) => !isPartOf(source, sources)),
    spot,
    0,
    ownName(spot),
  );
}

/** What the condition of a slot reads of one element of its loop. */
export function elementInputs(tracer: Tracer, spot: Spot, key: string): readonly Input[] {
  if (spot.seat === null) return [];
  const sources = sourcesOf(tracer, spot.seat);
  const own = sources.filter(
    (source) =>
      source.kind === "spot" &&
      sources.some((other) => other.kind === "spot" && isWithin(source.spot.path, [...other.spot.path, key])),
  );
  return listed(tracer, own, spot, 0, ownName(spot));
}

function ownName({ path }: Spot): ReadonlySet<string> {
  return new Set([pathText(path)]);
}

/** Of another one that is read as a whole. */
function isPartOf(source: Source, sources: readonly Source[]): boolean {
  if (source.kind !== "spot") return false;
  const { path } = source.spot;
  return sources.some(
    (other) =>
      other.kind === "spot" && other.spot.path.length < path.length && isWithin(path, other.spot.path),
  );
}

function listed(
  tracer: Tracer,
  sources: readonly Source[],
  { value, path }: Pick<Spot, "value" | "path">,
  depth: number,
  seen: ReadonlySet<string>,
): readonly Input[] {
  const outputs = isDeferred(value) ? outputInputs(tracer, value) : [];
  const known = new Set(outputs.map(({ address }) => address as string));
  const inputs = sources.flatMap((source): Input[] => {
    if (source.kind === "cell") return [cellInput(tracer, source, depth, seen)];
    const text = pathText(source.spot.path);
    // It was on the way to an output of it.
    if (seen.has(text) || known.has(text) || isWithin(source.spot.path, path)) return [];
    return [spotInput(tracer, source.spot, text, depth, seen)];
  });
  return [...inputs, ...outputs.map(({ input }) => input)];
}

function spotInput(
  tracer: Tracer,
  spot: Spot,
  name: string,
  depth: number,
  seen: ReadonlySet<string>,
): Input {
  const { explainer } = tracer;
  const { seat, systems, value, cell } = spot;
  const own = cell === null ? [] : [elementRow(explainer, cell, show(explainer, value, spot.type), systems)];
  const rows = seat === null ? own : rowsAt(explainer, seat, systems);
  const row = rows.find(isOverlaid) ?? winnerIn(rows);
  const overridden = rows.some(isOverlaid);
  const [top] = seat === null ? [] : stackAt(explainer.evaluator, seat.container, seat.key);
  return {
    name,
    of: spot.file ? "file" : "slot",
    value: top === undefined ? show(explainer, value, spot.type) : showAt(explainer, top, value),
    row,
    span: row?.span ?? spot.named?.element ?? explainer.instance.asked,
    was: overridden && partsOf(value) === null ? wasOf(rows) : null,
    overridden,
    inputs:
      overridden || seat === null ? [] : behind(tracer, sourcesOf(tracer, seat), spot, depth, seen, name),
  };
}

/** By an overlay, or by a block in the place of one, and not beaten. */
export function isOverlaid({ state, by }: Row): boolean {
  return (state === "wins" || state === "merges") && (by.kind === "overlay" || by.kind === "block");
}

/** The highest value that no overlay gave. */
function wasOf(rows: readonly Row[]): Shown | null {
  const below = rows.find((row) => row.by.kind !== "overlay" && row.by.kind !== "block");
  return below?.value ?? null;
}

function cellInput(
  tracer: Tracer,
  source: Source & { kind: "cell" },
  depth: number,
  seen: ReadonlySet<string>,
): Input {
  const { explainer } = tracer;
  const { cell, name, of } = source;
  const value = explainer.evaluator.force(explainer.evaluator, cell);
  return {
    name,
    of,
    value: show(explainer, value, cell.type),
    row: null,
    span: cell.span,
    was: null,
    // A parameter is given, and a `let` computed, by the overlay itself.
    overridden: of === "overlay",
    inputs: behind(tracer, sourcesOfCell(tracer, cell), { value, path: [name] }, depth, seen, name),
  };
}

/** Only what an overlay wrote is worth the way, and what is known after apply. */
function behind(
  tracer: Tracer,
  sources: readonly Source[],
  of: Pick<Spot, "value" | "path">,
  depth: number,
  seen: ReadonlySet<string>,
  name: string,
): readonly Input[] {
  if (depth >= MAX_DEPTH) return [];
  const inputs = listed(tracer, sources, of, depth + 1, new Set([...seen, name]));
  return inputs.filter(
    ({ of, overridden, inputs: more }) => overridden || of === "output" || more.length > 0,
  );
}

function outputInputs(
  { explainer }: Tracer,
  { residual }: Deferred,
): readonly { readonly address: Address; readonly input: Input }[] {
  const found = new Map<string, { readonly address: Address; readonly input: Input }>();
  for (const { address, output } of outputsIn(residual)) {
    const name = `${address}.${output}`;
    const resource = explainer.resources.get(address);
    const field = resource?.record.fields.get(output);
    const deferred: Deferred = {
      kind: "deferred",
      residual: { $from: address, output },
      size: 1,
      from: [address],
      path: name,
    };
    const input: Input = {
      name,
      of: "output",
      value: show(explainer, deferred, field?.type ?? null),
      row: null,
      span: resource?.span ?? explainer.instance.asked,
      was: null,
      overridden: false,
      inputs: [],
    };
    found.set(name, { address, input });
  }
  return [...found.values()];
}
