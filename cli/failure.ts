// What ends a command early, as a person is told of it: one message, one help. Never a stack trace.

/** Something in the world is not as the command needs it: exit code 1. */
export class Failure extends Error {
  readonly help: string | null;
  constructor(message: string, help: string | null = null, options?: ErrorOptions) {
    super(message, options);
    this.name = "Failure";
    this.help = help;
  }
}

/** The command line itself is wrong: exit code 2. */
export class UsageFailure extends Failure {
  constructor(message: string, help: string | null = null) {
    super(message, help);
    this.name = "UsageFailure";
  }
}

/** Ctrl-C at a question: there is nothing to say, and the exit code is 130. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  ENOENT: "it does not exist",
  ENOTDIR: "a part of its path is not a folder",
  EEXIST: "something else is there",
  EISDIR: "it is a folder",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EFBIG: "no file may be that large",
  EROFS: "the file system is read-only",
  EMFILE: "too many files are open",
  ELOOP: "its symbolic links go in a circle",
  ENAMETOOLONG: "its name is too long",
};

/** The words for what the operating system answered. */
export function whyOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = (error as NodeJS.ErrnoException).code;
  return (code === undefined ? undefined : REASONS[code]) ?? error.message;
}
