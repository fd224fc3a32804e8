import { afterEach, beforeEach, expect, test } from 'vitest';
import { executionReportCodec } from '#contracts/messages/execution-reports.ts';
import { instrumentFactCodec, type InstrumentFact } from '#contracts/messages/market-facts.ts';
import { MEMBERS, QUEUES, TOPICS } from '#contracts/names.ts';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { createMemoryFiles } from '#platform/disk-log/test/memory-files.ts';
import { startEngine, type EnginePart } from '#engine/start.ts';
import { loadCatalogue } from '#assets/catalogue/catalogue.ts';
import { createMemoryCache } from '#platform/in-process/memory-cache.ts';
import { createMemoryEventLog } from '#platform/in-process/event-log/memory-event-log.ts';
import { createMemoryQueue } from '#platform/in-process/queue/memory-queue.ts';
import { silentLog } from '#platform/observability/log.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { noMetrics } from '#platform/observability/metrics.ts';
import type { Part } from '#platform/process/part.ts';
import { RpcUnavailable } from '#platform/rpc/local.ts';
import { advanceUntil } from '#test/support/eventually.ts';
import { startSimulator } from './start.ts';
import { quoteSlots } from './strategy/quote-slots.ts';

/** Monday 16 March 2026 in Sao Paulo: 14:00, the closing call at 16:55 and its end at 17:00. */
const OPEN = Date.UTC(2026, 2, 16, 17, 0);
const CLOSING_CALL = Date.UTC(2026, 2, 16, 19, 55);
const CLOSE = Date.UTC(2026, 2, 16, 20, 0);
const calendar = createTradingCalendar();
const catalogue = loadCatalogue('2026-03-16')
  .filter(({ ticker }) => /^(PETR4|PETR4F|BOVA11)$/.test(ticker))
  .map((instrument): InstrumentFact => ({ v: 1, ...instrument }));
/** Orders that quote the books: two of round lots, one fractional. */
const FULL = 2 * (2 * quoteSlots('DEEP').length + quoteSlots('FRACTIONAL').length);
/** Icebergs that may rest beside the quotes. */
const MAX_ICEBERGS = 2;

const instrumentRecords = () =>
  catalogue.map((fact) => ({ key: fact.ticker, value: instrumentFactCodec.encode(fact) }));

/** Assets that is unavailable for the first calls. */
function createLateAssets(failures: number) {
  let calls = 0;
  return {
    catalogue: async () => {
      if (calls++ < failures) throw new RpcUnavailable('assets has not started yet');
      return catalogue;
    },
  };
}

/** An engine and the simulator over in-memory ports and manual clocks. */
function createWorld() {
  const wallClock = createManualClock(OPEN);
  const marketClock = createManualClock(OPEN);
  const queue = createMemoryQueue({ wallClock });
  const eventLog = createMemoryEventLog({ wallClock });
  const cache = createMemoryCache();
  const parts: Part[] = [];
  const shared = {
    queue,
    eventLog,
    cache,
    wallClock,
    marketClock,
    calendar,
    log: silentLog,
    metrics: noMetrics,
  };
  const assets = createLateAssets(2);
  return {
    ...shared,
    parts,
    startEngine: async (): Promise<EnginePart> => {
      const engine = await startEngine({
        ...shared,
        marketMode: () => 'b3',
        folder: createMemoryFiles(),
        ids: (prefix) => `${prefix}_test`,
        shard: 0,
        shards: 1,
        fail: (error) => {
          throw error;
        },
      });
      parts.unshift(engine);
      await eventLog.append(TOPICS.instruments, instrumentRecords());
      return engine;
    },
    startSimulator: async (): Promise<Part> => {
      const simulator = await startSimulator({
        ...shared,
        marketMode: () => 'b3',
        engineShards: 1,
        seed: 1,
        commandsPerSecond: 35,
        assets,
      });
      parts.unshift(simulator);
      return simulator;
    },
    /** Advances the wall clock until the condition holds. */
    until: (condition: () => boolean | Promise<boolean>): Promise<void> =>
      advanceUntil(wallClock, 20, condition),
  };
}
type World = ReturnType<typeof createWorld>;

let world: World;
beforeEach(() => {
  world = createWorld();
});
afterEach(async () => {
  for (const part of world.parts) await part.stop();
});
const openOrders = async (engine: EnginePart): Promise<number> =>
  (await engine.calls.openOrders({ member: MEMBERS.simulator })).length;

test('quotes every book once assets and the engine are available', async () => {
  const simulator = await world.startSimulator();
  expect(await simulator.readiness()).toContainEqual(
    expect.objectContaining({ name: 'instruments', ready: false }),
  );
  const engine = await world.startEngine();
  await world.until(async () => (await openOrders(engine)) >= FULL);
  expect(await simulator.readiness()).toContainEqual({ name: 'instruments', ready: true });
});

test('sends nothing while the market is closed, and cancels its quotes when it stops', async () => {
  const engine = await world.startEngine();
  const simulator = await world.startSimulator();
  await world.until(async () => (await openOrders(engine)) >= FULL);
  world.marketClock.set(CLOSING_CALL);
  await world.until(async () => (await openOrders(engine)) > FULL + MAX_ICEBERGS);
  world.marketClock.set(CLOSE);
  await world.until(async () => (await openOrders(engine)) === 0);
  const depth = await world.queue.depth(QUEUES.engineCommands(0));
  world.wallClock.advance(60_000);
  expect(await world.queue.depth(QUEUES.engineCommands(0))).toBe(depth);

  world.marketClock.set(Date.UTC(2026, 2, 17, 13, 0));
  await world.until(async () => (await openOrders(engine)) >= FULL);
  world.parts.splice(world.parts.indexOf(simulator), 1);
  await simulator.stop();
  await world.until(async () => (await openOrders(engine)) === 0);
});

test('moves an unreadable report to the dead letters and processes the others', async () => {
  await world.startSimulator();
  const reports = QUEUES.memberReports(MEMBERS.simulator);
  const unreadable = { body: Buffer.from('{"v":2}'), messageId: 'm1', correlationId: 'c1' };
  const unknown = executionReportCodec.encode({
    v: 1,
    type: 'MASS_CANCELED',
    member: MEMBERS.simulator,
    sequence: 1,
    atMs: OPEN,
    tradeDate: '2026-03-16',
    correlationId: 'c2',
    requestId: 'r1',
    count: 0,
  });
  await world.queue.publish(reports, [unreadable, { body: unknown, messageId: 'm2', correlationId: 'c2' }]);
  await world.until(async () => (await world.queue.deadLetters(reports, 10)).length === 1);
  await world.until(async () => (await world.queue.depth(reports)) === 0);
});
