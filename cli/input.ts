// What a command was asked: its arguments and options, after the table has been checked against the command line.

export interface CommandInput {
  readonly arguments: readonly string[];
  /** By long name: a switch is true, an option its text, one that may be repeated a list. */
  readonly options: Readonly<Record<string, boolean | string | readonly string[]>>;
}

export function isOn(input: CommandInput, name: string): boolean {
  return input.options[name] === true;
}

export function textOf(input: CommandInput, name: string): string | null {
  const value = input.options[name];
  return typeof value === "string" ? value : null;
}

export function textsOf(input: CommandInput, name: string): readonly string[] {
  const value = input.options[name];
  return Array.isArray(value) ? (value as readonly string[]) : [];
}
