/**
 * The command line. A command gets its words, its options and an Io; it answers an exit code (`EXIT`).
 */
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { ApiError } from "@cordboard/api";
import { CodedError } from "@cordboard/contract";
import { type Command, EXIT, type Given, type Io, UsageError } from "./command.ts";
import { backup, restore } from "./commands/backup.ts";
import { diff, exportFlows, publish, pull, push } from "./commands/flows.ts";
import { fallbackXml } from "./commands/fallback-xml.ts";
import { keys } from "./commands/keys.ts";
import { play } from "./commands/play.ts";
import { run } from "./commands/run.ts";
import { test } from "./commands/test.ts";
import { validate } from "./commands/validate.ts";

export const COMMANDS: readonly Command[] = [
  validate,
  test,
  play,
  pull,
  push,
  diff,
  publish,
  run,
  exportFlows,
  keys,
  fallbackXml,
  backup,
  restore,
];

/** The terminal. */
const TERMINAL: Io = {
  out: (line) => console.log(line),
  err: (line) => console.error(line),
  env: process.env,
  cwd: process.cwd(),
  lines: () => createInterface({ input: process.stdin }),
};

export async function main(args: string[], io: Io = TERMINAL): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === "help" || name === "--help" || name === "-h") return help(rest[0], io);
  const command = COMMANDS.find((known) => known.name === name);
  if (!command) {
    io.err(`There is no command "${name}".`);
    help(undefined, { ...io, out: io.err });
    return EXIT.usage;
  }
  if (rest.includes("--help") || rest.includes("-h")) return help(name, io);
  try {
    return await command.run(read(command, rest), io);
  } catch (error) {
    return explain(error, command, io);
  }
}

function read(command: Command, args: string[]): Given {
  try {
    const { values, positionals } = parseArgs({ args, options: command.options, allowPositionals: true, strict: true });
    const given = new Map(Object.entries(values));
    const texts = (name: string): string[] => [given.get(name)].flat().filter((value) => typeof value === "string");
    return { words: positionals, texts, text: (option) => texts(option)[0], flag: (option) => given.get(option) === true };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function explain(error: unknown, command: Command, io: Io): number {
  if (error instanceof UsageError) {
    io.err(error.message);
    io.err(`Usage: cordboard ${command.name} ${command.usage}`);
    return EXIT.usage;
  }
  if (error instanceof ApiError) {
    io.err(`${error.message} (${error.code})`);
    for (const detail of error.details) io.err(`  ${detail.path ? `${detail.path}: ` : ""}${detail.message}`);
    return EXIT.server;
  }
  if (error instanceof CodedError) {
    io.err(`${error.message} (${error.code})`);
    return EXIT.found;
  }
  throw error;
}

function help(name: string | undefined, io: Pick<Io, "out">): number {
  const command = COMMANDS.find((known) => known.name === name);
  if (command) {
    for (const line of [
      `cordboard ${command.name} ${command.usage}`,
      "",
      `  ${command.summary}.`,
      ...command.about.map((line) => `  ${line}`),
    ])
      io.out(line);
    return EXIT.ok;
  }
  io.out("cordboard: flows of calls and messages, from the command line\n");
  for (const { name: own, summary } of COMMANDS) io.out(`  ${own.padEnd(12)} ${summary}`);
  io.out("\n  cordboard help COMMAND tells more. Commands that talk to a server use CORDBOARD_URL (http://localhost:3000)");
  io.out("  and CORDBOARD_API_KEY. Exit codes: 0 well, 1 something was found, 2 wrong usage, 3 the server refused or is away.");
  return EXIT.ok;
}
