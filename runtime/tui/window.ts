// Which rows the table shows: only these are ever rendered, however many there are.

import { frameLayout } from "./layout.ts";
import type { State } from "./model.ts";
import { findRow, listRows, type Listing, type Row } from "./rows.ts";

export function listing(state: State): Listing {
  return listRows(state.facts.rows, {
    text: state.view.filter.trim(),
    problemsOnly: state.view.problemsOnly,
  });
}

export interface TableWindow {
  readonly rows: readonly Row[];
  readonly top: number;
  /** The cursor's place in the listing. */
  readonly cursor: number;
  readonly size: number;
}

/** What the table shows: only these rows are ever rendered. */
export function tableWindow(state: State): TableWindow {
  const rows = listing(state);
  const { cursor } = state.view;
  const height = frameLayout(state).body;
  const held = cursor.key === null ? undefined : findRow(state.facts.rows, cursor.key);
  const found = held === undefined ? -1 : rows.indexOf(held);
  const index = cursor.key === null ? 0 : found === -1 ? cursor.index : found;
  const at = Math.max(0, Math.min(index, rows.size - 1));
  const lowest = Math.max(0, rows.size - height);
  const top = Math.max(0, Math.min(Math.max(Math.min(cursor.top, at), at - height + 1), lowest));
  return { rows: rows.slice(top, top + height), top, cursor: at, size: rows.size };
}

export function cursorRow(state: State): Row | null {
  const { rows, top, cursor } = tableWindow(state);
  return rows[cursor - top] ?? null;
}
