import type { BookRules } from '#engine/core/book-rules.ts';
import { BUY, SELL, STP, TIF, TYPE } from '#engine/core/codes.ts';
import { createFastBook } from '#engine/core/fast/fast-book.ts';
import {
  DISPLAY_QUANTITY,
  INVESTOR,
  KIND,
  kindOf,
  LIMIT_TICKS,
  QUANTITY,
  STOP_TICKS,
  STRIDE,
} from '#engine/core/order-pool.ts';
import type { Flash1Messages } from '#verification/replay/flash1/messages.ts';
import { Flash1Replay } from '#verification/replay/flash1/replay.ts';
import { OPEN_RULES } from '#verification/replay/flow/open-rules.ts';
import { inRounds, timed, workMs } from '../../measure.ts';
import type { Section } from '../../report.ts';
import type { BenchOptions } from '../../section.ts';
import { perSecond } from './throughput.ts';
import { loadWorkload } from '../flow/workloads.ts';

/** Tunnels so wide that the flow never meets them, looked at for every trade. */
const TUNNELS_ON: BookRules = {
  ...OPEN_RULES,
  tunnels: {
    staticPpm: 999_999,
    dynamicPpm: 999_999,
    priceCallMs: 300_000,
    meanQuantity: 1_000_000_000,
    quantitySteps: [{ multiple: 5, callMs: 300_000 }],
  },
};

/** Orders of the rarer kinds on each side, away from where the flow trades. */
const RARE_ORDERS = 5_000;
const AWAY_TICKS = 20_000;
const RARE_TEXT = (RARE_ORDERS * 2).toLocaleString('en-US');

/** Fills a book with stops, icebergs and orders with self-trade prevention that wait. */
function addRareOrders(replay: Flash1Replay, middle: number): void {
  const { book, pool, ring } = replay;
  for (let index = 0; index < RARE_ORDERS; index++)
    for (const side of [BUY, SELL]) {
      const away = AWAY_TICKS + (index % 1_000);
      enterRare(pool, book, [
        [KIND, kindOf(side, TYPE.STOP_LIMIT, TIF.DAY, STP.NONE)],
        [LIMIT_TICKS, side === BUY ? middle + away : middle - away],
        [STOP_TICKS, side === BUY ? middle + away : middle - away],
      ]);
      const restTicks = side === BUY ? middle - away : middle + away;
      enterRare(pool, book, [
        [KIND, kindOf(side, TYPE.LIMIT, TIF.DAY, STP.CANCEL_RESTING)],
        [LIMIT_TICKS, restTicks],
        [DISPLAY_QUANTITY, 10],
        [INVESTOR, 1 + index],
      ]);
      ring.clear();
    }
}

function enterRare(
  pool: Flash1Replay['pool'],
  book: Flash1Replay['book'],
  terms: readonly (readonly [field: number, value: number])[],
): void {
  const slot = pool.take();
  const at = slot * STRIDE;
  pool.fields.fill(0, at, at + STRIDE);
  pool.fields[at + QUANTITY] = 100;
  for (const [field, value] of terms) pool.fields[at + field] = value;
  book.enter(slot);
  if (!book.isOpen(slot)) throw new Error('an order that should wait was refused');
}

function run(messages: Flash1Messages, rules: BookRules, hasRare: boolean): number {
  const replay = new Flash1Replay(createFastBook, messages.count, rules);
  if (hasRare) addRareOrders(replay, messages.prices.find((price) => price > 0) ?? 0);
  const { took } = timed(() => replay.run(messages));
  return perSecond(messages.count, workMs(took));
}

/** What plain orders pay for rules that they do not use. */
export async function measureRules(options: BenchOptions): Promise<Section> {
  const { messages, source } = await loadWorkload('normal', options);
  const rates = await inRounds(options.rounds, {
    off: () => run(messages, OPEN_RULES, false),
    tunnels: () => run(messages, TUNNELS_ON, false),
    rare: () => run(messages, OPEN_RULES, true),
    all: () => run(messages, TUNNELS_ON, true),
  });
  const unit = 'messages/s';
  const figure = (key: keyof typeof rates, what: string) => ({
    key: `rules.${key}`,
    what,
    value: rates[key],
    unit,
    ...(key === 'off' ? {} : { ratio: { of: 'no protections', value: rates[key] / rates.off } }),
  });
  return {
    title: 'What rules cost that a plain order does not use',
    note: `The flow (normal, ${source}) through the core, with tunnels and quantity triggers that it never meets, and in a book where ${RARE_TEXT} stops and ${RARE_TEXT} icebergs with self-trade prevention wait. Beside a book without any rule see the first table.`,
    figures: [
      figure('off', 'no protections, plain orders alone'),
      figure('tunnels', 'tunnels and quantity triggers on'),
      figure('rare', 'stops and icebergs wait'),
      figure('all', 'both'),
    ],
  };
}
