// The word that a command line begins with: the command, where people write it in its place.
//
// In:  the words behind `setpoint`. Out: the first of them behind `-C DIR`, or "". It is a guess that spares work (which code is
// loaded, for which command options are made), and commander has the last word.

export function firstWord(words: readonly string[]): string {
  return (words[0] === "-C" ? words[2] : words[0]) ?? "";
}
