import { expect, test } from 'vitest';
import { clockFactCodec, instrumentFactCodec } from '#contracts/messages/market-facts.ts';
import { TOPICS } from '#contracts/names.ts';
import { HOUR_MS } from '#domain/calendar/durations.ts';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import type { MarketMode } from '#domain/calendar/session.ts';
import type { AssetStatus, Instrument } from '#domain/market/instrument.ts';
import { createMemoryEventLog } from '#platform/in-process/event-log/memory-event-log.ts';
import { silentLog } from '#platform/observability/log.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import type { EventLog } from '#platform/ports/event-log.ts';
import { createStatements } from '#platform/security/statements.ts';
import { createTestDatabase } from '#test/support/database/database.ts';
import { startInstrumentRelay } from '../catalogue/instrument-relay.ts';
import { startAssets, type AssetsPart } from '../start.ts';
import { createPrismaAssetsStore } from '../store/store.prisma.ts';
import { instrument } from '#test/support/samples/instrument.ts';

const START = Date.parse('2026-03-16T09:00:00Z');
const OPENING = Date.parse('2026-03-16T13:00:00Z');

async function createWorld() {
  const database = await createTestDatabase('assets');
  const wallClock = createManualClock(START);
  const eventLog = createMemoryEventLog();
  const start = (mode: MarketMode = 'auto'): Promise<AssetsPart> =>
    startAssets({
      database,
      eventLog,
      wallClock,
      calendar: createTradingCalendar(),
      mode,
      statements: createStatements(new Uint8Array(32), wallClock),
      log: silentLog,
    });
  return { database, wallClock, eventLog, start };
}

test('changes survive a restart, and market time continues', async () => {
  const { wallClock, eventLog, start } = await createWorld();
  const first = await start();
  await first.operatorCalls.setStatus({ ticker: 'PETR4', status: 'SUSPENDED' });
  wallClock.advance(60_000);
  expect(first.marketClock.nowMs()).toBe(OPENING + 60_000);
  await first.stop();

  wallClock.advance(5_000);
  const second = await start();
  expect(second.marketClock.nowMs()).toBe(OPENING + 65_000);
  expect(await second.calls.instruments({ tickers: ['PETR4', 'XXXX3', 'PETR4F'] })).toMatchObject([
    { status: 'SUSPENDED', version: 2 },
    null,
    { status: 'ACTIVE', version: 1 },
  ]);
  expect(await second.calls.clock({})).toMatchObject({ mode: 'auto', realMs: START, simulatedMs: OPENING });
  await second.stop();

  const facts = new Map<string, string>();
  await eventLog.read([TOPICS.instruments, TOPICS.clock], { from: 'beginning' }, async (batch) => {
    for (const { topic, key, value } of batch) {
      const codec = topic === TOPICS.clock ? clockFactCodec : instrumentFactCodec;
      const fact = codec.decode(value);
      facts.set(key, 'status' in fact ? fact.status : fact.mode);
    }
  });
  await expect.poll(() => facts.get('PETR4')).toBe('SUSPENDED');
  expect(facts.get('clock')).toBe('auto');
});

test('market time ahead of the machine never runs backwards, in any mode and after any pause', async () => {
  const { wallClock, start } = await createWorld();
  const first = await start();
  // Three sessions of almost seven hours: market time is days ahead of the machine's by then.
  wallClock.advance(20 * HOUR_MS);
  const reached = first.marketClock.nowMs();
  expect(reached).toBeGreaterThan(wallClock.nowMs() + 24 * HOUR_MS);
  await first.stop();

  for (const [mode, pauseMs] of [
    ['continuous', HOUR_MS],
    ['b3', 0],
    ['auto', 2 * HOUR_MS],
  ] as const) {
    wallClock.advance(pauseMs);
    const next = await start(mode);
    expect(next.marketMode()).toBe(mode);
    expect(next.marketClock.nowMs()).toBeGreaterThanOrEqual(reached);
    await next.stop();
  }
});

test("two instances show the same time and each other's changes", async () => {
  const { wallClock, start } = await createWorld();
  const first = await start();
  wallClock.advance(90_000);
  const second = await start();
  expect(second.marketClock.nowMs()).toBe(first.marketClock.nowMs());
  await first.operatorCalls.setStatus({ ticker: 'VALE3', status: 'DELISTED' });
  await expect
    .poll(async () => (await second.calls.instruments({ tickers: ['VALE3'] }))[0]?.status)
    .toBe('DELISTED');
  await Promise.all([first.stop(), second.stop()]);
});

test('publishes instruments as soon as the event log accepts them', async () => {
  const { database, wallClock } = await createWorld();
  const store = createPrismaAssetsStore(database);
  const published: string[] = [];
  let broken = true;
  const eventLog: Pick<EventLog, 'append'> = {
    append: async (_topic, records) => {
      if (broken) throw new Error('the log is down');
      published.push(...records.map(({ key }) => key));
    },
  };
  await store.seed([seeded('AAAA3', 'ACTIVE'), seeded('BBBB3', 'ACTIVE')]);
  const relay = startInstrumentRelay({ store, eventLog, wallClock, log: silentLog });
  await expect
    .poll(() => {
      wallClock.advance(1_000);
      return published;
    })
    .toEqual([]);
  broken = false;
  await expect
    .poll(() => {
      wallClock.advance(1_000);
      return [...published].sort();
    })
    .toEqual(['AAAA3', 'BBBB3']);
  await expect.poll(() => store.unpublished(10)).toEqual([]);
  await relay.stop();
  await store.close();
});

const seeded = (ticker: string, status: AssetStatus): Instrument =>
  instrument({
    ticker,
    kind: 'COMMON_STOCK',
    status,
    priceBand: null,
    maxOrderQuantity: 1_000,
    previousCloseCentavos: 1_000,
  });
