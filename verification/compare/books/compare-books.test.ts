import { describe, expect, test } from 'vitest';
import { createRandom } from '#platform/random.ts';
import { createFastBook } from '#engine/core/fast/fast-book.ts';
import { createNaiveBook } from '#engine/core/naive/naive-book.ts';
import type { BookSnapshot } from '#engine/core/book-snapshot.ts';
import { PHASE } from '#engine/core/codes.ts';
import { EVENT, EVENT_STRIDE, NO_AGGRESSOR } from '#engine/core/event-ring.ts';
import type { BookCommand } from './book-command.ts';
import { BookRunner } from './book-runner.ts';
import { bruteForceAuction } from './brute-force-auction.ts';
import { compareBooks, PLAIN_RULES, viewOf } from './compare-books.ts';
import { BookCommandGenerator } from '../generate/book-commands.ts';
import { brokenInvariants } from './invariants.ts';

const BOOKS = [createNaiveBook, createFastBook] as const;
const LONG = { timeout: 120_000 };

const EXPECTED = [
  ...['ACCEPTED', 'TRADE', 'REPLACED', 'TRIGGERED', 'LEVEL', 'THEORETICAL'],
  ...['REQUESTED', 'MASS_CANCEL', 'SELF_TRADE', 'DISCONNECT'].map((reason) => `CANCELED ${reason}`),
  ...['IMMEDIATE_OR_CANCEL', 'FILL_OR_KILL', 'MINIMUM_QUANTITY', 'AUCTION'].map(
    (reason) => `EXPIRED ${reason}`,
  ),
  ...['STATIC_TUNNEL', 'DYNAMIC_TUNNEL', 'QUANTITY'].map((cause) => `AUCTION_STARTED ${cause}`),
  ...[
    'PHASE',
    'INVALID_COMBINATION',
    'QUANTITY_LIMIT',
    'LOT_SIZE',
    'PRICE_BAND',
    'STOP_PRICE',
    'NO_OPPOSITE_PRICE',
  ].map((rule) => `REJECTED ${rule}`),
  ...['PHASE', 'INVALID_COMBINATION', 'STOP_PRICE', 'MINIMUM_QUANTITY'].map(
    (rule) => `REPLACE_REFUSED ${rule}`,
  ),
];

/** @throws Error naming the broken invariants */
function check(snapshot: BookSnapshot, runner: BookRunner): void {
  const broken = brokenInvariants(snapshot, runner);
  if (broken.length > 0) throw new Error(broken.join('; '));
}

describe('both books', () => {
  const seen = new Set<string>();
  test.each([1, 2, 3])(
    'emit the same events and have the same states over a random stream: seed %i',
    LONG,
    (seed) => {
      const options = { commands: 5_000, checkEvery: 50, check };
      const { difference, events } = compareBooks(BOOKS, createRandom(seed), options);
      for (const name of Object.keys(events)) seen.add(name);
      expect(difference).toBeNull();
    },
  );

  test('the streams contain every kind of event', () => {
    expect(EXPECTED.filter((name) => !seen.has(name))).toEqual([]);
  });

  test('agree if most fields are at or beyond their bounds', LONG, () => {
    const options = { commands: 6_000, checkEvery: 100, brokenPercent: 70, check };
    expect(compareBooks(BOOKS, createRandom(3), options).difference).toBeNull();
  });
});

test.each([
  ['naive', createNaiveBook],
  ['fast', createFastBook],
])('%s: invariants hold after every command, auctions follow the rules', LONG, (_, factory) => {
  const runner = new BookRunner(factory, PLAIN_RULES);
  const generator = new BookCommandGenerator(createRandom(4));
  for (let at = 0; at < 1_500; at++) {
    const before = runner.book.capture();
    const command = generator.next(viewOf(runner));
    const rows = runner.apply(command);
    const broken = [
      ...brokenInvariants(runner.book.capture(), runner),
      ...brokenAuction(before, command, rows),
    ];
    if (broken.length > 0) throw new Error(`command ${at}, ${JSON.stringify(command)}: ${broken.join('; ')}`);
  }
});

test('finds the first command after which a book differs', () => {
  const withoutPhases: typeof createNaiveBook = (...arguments_) => ({
    ...createNaiveBook(...arguments_),
    setPhase: () => undefined,
  });
  const { difference } = compareBooks([createNaiveBook, withoutPhases], createRandom(1), {
    commands: 100,
    checkEvery: 10,
  });
  expect(difference).not.toBeNull();
});

/** Checks the auction of a command that ends a call, given the book before it. Returns the broken invariants. */
function brokenAuction(before: BookSnapshot, command: BookCommand, rows: Int32Array): string[] {
  if (command.type !== 'SET_PHASE') return [];
  const ends = command.phase === PHASE.CONTINUOUS || command.phase === PHASE.CLOSED;
  const expected =
    ends && before.phase !== PHASE.CONTINUOUS ? bruteForceAuction(before) : { priceTicks: 0, quantity: 0 };
  let quantity = 0;
  const prices = new Set<number>();
  for (let at = 0; at < rows.length; at += EVENT_STRIDE) {
    if (rows[at] !== EVENT.TRADE || rows[at + 7] !== NO_AGGRESSOR) continue;
    prices.add(rows[at + 3] ?? 0);
    quantity += rows[at + 4] ?? 0;
  }
  const isOnePrice =
    prices.size === (expected.quantity > 0 ? 1 : 0) &&
    [...prices].every((price) => price === expected.priceTicks);
  return isOnePrice && quantity === expected.quantity
    ? []
    : ['an auction trades its theoretical quantity at its theoretical price'];
}
