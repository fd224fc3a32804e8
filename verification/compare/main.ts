/**
 * Gives a seeded stream of random commands to the naive and to the fast engine, and compares all that they answer.
 */
import { compareBooks, type Comparison } from './books/compare-books.ts';
import { compareExchanges, type ExchangeComparison } from './exchanges/compare-exchanges.ts';
import { brokenInvariants } from './books/invariants.ts';
import { createFastBook } from '#engine/core/fast/fast-book.ts';
import { createNaiveBook } from '#engine/core/naive/naive-book.ts';
import { CommandLineError } from '#platform/process/command-line.ts';
import { createRandom } from '#platform/random.ts';
import { runCommand, wholeNumber, type Given } from '#scripts/command.ts';
import { endProgress, showProgress } from '#scripts/progress-line.ts';

const USAGE = `usage: npm run compare [-- OPTIONS]

Gives one seeded stream of random commands, over all order types, terms and phases, to the book that reads as the
rulebook and to the one that production runs, and compares every event and their states along the way. Prints one line
of JSON: counts of events, SHA-256 of all events and of the last state, and the first difference or null.

  --commands N    how many commands (1000000)
  --seed N        another stream (1)
  --level LEVEL   book: one book (default), the invariants of a book checked too
                  exchange: whole exchanges with members, tickers and days; the second restarts along the way
  --broken N      of a hundred orders and changes those with fields at or beyond their borders (a book: 0 to 10, by
                  stretches; exchanges: 1)
  --open N        book: the open orders that it tends to (10 to 100, by stretches)

Exits with 1 when they differ.`;

const BOOKS = [createNaiveBook, createFastBook] as const;
const LEVELS = ['book', 'exchange'];

function compare(given: Given): Comparison | ExchangeComparison {
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
      const found = brokenInvariants(snapshot, runner);
      if (found.length > 0) throw new Error(`does not hold: ${found.join('; ')}`);
    },
  });
}

await runCommand({ usage: USAGE, options: ['commands', 'seed', 'level', 'broken', 'open'] }, (given) => {
  const result = compare(given);
  endProgress();
  console.log(JSON.stringify(result));
  return Promise.resolve(result.difference === null ? 0 : 1);
});
