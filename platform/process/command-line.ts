import { parseArgs, type ParseArgsConfig } from 'node:util';
import { StartError } from './start-error.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** An error on the command line. The message names it. */
export class CommandLineError extends StartError {
  override readonly name = 'CommandLineError';
}

/**
 * Reads a command line. Throws CommandLineError for an unknown option or an unexpected argument.
 *
 * @param options options besides `help`, which every command has
 * @returns null when the command line has `--help`
 */
export const readCommandLine = <const T extends Options>(args: readonly string[], options: T) =>
  readCommand(args, options, [])?.values ?? null;

/**
 * As `readCommandLine`, for a command that also takes operands. An operand whose name is in brackets is optional.
 *
 * @param operandNames names of the operands in error messages, as `FILE` or `[FILE]`
 */
export function readCommand<const T extends Options>(
  args: readonly string[],
  options: T,
  operandNames: readonly string[],
) {
  const negative = args.find((arg) => /^-\d/.test(arg));
  if (negative !== undefined)
    throw new CommandLineError(`'${negative}' is negative, and no argument is. See --help.`);
  const all = { ...options, help: { type: 'boolean', short: 'h' } } as const;
  try {
    const { values, positionals, tokens } = parseArgs({
      args: [...args],
      options: all,
      strict: true,
      allowPositionals: true,
      tokens: true,
    });
    refuseRepeats(tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : [])));
    if ('help' in values) return null;
    const unexpected = positionals[operandNames.length];
    if (unexpected !== undefined)
      throw new CommandLineError(`Unexpected argument '${unexpected}'. See --help.`);
    const missing = operandNames[positionals.length];
    if (missing !== undefined && !missing.startsWith('['))
      throw new CommandLineError(`${missing} is missing. See --help.`);
    return { values, operands: positionals };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!code?.startsWith('ERR_PARSE_ARGS_')) throw error;
    // Node explains in further sentences and lines.
    const [first = message] = message.split(/\.? *\n|\. /, 1);
    throw new CommandLineError(`${first}. See --help.`);
  }
}

/** Refuses an option that is given twice: Node would take its last value. */
function refuseRepeats(names: readonly string[]): void {
  const repeated = names.find((name, index) => names.indexOf(name) < index);
  if (repeated !== undefined) throw new CommandLineError(`--${repeated} is given twice. See --help.`);
}
