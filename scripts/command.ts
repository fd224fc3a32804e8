import { CommandLineError, readCommand } from '#platform/process/command-line.ts';
import { SettingsError } from '#platform/config.ts';
import { StartError } from '#platform/process/start-error.ts';

/** A command as its user sees it. */
export interface Command {
  /** What --help prints: how it is called, what it does. */
  readonly usage: string;
  /** Options without a value. */
  readonly flags?: readonly string[];
  /** Options with a value. */
  readonly options?: readonly string[];
  /** What must be given beside options, as messages call it: `FILE`, or `[FILE]` for what may be left out. */
  readonly operands?: readonly string[];
}

/** What was given on the command line. */
export interface Given {
  readonly flags: ReadonlySet<string>;
  readonly options: ReadonlyMap<string, string>;
  readonly operands: readonly string[];
}

/**
 * Runs a command on the arguments of this process and sets its exit code: 0 after --help, 2 after one line about a
 * mistake on the command line or in the settings, 1 after one line about an expected failure, else what `run` answers.
 * A bug throws.
 */
export async function runCommand(command: Command, run: (given: Given) => Promise<number>): Promise<void> {
  try {
    const given = readGiven(command, process.argv.slice(2));
    if (given) process.exitCode = await run(given);
    else console.log(command.usage);
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    console.error(error.message);
    process.exitCode = error instanceof CommandLineError || error instanceof SettingsError ? 2 : 1;
  }
}

function readGiven(command: Command, args: readonly string[]): Given | null {
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

/** The value of an option as a whole number; `missing` when it was not given. Throws CommandLineError outside the range. */
export function wholeNumber(
  given: Given,
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
