/** Compares the naive and the fast engine over a seeded stream of random commands: `npm run compare`. */
import type { BookCommand } from './books/book-command.ts';
import { compareBooks } from './books/compare-books.ts';
import { compareExchanges } from './exchanges/compare-exchanges.ts';
import type { Comparison } from './comparison.ts';
import { brokenInvariants } from './books/invariants.ts';
import { createFastBook } from '#engine/core/fast/fast-book.ts';
import { createNaiveBook } from '#engine/core/naive/naive-book.ts';
import type { ExchangeCommand } from '#engine/exchange/commands.ts';
import { CommandLineError } from '#platform/process/command-line.ts';
import { createRandom } from '#platform/random.ts';
import { runCommand, wholeNumber, type CommandLine } from '#scripts/command.ts';
import { endProgress, showProgress } from '#scripts/progress-line.ts';

const USAGE = `usage: npm run compare [-- OPTIONS]

Applies one seeded stream of random commands, over all order types, terms and phases, to the naive book (the
reference) and to the fast book (which runs in production). Compares every event, and the states from time to time.
Prints one line of JSON: counts of events, SHA-256 of all events and of the last state, the first difference or null.

  --commands N    number of commands (1000000)
  --seed N        seed of the stream (1)
  --level LEVEL   book: one book, with a check of its invariants (default)
                  exchange: whole exchanges with members, tickers and days; the second restarts from time to time
  --broken N      percentage of orders and changes with fields at or beyond their bounds (book: 0 to 10, changing
                  during the stream; exchange: 1)
  --open N        book: number of open orders that the stream tends to (10 to 100, changing during the stream)

Exits with 1 if they differ.`;

const BOOKS = [createNaiveBook, createFastBook] as const;
const LEVELS = ['book', 'exchange'];

function compare(given: CommandLine): Comparison<BookCommand> | Comparison<ExchangeCommand> {
  const commands = wholeNumber(given, 'commands', { min: 1, max: 1_000_000_000, missing: 1_000_000 });
  const seed = wholeNumber(given, 'seed', { min: 0, max: 0xffffffff, missing: 1 });
  const optional = (name: string, max: number): number | undefined =>
    given.options.has(name) ? wholeNumber(given, name, { min: 0, max, missing: 0 }) : undefined;
  const brokenPercent = optional('broken', 100);
  const openOrders = optional('open', 1_000_000);
  const level = given.options.get('level') ?? 'book';
  if (!LEVELS.includes(level)) throw new CommandLineError(`--level takes book or exchange, not '${level}'.`);
  const onProgress = (done: number): void => {
    if (done % 1_000 === 0) showProgress(`${done} of ${commands} commands`);
  };
  const options = { commands, onProgress, ...(brokenPercent === undefined ? {} : { brokenPercent }) };
  if (level === 'exchange')
    return compareExchanges(BOOKS, createRandom(seed), { ...options, checkEvery: 1_000 });
  return compareBooks(BOOKS, createRandom(seed), {
    ...options,
    checkEvery: 100,
    openOrders,
    check: (snapshot, runner) => {
      const broken = brokenInvariants(snapshot, runner);
      if (broken.length > 0) throw new Error(`broken invariants: ${broken.join('; ')}`);
    },
  });
}

await runCommand({ usage: USAGE, options: ['commands', 'seed', 'level', 'broken', 'open'] }, (given) => {
  const result = compare(given);
  endProgress();
  console.log(JSON.stringify(result));
  return Promise.resolve(result.difference === null ? 0 : 1);
});
