// The one table of keys. What a key does, the line of help at the bottom and the help screen all come from here.
//
// In:  a key press and the screen it was made on. Out: a command, or null. A key that has a meaning nowhere in the table
// does nothing. Another key is another row, and another case where the reducer carries commands out.

export type Screen = "table" | "detail" | "log" | "help";

export type Command =
  | "up"
  | "down"
  | "page-up"
  | "page-down"
  | "first"
  | "last"
  | "open"
  | "back"
  | "filter"
  | "problems"
  | "log"
  | "help"
  | "quit";

/** A key with a name, or the characters that were typed (or pasted). */
export type KeyPress =
  { readonly kind: "named"; readonly name: KeyName } | { readonly kind: "text"; readonly text: string };

export type KeyName =
  "up" | "down" | "pgup" | "pgdn" | "home" | "end" | "enter" | "esc" | "backspace" | "ctrl-c";

export interface Binding {
  /** Names of keys, or characters. */
  readonly keys: readonly string[];
  readonly command: Command;
  readonly screens: readonly Screen[];
  /** How the keys are shown. */
  readonly shown: string;
  /** One word for the line at the bottom; null: only on the help screen. */
  readonly word: string | null;
  readonly help: string;
}

const EVERYWHERE: readonly Screen[] = ["table", "detail", "log", "help"];

export const BINDINGS: readonly Binding[] = [
  {
    keys: ["up", "k"],
    command: "up",
    screens: EVERYWHERE,
    shown: "↑ k",
    word: null,
    help: "one line up",
  },
  {
    keys: ["down", "j"],
    command: "down",
    screens: EVERYWHERE,
    shown: "↓ j",
    word: null,
    help: "one line down",
  },
  {
    keys: ["pgup"],
    command: "page-up",
    screens: EVERYWHERE,
    shown: "pgup",
    word: null,
    help: "one page up",
  },
  {
    keys: ["pgdn", " "],
    command: "page-down",
    screens: EVERYWHERE,
    shown: "pgdn space",
    word: null,
    help: "one page down",
  },
  {
    keys: ["home"],
    command: "first",
    screens: EVERYWHERE,
    shown: "home",
    word: null,
    help: "to the top, where the worst stands, and stay there",
  },
  { keys: ["end"], command: "last", screens: EVERYWHERE, shown: "end", word: null, help: "to the end" },
  {
    keys: ["enter"],
    command: "open",
    screens: ["table"],
    shown: "enter",
    word: "open",
    help: "all about one resource: reason, cause, source, neighbours, events",
  },
  {
    keys: ["esc"],
    command: "back",
    screens: EVERYWHERE,
    shown: "esc",
    word: "back",
    help: "back; in the table: clear the filter",
  },
  {
    keys: ["/"],
    command: "filter",
    screens: ["table"],
    shown: "/",
    word: "filter",
    help: "only resources in which all these words appear; enter keeps it, esc clears it",
  },
  {
    keys: ["x"],
    command: "problems",
    screens: ["table"],
    shown: "x",
    word: "problems",
    help: "only what is not in sync, and again for everything",
  },
  {
    keys: ["l"],
    command: "log",
    screens: EVERYWHERE,
    shown: "l",
    word: "log",
    help: "what happened, full screen",
  },
  { keys: ["?"], command: "help", screens: EVERYWHERE, shown: "?", word: "help", help: "this page" },
  {
    keys: ["q"],
    command: "quit",
    screens: EVERYWHERE,
    shown: "q",
    word: "quit",
    help: "leave (ctrl-c too); the agent is not disturbed",
  },
];

export function commandFor(key: string, screen: Screen): Command | null {
  const binding = BINDINGS.find((each) => each.keys.includes(key) && each.screens.includes(screen));
  return binding?.command ?? null;
}

/** The bindings that the line at the bottom names on this screen. */
export function shownBindings(screen: Screen): readonly Binding[] {
  return BINDINGS.filter(
    (each) =>
      each.word !== null && each.screens.includes(screen) && (screen !== "table" || each.command !== "back"),
  );
}
