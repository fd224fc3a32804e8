import { expect, test } from 'vitest';
import { quoteCodec, type QuoteRecord } from '#contracts/messages/market-facts.ts';
import { TOPICS } from '#contracts/names.ts';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { createMemoryEventLog } from '#platform/in-process/event-log/memory-event-log.ts';
import { silentLog } from '#platform/observability/log.ts';
import { actionTerms } from '#test/support/declared-action.ts';
import { eventually } from '#test/support/eventually.ts';
import type { DailyClose } from './closes.ts';
import { consumeCloses } from './consume-closes.ts';

const quote = (tradeDate: string, last: number | null, previousClose: number | null): QuoteRecord => ({
  ...{ v: 1, ticker: 'PETR4', phase: 'CONTINUOUS', tradeDate, last, previousClose, atMs: 0, sequence: 1 },
  ...{ open: null, high: null, low: null, bid: null, bidQuantity: null, ask: null, askQuantity: null },
  ...{ volume: 0, turnoverCentavos: 0, tradeCount: 0, theoreticalPrice: null, theoreticalQuantity: null },
});

/** The closes that a wallet stores from the quotes of a market that never closes. PETR4 is split on 17 March. */
async function closesOf(...runs: readonly (readonly QuoteRecord[])[]): Promise<readonly DailyClose[]> {
  const eventLog = createMemoryEventLog();
  const saved: DailyClose[] = [];
  const save = async (closes: readonly DailyClose[]): Promise<void> => void saved.push(...closes);
  for (const quotes of runs) {
    const stop = await consumeCloses({
      ...{ eventLog, log: silentLog, calendar: createTradingCalendar() },
      closes: { save, saveMissing: save, read: async () => new Map() },
      exActions: async (_ticker, exDate) => (exDate === '2026-03-17' ? [actionTerms({ factor: '3' })] : []),
    });
    await eventLog.append(
      TOPICS.quotes,
      quotes.map((one) => ({ key: one.ticker, value: quoteCodec.encode(one) })),
    );
    await eventually(async () => expect(await eventLog.lag([TOPICS.quotes], 'wallet-closes')).toBe(0));
    await stop();
  }
  return saved;
}

const FIRST = quote('2026-03-16', null, 3_000);
const CLOSE = { ticker: 'PETR4', day: '2026-03-16', closeCentavos: 3_050 };

test('the close before an ex-day is the last price of its day, not the adjusted previous close', async () => {
  const day = [FIRST, quote('2026-03-16', 3_040, 3_000), quote('2026-03-16', 3_050, 3_000)];
  const before = { ticker: 'PETR4', day: '2026-03-13', closeCentavos: 3_000 };
  expect(await closesOf([...day, quote('2026-03-17', null, 1_017)])).toEqual([before, CLOSE]);
});

test('a day without trades keeps the close before it', async () => {
  const quotes = [FIRST, quote('2026-03-17', null, 1_000)];
  expect((await closesOf(quotes)).at(-1)).toMatchObject({ day: '2026-03-16', closeCentavos: 3_000 });
});

test('after a restart the adjustment is taken back, to the centavos that its rounding lost', async () => {
  const day = [FIRST, quote('2026-03-16', 3_050, 3_000)];
  const restarted = await closesOf(day, [quote('2026-03-17', null, 1_017)]);
  expect(restarted.at(-1)).toEqual({ ...CLOSE, closeCentavos: 3_051 });
  const ordinary = await closesOf(day, [quote('2026-03-18', null, 1_020)]);
  expect(ordinary.at(-1)).toEqual({ ticker: 'PETR4', day: '2026-03-17', closeCentavos: 1_020 });
});
