import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { MEMBERS } from '#contracts/names.ts';
import { MINUTE_MS } from '#domain/calendar/durations.ts';
import { instantOf } from '#domain/calendar/sao-paulo-time.ts';
import { BUY, SELL } from '#engine/core/codes.ts';
import { createFastBook } from '#engine/core/fast/fast-book.ts';
import { instrumentCommand } from '#engine/edge/input/instrument-command.ts';
import { CASH_GROUP } from '#engine/edge/schedule/phase-schedule.ts';
import type { ExchangeCommand } from '#engine/exchange/commands.ts';
import { createExchange } from '#engine/exchange/exchange.ts';
import { StartError } from '#platform/process/start-error.ts';
import type { RecordedFlow } from '#simulator/replay/recorded-flow.ts';
import { createReplay } from '#simulator/replay/replay.ts';
import { instrumentFact } from '#test/support/samples/instrument.ts';
import { readRecordedDay } from './recorded-day.ts';

const HEADER =
  'symbol,gen_id,time,side,order_id,exec_type,status,price_cents,total_qty,traded_qty,aggressor,broker';
/** A file of events, each `TIME SIDE ORDER KIND PRICE TOTAL TRADED AGGRESSOR`. */
async function fileOf(...events: readonly string[]): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'recorded-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'orders.csv');
  const rows = events.map((event, index) => {
    const [time, side, order, kind, price, total, traded, role] = event.split(' ');
    return `ABCD3F,${index + 1},${time},${side},${order},${kind},-,${price},${total},${traded},${role},1`;
  });
  await writeFile(file, [HEADER, ...rows].join('\n'));
  return file;
}

const EVENTS = [
  '10:00:01 Buy 10 New 1000 30 0 0',
  '10:00:02 Sell 11 New 1002 20 0 0',
  '10:00:03 Sell 12 New 1002 15 0 0',
  // A smaller quantity keeps its place before order 12.
  '10:00:04 Sell 11 Update 1002 10 0 0',
  '10:00:05 Buy 13 New 1002 12 0 0',
  '10:00:05 Buy 13 Trade 1002 12 10 1',
  '10:00:05 Sell 11 Trade 1002 10 10 2',
  '10:00:05 Buy 13 Trade 1002 12 12 1',
  '10:00:05 Sell 12 Trade 1002 15 2 2',
  // A market order takes the best price, and its rest stands there.
  '10:01:00 Buy 14 New 0 20 0 0',
  '10:01:00 Buy 14 Trade 0 20 13 1',
  '10:01:00 Sell 12 Trade 1002 15 15 2',
  '10:02:00 Sell 15 New 1002 7 0 0',
  '10:02:00 Sell 15 Trade 1002 7 7 1',
  '10:02:00 Buy 14 Trade 0 20 20 2',
  // Order 3 is from before the file.
  '10:03:00 Sell 16 New 999 35 0 0',
  '10:03:00 Sell 16 Trade 999 35 30 1',
  '10:03:00 Buy 10 Trade 1000 30 30 2',
  '10:03:00 Sell 16 Trade 999 35 35 1',
  '10:03:00 Buy 3 Trade 999 40 5 2',
  '10:04:00 Sell 17 New 1005 50 0 0',
  '10:04:10 Sell 17 Update 1004 50 0 0',
  '10:04:20 Sell 18 New 1004 8 0 0',
  // A larger quantity loses its place to order 18.
  '10:05:00 Sell 17 Update 1004 60 0 0',
  '10:06:00 Buy 19 New 1004 10 0 0',
  '10:06:00 Buy 19 Trade 1004 10 8 1',
  '10:06:00 Sell 18 Trade 1004 8 8 2',
  '10:06:00 Buy 19 Trade 1004 10 10 1',
  '10:06:00 Sell 17 Trade 1004 60 2 2',
  '10:07:00 Sell 17 Cancel 1004 60 2 0',
  // A direct cross, and a market order that waits for the closing call.
  '10:08:00 Buy 20 New 990 5 0 0',
  '10:08:00 Sell 21 New 990 5 0 0',
  '10:08:00 Buy 20 Trade 990 5 5 0',
  '10:08:00 Sell 21 Trade 990 5 5 0',
  '10:09:00 Buy 22 New 0 10 0 0',
];
const TRADES = [
  ...[[1002, 10] as const, [1002, 2] as const, [1002, 13] as const, [1002, 7] as const],
  ...[[1000, 30] as const, [999, 5] as const, [1004, 8] as const, [1004, 2] as const],
];

const DAY = '2026-03-16';
const CLOSE = 2_910;

/** Plays flows into an exchange, from a time of day on, in steps of some length. Prices are those of the recorded day. */
function play(flows: readonly RecordedFlow[], { from = 10 * 60, stepMs = 1_000, until = 10 * 60 + 30 } = {}) {
  const [{ ticker, referenceCentavos }] = flows as readonly [RecordedFlow];
  const fact = instrumentFact({ ticker, lotSize: 1, previousCloseCentavos: CLOSE });
  const exchange = createExchange({ book: createFastBook });
  const replay = createReplay(flows, 'rec');
  replay.list([fact]);
  const recorded = (ticks: number): number => ticks - CLOSE + referenceCentavos;
  const trades: (readonly [priceCentavos: number, quantity: number])[] = [];
  let marketMs = instantOf(DAY, from);
  const apply = (command: ExchangeCommand): void => {
    for (const event of exchange.apply(command, marketMs))
      if (event.kind !== 'REPORT' && event.message.type === 'TRADE')
        trades.push([recorded(event.message.priceTicks), event.message.quantity]);
  };
  apply(instrumentCommand(fact));
  apply({ v: 1, type: 'SET_PHASE', group: CASH_GROUP, phase: 'CONTINUOUS', tradeDate: DAY });
  const endMs = instantOf(DAY, until);
  for (; marketMs < endMs; marketMs += stepMs)
    for (const command of replay.step({ marketMs, marketPhase: 'CONTINUOUS' })) {
      expect('member' in command && command.member).toBe(MEMBERS.simulator);
      apply(command);
    }
  const levels = (side: number) =>
    (exchange.state.listings.get(ticker)?.book.levels(side, 50) ?? []).map(
      ({ priceTicks, quantity }) => [recorded(priceTicks), quantity] as const,
    );
  return { trades, bids: levels(BUY), asks: levels(SELL) };
}

describe('a recorded day', () => {
  test.each([1_000, 7_000, 14 * MINUTE_MS])(
    'has its trades and its book, in steps of %d ms of the market',
    async (stepMs) => {
      const flows = await readRecordedDay(await fileOf(...EVENTS));
      expect(play(flows, { stepMs })).toEqual({ trades: TRADES, bids: [[999, 35]], asks: [] });
    },
  );

  test('has the book of its time of day when it starts within the day', async () => {
    const flows = await readRecordedDay(await fileOf(...EVENTS));
    const book = play(flows, { from: 10 * 60 + 5.5, until: 10 * 60 + 5.9 });
    expect(book).toEqual({ trades: [], bids: [[999, 35]], asks: [[1004, 68]] });
    expect(play(flows, { from: 10 * 60 + 5.5 })).toEqual({
      ...{ trades: TRADES.slice(-2), bids: [[999, 35]], asks: [] },
    });
  });

  const real = path.resolve(import.meta.dirname, '../../shared/data/orders_PETR4F_2015-11-03.csv');
  test.skipIf(!existsSync(real))('of the exchange has as many trades as it', async () => {
    const flows = await readRecordedDay(real);
    const { trades } = play(flows, { from: 11 * 60, until: 16 * 60 + 55.5, stepMs: MINUTE_MS });
    expect(trades).toHaveLength(627);
  });

  test('is nothing without a file', async () => {
    expect(await readRecordedDay(null)).toEqual([]);
  });
});

test('a file that cannot be played stops the start with the line and the setting', async () => {
  const bad = await fileOf('11:00:17 Sideways 9 New 784 99 0 0');
  await expect(readRecordedDay(bad)).rejects.toThrow(StartError);
  await expect(readRecordedDay(bad)).rejects.toThrow(/SIMULATOR_REPLAY: .*line 2/);
  await expect(readRecordedDay('/nowhere/orders.csv')).rejects.toThrow(/SIMULATOR_REPLAY/);
});
