import type { BookRules } from '#engine/core/book-rules.ts';
import { BUY, SELL, STP, TIF, TYPE } from '#engine/core/codes.ts';
import { createFastBook } from '#engine/core/fast/fast-book.ts';
import { kindOf, STRIDE } from '#engine/core/order-pool.ts';
import { BLANK_TERMS, writeTerms, type OrderTerms } from '#engine/core/order-terms.ts';
import type { Flash1Messages } from '#verification/replay/flash1/messages.ts';
import { Flash1Replay } from '#verification/replay/flash1/replay.ts';
import { OPEN_RULES } from '#verification/replay/flow/open-rules.ts';
import { inRounds, timed, workMs } from '../../measure.ts';
import type { Section } from '../../report.ts';
import type { BenchOptions } from '../../section.ts';
import { perSecond } from './throughput.ts';
import { loadWorkload } from '../flow/workloads.ts';

/** Tunnels that are checked for every trade and so wide that the flow never leaves them. */
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

/** Number of orders of each rarer kind on each side, and their distance from the prices at which the flow trades. */
const RARE_ORDERS = 5_000;
const AWAY_TICKS = 20_000;
const RARE_TEXT = (RARE_ORDERS * 2).toLocaleString('en-US');

/** Fills a book with waiting stops and resting icebergs with self-trade prevention. */
function addRareOrders(replay: Flash1Replay, middleTicks: number): void {
  for (let index = 0; index < RARE_ORDERS; index++)
    for (const side of [BUY, SELL]) {
      const distance = (side === BUY ? -1 : 1) * (AWAY_TICKS + (index % 1_000));
      enterRare(replay, {
        kind: kindOf(side, TYPE.STOP_LIMIT, TIF.DAY, STP.NONE),
        limitTicks: middleTicks - distance,
        stopTicks: middleTicks - distance,
      });
      enterRare(replay, {
        kind: kindOf(side, TYPE.LIMIT, TIF.DAY, STP.CANCEL_RESTING),
        limitTicks: middleTicks + distance,
        displayQuantity: 10,
        investor: 1 + index,
      });
    }
}

function enterRare({ book, pool, ring }: Flash1Replay, terms: Partial<OrderTerms>): void {
  const slot = pool.take();
  writeTerms(pool.fields, slot * STRIDE, { ...BLANK_TERMS, quantity: 100, ...terms });
  book.enter(slot);
  ring.clear();
  if (!book.isOpen(slot)) throw new Error(`the book did not keep an order of kind ${terms.kind}`);
}

function run(messages: Flash1Messages, rules: BookRules, hasRare: boolean): number {
  const replay = new Flash1Replay(createFastBook, messages.count, rules);
  if (hasRare) addRareOrders(replay, messages.prices.find((price) => price > 0) ?? 0);
  const { took } = timed(() => replay.run(messages));
  return perSecond(messages.count, workMs(took));
}

/** Cost for plain orders of rules that do not apply to them. */
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
    title: 'Cost of rules that do not apply to a plain order',
    note: `The flow (normal, ${source}) in the core, with tunnels and quantity triggers that it never reaches, and in a book with ${RARE_TEXT} waiting stops and ${RARE_TEXT} resting icebergs with self-trade prevention. The first table has the comparison with a book without rules.`,
    figures: [
      figure('off', 'no protections, only plain orders'),
      figure('tunnels', 'tunnels and quantity triggers on'),
      figure('rare', 'with stops and icebergs in the book'),
      figure('all', 'both'),
    ],
  };
}
