/** Replays recorded order flow in the engine that runs in production: `npm run replay -- FORMAT FILE`. */
import { createFastBook } from '#engine/core/fast/fast-book.ts';
import { predictExecutions } from './b3-orders/predict-executions.ts';
import { BadFile } from './input/bad-file.ts';
import { measureFlash1 } from './flash1/measure.ts';
import { replayLobster } from './lobster/replay-lobster.ts';
import { isMissing, isSystemError } from '#platform/files/exists.ts';
import { CommandLineError } from '#platform/process/command-line.ts';
import { runCommand, type CommandLine } from '#scripts/command.ts';
import { endProgress, showProgress } from '#scripts/progress-line.ts';
import { BadInput, readPair, readInput } from './input/read-input.ts';

const USAGE = `usage: npm run replay -- FORMAT FILE

Replays recorded order flow in the matching engine, without protections, and prints the result as one line of JSON.

  flash1 FILE                 a workload of the flash1 benchmark (.bin.br, or unpacked): {messages, trades, sha256,
                              messagesPerSecond}. The hash is of the report stream; the speed includes making the
                              reports and is measured after a run to warm up
  b3-orders FILE              order events of B3 (CSV): {fills, matched, groups, groupsMatched, firstMismatch}. Counts
                              the exchange's executions that the engine predicts from the orders alone
  lobster MESSAGES ORDERBOOK  NASDAQ order messages and the book after each, from LOBSTER: {rows, booksEqual,
                              executions, firstInQueue}. A folder or zip with both files can replace the two names

A file may be packed as gzip or as a zip of one file.

  --until HH:MM[:SS]  b3-orders: leaves out events from this time on, by default the closing call (16:55)`;

const CLOSING_CALL = '16:55:00';

const percent = (part: number): string => `${Math.floor(part * 100)} %`;

async function replayFlash1(given: CommandLine): Promise<object> {
  const [, file = ''] = given.operands;
  refuseSecondFile(given);
  return measureFlash1(await readInput(file), {
    createBook: createFastBook,
    nowMs: () => performance.now(),
    onProgress: (run) => showProgress(`run ${run}`),
  });
}

async function replayB3Orders(given: CommandLine): Promise<object> {
  const [, file = ''] = given.operands;
  refuseSecondFile(given);
  const until = timeOf(given);
  const bytes = await readInput(file);
  return predictExecutions(bytes, {
    createBook: createFastBook,
    until,
    onProgress: (done) => showProgress(percent(done)),
  });
}

async function replayLobsterFiles(given: CommandLine): Promise<object> {
  const [, first = '', second] = given.operands;
  const [messages, books] =
    second === undefined
      ? await readPair(first, /message.*\.csv/i, /orderbook.*\.csv/i)
      : [await readInput(first), await readInput(second)];
  return replayLobster(messages, books, {
    createBook: createFastBook,
    onProgress: (rows) => showProgress(`${rows} rows`),
  });
}

const FORMATS: Readonly<Record<string, (given: CommandLine) => Promise<object>>> = {
  flash1: replayFlash1,
  'b3-orders': replayB3Orders,
  lobster: replayLobsterFiles,
};

function refuseSecondFile({ operands }: CommandLine): void {
  if (operands[2] !== undefined)
    throw new CommandLineError(`Unexpected argument '${operands[2]}'. See --help.`);
}

function timeOf(given: CommandLine): string {
  const text = given.options.get('until') ?? CLOSING_CALL;
  if (!/^\d\d:\d\d(:\d\d)?$/.test(text))
    throw new CommandLineError(`--until takes a time of day such as 16:55 or 16:55:00, not '${text}'.`);
  return text;
}

/** One line about a file that cannot be replayed; null for an error that the file does not cause. */
function explain(error: unknown, names: string): string | null {
  if (error instanceof BadFile || error instanceof BadInput) return `${names}: ${error.message}`;
  if (!isSystemError(error)) return null;
  return isMissing(error) ? `${error.path ?? names} does not exist` : `${names}: ${error.message}`;
}

await runCommand(
  { usage: USAGE, options: ['until'], operands: ['FORMAT', 'FILE', '[FILE]'] },
  async (given) => {
    const format = given.operands[0] ?? '';
    const replay = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
    if (!replay) throw new CommandLineError(`Unknown format '${format}'. See --help.`);
    try {
      const result = await replay(given);
      endProgress();
      console.log(JSON.stringify(result));
      return 0;
    } catch (error) {
      endProgress();
      const reason = explain(error, given.operands.slice(1).join(' and '));
      if (reason === null) throw error;
      console.error(reason);
      return 1;
    }
  },
);
