// Why an item is in the plan, as the sentence that stands above it.

import type { Graph } from "../../compiler/graph.ts";
import { showPlace } from "../../compiler/source.ts";
import type { Action, Item } from "../../runtime/item.ts";
import { blockInWords } from "../../runtime/permit.ts";
import { showPointer } from "./values.ts";

/** `# config will be updated: hello.sp:12 wants another value`, without the `# `. */
export function sentence(item: Item, graph: Graph | null): string {
  if (item.block !== null) {
    const verb = item.action === "none" ? "left alone" : PARTICIPLES[item.action];
    return `${item.address} cannot be ${verb}: ${blockInWords(item.block)}`;
  }
  if (isOnlyReported(item, graph)) {
    const what = item.reason === "gone" ? "deleted" : "changed";
    return `${item.address} was ${what} on the target and is left so: \`@drift("report")\``;
  }
  if (isIfChanged(item)) return `${item.address} will be updated, if changed: ${whenKnown(item)}`;
  const lifted =
    item.lifted === undefined ? "" : `; protection lifted by ${item.lifted.who}: ${item.lifted.why}`;
  const moves = item.from === undefined || item.reason === "moved" ? "" : `; it moves here from ${item.from}`;
  return `${item.address} ${outlook(item)}: ${why(item)}${moves}${lifted}`;
}

/** Drift that the declaration asks to say and not to mend. */
export function isOnlyReported({ cause, address, block }: Item, graph: Graph | null): boolean {
  return block === null && cause === "corrective" && graph?.resources[address]?.meta.drift === "report";
}

/** Whatever may have to be written is known only after something else is done, and may then be what is there. */
export function isIfChanged({ action, changes }: Item): boolean {
  return (
    action === "update" && changes.length > 0 && changes.every(({ knownAfter }) => knownAfter.length > 0)
  );
}

function whenKnown({ changes }: Item): string {
  const place = changes.find((each) => each.place !== null)?.place ?? null;
  const needs = [...new Set(changes.flatMap(({ knownAfter }) => knownAfter))];
  return `${place === null ? "its value" : showPlace(place)} is known after ${needs.join(", ")}`;
}

export const PARTICIPLES: Readonly<Record<Exclude<Action, "none">, string>> = {
  create: "created",
  update: "updated",
  replace: "replaced",
  delete: "deleted",
  adopt: "adopted",
  release: "released",
};

function outlook(item: Item): string {
  if (item.action === "none") return "stays as it is";
  if (item.action === "update" && item.cause === "corrective") return "will be put right";
  if (item.action === "create" && item.reason === "gone") return "will be created again";
  if (item.action === "replace") return item.reason === "asked" ? "will be replaced" : "must be replaced";
  return `will be ${PARTICIPLES[item.action]}`;
}

function why(item: Item): string {
  switch (item.reason) {
    case "declared":
      return item.place === null
        ? "it is not there"
        : `${showPlace(item.place)} declares it and it is not there`;
    case "changed":
      return `${wanting(item)} wants another value`;
    case "drifted":
      return "it was changed on the target";
    case "gone":
      return item.action === "release"
        ? "nothing declares it, and it is gone"
        : "it was deleted on the target";
    case "forced":
      return forced(item);
    case "kind-changed":
      return `it is now a ${item.kind}`;
    case "found":
      return item.action === "adopt"
        ? "it is there, just as it is wanted"
        : "it is there, and `@adopt` takes it over";
    case "undeclared":
      return item.action === "release"
        ? "nothing declares it any more, and `@keep` leaves it there"
        : "nothing declares it any more";
    case "removed":
      return item.action === "release" ? "`removed` gives it up and leaves it there" : "`removed` says so";
    case "wanted-elsewhere":
      return "another environment wants the same object, and has it from now on";
    case "moved":
      return item.from === undefined
        ? "the same object now stands at this address"
        : `it is the same object, and moves here from ${item.from}`;
    case "asked":
      return "`--replace` asks for it";
    case "in-step":
      return "it is as it is wanted";
  }
}

function wanting(item: Item): string {
  const change = item.changes.find((each) => each.class !== "corrective" && each.place !== null);
  const place = change?.place ?? item.place;
  return place === null ? "the version" : showPlace(place);
}

function forced(item: Item): string {
  const fields = item.changes.filter((each) => each.forces).map((each) => `\`${showPointer(each.pointer)}\``);
  if (fields.length === 0) return "it cannot be changed in place";
  return `${fields.join(", ")} cannot be changed in place`;
}
