// One line from a person at a terminal, without showing it: a secret.
//
// In:  a question and the terminal's streams. Out: the line. Ctrl-C is `Interrupted`, Ctrl-D the end, and backspace works.
// Surprising: several lines at once are refused. They come from the clipboard, and what stands behind the first line break
// would otherwise be typed into the shell.

import type { ReadStream, WriteStream } from "node:tty";
import { Failure, Interrupted } from "./failure.ts";

const CTRL_C = "\u0003";
const CTRL_D = "\u0004";
const CTRL_U = "\u0015";
const BACKSPACE = new Set(["\u0008", "\u007f"]);
/** Around what is pasted, once the terminal was asked for it; and the escape sequences of arrows and the like. */
const ESCAPES = /\u001b\[[0-9;]*[ -/]*[@-~]/g;

export async function readHidden(question: string, input: ReadStream, output: WriteStream): Promise<string> {
  output.write(question);
  input.setRawMode(true);
  input.setEncoding("utf8");
  try {
    return await new Promise<string>((resolve, reject) => {
      let line = "";
      const take = (typed: string): void => {
        const text = typed.replaceAll(ESCAPES, "");
        for (let at = 0; at < text.length;) {
          const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
          at += character.length;
          if (character === CTRL_C) return end(() => reject(new Interrupted()));
          if (character === CTRL_D) return end(() => resolve(line));
          if (character === "\r" || character === "\n") {
            const isOne = text.slice(at).replace(/^\n/, "") === "";
            return end(() => (isOne ? resolve(line) : reject(severalLines())));
          }
          if (character === CTRL_U) line = "";
          else if (BACKSPACE.has(character)) line = line.replace(/.$/su, "");
          else line += character;
        }
      };
      const end = (settle: () => void): void => {
        input.off("data", take);
        settle();
      };
      input.on("data", take);
      input.resume();
    });
  } finally {
    input.setRawMode(false);
    input.pause();
    output.write("\n");
  }
}

function severalLines(): Failure {
  return new Failure(
    "that was more than one line, and nothing was done with it",
    "give a text of several lines on standard input: setpoint seal < FILE",
  );
}
