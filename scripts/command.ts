import { CommandLineError, readCommand } from '#platform/process/command-line.ts';
import { SettingsError } from '#platform/config.ts';
import { StartError } from '#platform/process/start-error.ts';

/** Command line interface of a command. */
export interface Command {
  /** Text of --help: syntax and purpose. */
  readonly usage: string;
  /** Options without a value. */
  readonly flags?: readonly string[];
  /** Options with a value. */
  readonly options?: readonly string[];
  /** Names of the operands: `FILE`, or `[FILE]` for an optional one. */
  readonly operands?: readonly string[];
}

/** Parsed command line. */
export interface CommandLine {
  readonly flags: ReadonlySet<string>;
  readonly options: ReadonlyMap<string, string>;
  readonly operands: readonly string[];
}

/**
 * Runs a command on the arguments of this process and sets its exit code: 0 after --help, 2 after a one-line message on a
 * wrong command line or setting, 1 after a one-line message on an expected failure, else the result of `run`. A bug throws.
 */
export async function runCommand(
  command: Command,
  run: (given: CommandLine) => Promise<number>,
): Promise<void> {
  try {
    const given = parseCommandLine(command, process.argv.slice(2));
    if (given) process.exitCode = await run(given);
    else console.log(command.usage);
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    console.error(error.message);
    process.exitCode = error instanceof CommandLineError || error instanceof SettingsError ? 2 : 1;
  }
}

function parseCommandLine(command: Command, args: readonly string[]): CommandLine | null {
  const declared: Record<string, { type: 'boolean' | 'string' }> = {};
  for (const name of command.flags ?? []) declared[name] = { type: 'boolean' };
  for (const name of command.options ?? []) declared[name] = { type: 'string' };
  const read = readCommand(args, declared, command.operands ?? []);
  if (!read) return null;
  const entries = Object.entries<unknown>(read.values);
  return {
    flags: new Set(entries.filter(([, value]) => value === true).map(([name]) => name)),
    options: new Map(entries.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []))),
    operands: read.operands,
  };
}

/** Value of an option as a whole number; `missing` when it is absent. Throws CommandLineError outside the range. */
export function wholeNumber(
  given: CommandLine,
  name: string,
  { min, max, missing }: { readonly min: number; readonly max: number; readonly missing: number },
): number {
  const text = given.options.get(name);
  if (text === undefined) return missing;
  const value = Number(text);
  if (!/^\d{1,15}$/.test(text) || value < min || value > max)
    throw new CommandLineError(`--${name} takes a whole number from ${min} to ${max}, not '${text}'.`);
  return value;
}
