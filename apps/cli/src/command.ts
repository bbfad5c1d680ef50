import type { ParseArgsOptionsConfig } from "node:util";

/** The world of a command, so that tests can hand in their own. */
export interface Io {
  out: (line: string) => void;
  err: (line: string) => void;
  env: NodeJS.Dict<string>;
  cwd: string;
  /** Lines that somebody types. */
  lines: () => AsyncIterable<string>;
}

/** How a command ended. */
export const EXIT = {
  ok: 0,
  /** What was looked at is not as it should be: issues, a failed test, a difference, a failed run. */
  found: 1,
  /** The command line can't be understood, or a file can't be read. */
  usage: 2,
  /** The server refused or could not be reached. */
  server: 3,
} as const;

export interface Given {
  /** Words after the command. */
  words: string[];
  /** `--name value`, each as often as it was given. */
  text: (name: string) => string | undefined;
  texts: (name: string) => string[];
  flag: (name: string) => boolean;
}

export interface Command {
  name: string;
  /** What stands behind the name in the help. */
  usage: string;
  summary: string;
  /** Further lines of `cordboard help <name>`. */
  about: string[];
  options: ParseArgsOptionsConfig;
  run: (given: Given, io: Io) => Promise<number>;
}

/** The command line is not as it should be. */
export class UsageError extends Error {
  override name = "UsageError";
}
