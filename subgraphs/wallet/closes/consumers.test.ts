import { expect, test } from 'vitest';
import { quoteCodec, type QuoteRecord } from '#contracts/messages/market-facts.ts';
import { TOPICS } from '#contracts/names.ts';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { createMemoryEventLog } from '#platform/in-process/event-log/memory-event-log.ts';
import { silentLog } from '#platform/observability/log.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { actionTerms } from '#test/support/samples/declared-action.ts';
import { eventually } from '#test/support/eventually.ts';
import type { DailyClose } from './closes.ts';
import { consumeCloses } from './consumers.ts';

const quote = (tradeDate: string, last: number | null, previousClose: number | null): QuoteRecord => ({
  ...{ v: 1, ticker: 'PETR4', phase: 'CONTINUOUS', tradeDate, last, previousClose, atMs: 0, sequence: 1 },
  ...{ open: null, high: null, low: null, bid: null, bidQuantity: null, ask: null, askQuantity: null },
  ...{ volume: 0, turnoverCentavos: 0, tradeCount: 0, theoreticalPrice: null, theoreticalQuantity: null },
});

/**
 * The closes that a wallet stores from the quotes of a market that never closes. PETR4 is split on 17 March. A run that is
 * killed does not stop in order.
 */
async function closesOf(
  runs: readonly (readonly QuoteRecord[])[],
  { isKilled = false, stepMs = 0 } = {},
): Promise<readonly DailyClose[]> {
  const eventLog = createMemoryEventLog();
  const wallClock = createManualClock(0);
  const saved = new Map<string, DailyClose>();
  const save = async (closes: readonly DailyClose[], isMissing = false): Promise<void> => {
    for (const close of closes) {
      const before = isMissing ? saved.get(close.day) : undefined;
      saved.set(close.day, before ?? close);
    }
  };
  for (const quotes of runs) {
    const stop = await consumeCloses({
      ...{ eventLog, wallClock, log: silentLog, calendar: createTradingCalendar() },
      marketMode: () => 'continuous',
      closes: {
        save: (closes) => save(closes),
        saveMissing: (closes) => save(closes, true),
        read: async () => new Map([['PETR4', [...saved.values()]]]),
      },
      exActions: async (_ticker, exDate) => (exDate === '2026-03-17' ? [actionTerms({ factor: '3' })] : []),
    });
    for (const one of quotes) {
      wallClock.advance(stepMs);
      await eventLog.append(TOPICS.quotes, [{ key: one.ticker, value: quoteCodec.encode(one) }]);
      await eventually(async () => expect(await eventLog.lag([TOPICS.quotes], 'wallet-closes')).toBe(0));
    }
    const before = [...saved.values()];
    await stop();
    if (isKilled && quotes !== runs.at(-1)) {
      saved.clear();
      await save(before);
    }
  }
  return [...saved.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
}

const FIRST = quote('2026-03-16', null, 3_000);
const CLOSE = { ticker: 'PETR4', day: '2026-03-16', closeCentavos: 3_050 };

const END = quote('2026-03-16', 3_050, 3_000);
const EX_DAY = quote('2026-03-17', null, 1_017);

test('the close before an ex-day is the last price of its day, not the adjusted previous close', async () => {
  const before = { ticker: 'PETR4', day: '2026-03-13', closeCentavos: 3_000 };
  expect(await closesOf([[FIRST, quote('2026-03-16', 3_040, 3_000), END, EX_DAY]])).toEqual([before, CLOSE]);
});

test('a day without trades keeps the close before it', async () => {
  const quotes = [FIRST, quote('2026-03-17', null, 1_000)];
  expect((await closesOf([quotes])).at(-1)).toMatchObject({ day: '2026-03-16', closeCentavos: 3_000 });
});

test('after a restart between the record day and the ex-day the close is the last price', async () => {
  expect((await closesOf([[FIRST, END], [EX_DAY]])).at(-1)).toEqual(CLOSE);
});

test('the last price before a crash is the close, unless it was newer than the last save', async () => {
  const killed = (stepMs: number) => closesOf([[FIRST, END], [EX_DAY]], { isKilled: true, stepMs });
  expect((await killed(1_000)).at(-1)).toEqual(CLOSE);
  // Taken back from the adjusted price, to the centavos that its rounding lost.
  expect((await killed(0)).at(-1)).toEqual({ ...CLOSE, closeCentavos: 3_051 });
  const stale = [[FIRST, quote('2026-03-16', 2_900, 3_000)], [EX_DAY]];
  const taken = await closesOf(stale, { isKilled: true, stepMs: 1_000 });
  expect(taken.at(-1)).toEqual({ ...CLOSE, closeCentavos: 3_051 });
});

test('a trade date that is no ex-day completes the day before after a restart', async () => {
  const restarted = await closesOf([[FIRST, END], [quote('2026-03-18', null, 1_020)]]);
  expect(restarted.at(-1)).toEqual({ ticker: 'PETR4', day: '2026-03-17', closeCentavos: 1_020 });
});
