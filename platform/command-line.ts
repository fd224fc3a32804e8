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
export function readCommandLine<const T extends Options>(args: readonly string[], options: T) {
  const all = { ...options, help: { type: 'boolean', short: 'h' } } as const;
  try {
    const { values } = parseArgs({ args: [...args], options: all, strict: true, allowPositionals: false });
    return 'help' in values ? null : values;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!code?.startsWith('ERR_PARSE_ARGS_')) throw error;
    throw new CommandLineError(`${message.split('. ', 1)[0] ?? message}. See --help.`);
  }
}
