import { setImmediate } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import { quoteCodec } from '#contracts/messages/market-facts.ts';
import { walletFactCodec } from '#contracts/messages/wallet-facts.ts';
import { TOPICS } from '#contracts/names.ts';
import { EMPTY_HOLDING } from '#domain/ledger/holding.ts';
import { newTicker } from '#domain/market-data/fold.ts';
import { createMemoryEventLog } from '#platform/in-process/event-log/memory-event-log.ts';
import { silentLog } from '#platform/observability/log.ts';
import type { EventLog } from '#platform/ports/event-log.ts';
import type { PullStream } from '#platform/streams/pull-stream.ts';
import { createManualClock, type ManualClock } from '#platform/time/manual-clock.ts';
import type { AccountState } from '../store/store.ts';
import { startPortfolioStreams, type PortfolioStreams } from './portfolio-streams.ts';

let clock: ManualClock;
let eventLog: EventLog;
let streams: PortfolioStreams;
let sequence: number;
beforeEach(async () => {
  clock = createManualClock(1_000);
  eventLog = createMemoryEventLog();
  sequence = 0;
  const holding = (free: number) => ({ ...EMPTY_HOLDING, free });
  /** The account owns PETR4 and has sold all of VALE3. */
  const holdings = new Map([
    ['BRL', holding(500)],
    ['PETR4', holding(100)],
    ['VALE3', holding(0)],
  ]);
  const store = {
    states: async (ids: readonly string[]) => ids.map(() => ({ holdings }) as unknown as AccountState),
  };
  streams = await startPortfolioStreams({ store, eventLog, wallClock: clock, log: silentLog });
});

const quote = (ticker: string, last: number) => {
  const state = newTicker(ticker, {
    tradeDate: '2026-03-16',
    atMs: 0,
    previousClose: 1,
    phase: 'CONTINUOUS',
  });
  sequence += 1;
  const value = quoteCodec.encode({ v: 1, ...state.quote, last, bid: sequence, sequence });
  return eventLog.append(TOPICS.quotes, [{ key: ticker, value }]);
};
const fact = (accountId: string, ticker: string | null, quantityAfter: number | null) => {
  const amounts = { availableCentavos: 0, owedCentavos: 0, reservedCentavos: 0, settledCentavos: 0 };
  const value = walletFactCodec.encode({
    ...{ v: 1, accountId, sequence: 1, atMs: 0, correlationId: 'test' },
    entry: {
      ...{ entryId: 'ent_1', accountId, sequence: 1, atMs: 0, kind: 'TRADE', description: 'test' },
      ...{
        amountCentavos: null,
        balanceCentavos: 0,
        ticker,
        quantity: quantityAfter,
        quantityAfter,
        orderId: null,
      },
    },
    cash: { ...amounts, withdrawableCentavos: 0, projected: [] },
  });
  return eventLog.append(TOPICS.walletFacts, [{ key: accountId, value }]);
};
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await setImmediate();
};
/** Counts the events that a stream emits. */
function countEvents(stream: PullStream<string>): { count: number } {
  const events = { count: 0 };
  void (async () => {
    for await (const accountId of stream) {
      expect(accountId).toBe('acc_1');
      events.count += 1;
    }
  })();
  return events;
}

test('emits at once, then after changes of prices and of the account, at most once in the interval', async () => {
  const events = countEvents(await streams.follow('acc_1', 1_000));
  await settle();
  expect(events.count).toBe(1);
  for (const last of [10, 11, 12]) await quote('PETR4', last);
  await settle();
  expect(events.count).toBe(1);
  clock.advance(1_000);
  await settle();
  expect(events.count).toBe(2);
  clock.advance(10_000);
  await settle();
  expect(events.count).toBe(2);
  await fact('acc_1', null, null);
  await settle();
  expect(events.count).toBe(3);
});

test('emits nothing for an equal price, another account, and a ticker that the account does not own', async () => {
  const events = countEvents(await streams.follow('acc_1', 100));
  await quote('PETR4', 10);
  await settle();
  clock.advance(100);
  await settle();
  expect(events.count).toBe(2);
  clock.advance(100);
  await quote('PETR4', 10);
  await quote('VALE3', 10);
  await quote('ITUB4', 10);
  await fact('acc_2', 'PETR4', 100);
  await settle();
  expect(events.count).toBe(2);
});

test('follows the prices of bought shares, and no longer those of sold ones', async () => {
  const events = countEvents(await streams.follow('acc_1', 100));
  const expectChange = async (change: Promise<void>, isChange: boolean) => {
    const before = events.count;
    clock.advance(1_000);
    await change;
    await settle();
    expect(events.count - before).toBe(isChange ? 1 : 0);
  };
  await settle();
  await expectChange(fact('acc_1', 'ITUB4', 100), true);
  await expectChange(quote('ITUB4', 20), true);
  await expectChange(fact('acc_1', 'ITUB4', 0), true);
  await expectChange(quote('ITUB4', 21), false);
  await expectChange(quote('PETR4', 21), true);
});

test('forgets a subscriber that has left', async () => {
  const stream = await streams.follow('acc_1', 100);
  const events = countEvents(stream);
  await settle();
  expect(streams.count()).toBe(1);
  await stream.return();
  await quote('PETR4', 10);
  clock.advance(1_000);
  await settle();
  expect([streams.count(), events.count]).toEqual([0, 1]);
  await streams.stop();
});
