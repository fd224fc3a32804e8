import { parseArgs, type ParseArgsConfig } from 'node:util';
import { StartError } from './start-error.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** A mistake on the command line. The message names it. */
export class CommandLineError extends StartError {
  override readonly name = 'CommandLineError';
}

/**
 * Reads a command line. Unknown options and stray arguments are refused by name, with a hint at --help.
 *
 * @param options beside `help`, which every command has
 * @returns null when help was asked for
 */
export const readCommandLine = <const T extends Options>(args: readonly string[], options: T) =>
  readCommand(args, options, [])?.values ?? null;

/**
 * As `readCommandLine`, of a command that also takes operands: all must be given but those whose name is in brackets.
 *
 * @param operandNames what a message calls them, as `FILE` or `[FILE]`
 */
export function readCommand<const T extends Options>(
  args: readonly string[],
  options: T,
  operandNames: readonly string[],
) {
  const all = { ...options, help: { type: 'boolean', short: 'h' } } as const;
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: all,
      strict: true,
      allowPositionals: true,
    });
    if ('help' in values) return null;
    const stray = positionals[operandNames.length];
    if (stray !== undefined) throw new CommandLineError(`Unexpected argument '${stray}'. See --help.`);
    const missing = operandNames[positionals.length];
    if (missing !== undefined && !missing.startsWith('['))
      throw new CommandLineError(`${missing} is missing. See --help.`);
    return { values, operands: positionals };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!code?.startsWith('ERR_PARSE_ARGS_')) throw error;
    throw new CommandLineError(`${message.split('. ', 1)[0] ?? message}. See --help.`);
  }
}
