import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import type { EngineCommand, NewOrder } from '#contracts/messages/engine-commands.ts';
import type { ExecutionReport } from '#contracts/messages/execution-reports.ts';
import type { InstrumentFact } from '#contracts/messages/market-facts.ts';
import { MEMBERS } from '#contracts/names.ts';
import type { ExchangeCommand } from '#engine/exchange/commands.ts';
import { loadCatalogue } from '#assets/catalogue/catalogue.ts';
import { BUY, SELL } from '#engine/core/codes.ts';
import { createFastBook } from '#engine/core/fast/fast-book.ts';
import { instrumentCommand } from '#engine/edge/input/instrument-command.ts';
import { createExchange } from '#engine/exchange/exchange.ts';
import { priceBandOf, tradingParametersOn } from '#domain/market/trading-parameters.ts';
import type { Side } from '#domain/orders/order.ts';
import { createRandom } from '#platform/random.ts';
import { createOrderCommands } from '../orders/order-commands.ts';
import { DEFAULT_SIMULATOR_SETTINGS, type SimulatorSettings } from '../settings.ts';
import { loadLiquidityFacts, profileOf } from '../model/liquidity.ts';
import { quoteSlots } from '../strategy/quote-slots.ts';
import { createStrategy } from '../strategy/strategy.ts';
import { expectEqual } from '#test/support/expect-equal.ts';
import { instrumentFact } from '#test/support/samples/instrument.ts';

const START = Date.UTC(2026, 2, 16, 17, 0);
const DAY = '2026-03-16';

const listing = (ticker: string, previousCloseCentavos: number, more: Partial<InstrumentFact> = {}) =>
  instrumentFact({
    ticker,
    priceBand: priceBandOf(tradingParametersOn(DAY), previousCloseCentavos, 1),
    previousCloseCentavos,
    ...more,
  });
const LISTINGS: readonly InstrumentFact[] = [
  listing('PETR4', 2_910, { twinTicker: 'PETR4F' }),
  listing('PETR4F', 2_910, { twinTicker: 'PETR4', lotSize: 1, maxOrderQuantity: 99 }),
  listing('IVVB11', 22_860, { lotSize: 1 }),
  listing('POMO4', 340),
];

/** Number of the makers' orders in all books. */
const slotsOf = (fact: InstrumentFact) => quoteSlots(profileOf(fact, loadLiquidityFacts()).kind);
const QUOTES = LISTINGS.reduce((sum, fact) => sum + 2 * slotsOf(fact).length, 0);
/** Least number of price levels on a side of a round-lot book. */
const LEVELS = 10;

const phase = (name: 'CONTINUOUS' | 'CLOSED', tradeDate: string) =>
  ({ v: 1, type: 'SET_PHASE', group: 'CASH', phase: name, tradeDate }) as const;

const momentAt = (nowMs: number) =>
  ({ nowMs, marketMs: nowMs, dayShare: null, marketPhase: 'CONTINUOUS' }) as const;

/** The strategy and the exchange core, without queues between them. */
function createWorld(seed: number, settings: Partial<SimulatorSettings> = {}, listings = LISTINGS) {
  const exchange = createExchange({ book: createFastBook });
  const strategy = createStrategy({
    settings: { ...DEFAULT_SIMULATOR_SETTINGS, commandsPerSecond: 100, ...settings },
    commands: createOrderCommands('test'),
    random: createRandom(seed),
    liquidity: loadLiquidityFacts(),
  });
  const sent: EngineCommand[] = [];
  const reports: ExecutionReport[] = [];
  const world = { exchange, strategy, sent, reports, nowMs: START, afterCommand: (): void => undefined };

  const moment = () => momentAt(world.nowMs);

  /** Applies commands and passes the strategy its reports, which may cause more commands. */
  const apply = (commands: readonly ExchangeCommand[]): void => {
    for (let queue = commands; queue.length > 0;) {
      const own: ExecutionReport[] = [];
      for (const command of queue) {
        if ('member' in command && command.member === MEMBERS.simulator) sent.push(command);
        for (const event of exchange.apply(command, world.nowMs)) {
          if (event.kind !== 'REPORT') continue;
          if (event.report.member === MEMBERS.simulator) own.push(event.report);
          reports.push(event.report);
        }
        world.afterCommand();
      }
      queue = strategy.receive(own, moment());
    }
  };
  const step = (times: number): void => {
    for (let count = 0; count < times; count++) {
      world.nowMs += 100;
      apply(strategy.step(moment()));
    }
  };
  apply([...listings.map(instrumentCommand), phase('CONTINUOUS', DAY)]);
  strategy.list(listings);
  return Object.assign(world, { apply, step });
}
type World = ReturnType<typeof createWorld>;
const bookOf = (world: World, ticker: string) => {
  const listed = world.exchange.state.listings.get(ticker);
  if (!listed) throw new Error(`${ticker} is not listed`);
  return listed.book;
};
let clientOrders = 0;
const clientOrder = (ticker: string, side: Side, quantity: number): NewOrder => {
  const id = `client-${clientOrders++}`;
  return {
    v: 1,
    type: 'NEW_ORDER',
    commandId: id,
    orderId: id,
    correlationId: id,
    member: MEMBERS.broker,
    accountId: 'acc_1',
    ticker,
    side,
    orderType: 'MARKET',
    timeInForce: 'DAY',
    quantity,
    limitPriceTicks: null,
    protectionPriceTicks: null,
    stopPriceTicks: null,
    displayQuantity: null,
    minimumQuantity: null,
    expiresOn: null,
  };
};
const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });
describe('against the rules of the exchange', { timeout: 30_000 }, () => {
  test('both sides are quoted after every command, without rejections and self-trades', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const world = createWorld(seed);
        world.step(5);
        world.afterCommand = () => {
          for (const { ticker } of LISTINGS) {
            const bid = bookOf(world, ticker).bestTicks(BUY);
            const ask = bookOf(world, ticker).bestTicks(SELL);
            if (bid === 0 || ask === 0) throw new Error(`${ticker} has an empty side`);
            if (bid >= ask) throw new Error(`${ticker} is crossed: ${bid} and ${ask}`);
          }
        };
        world.step(300);
        const refused = world.reports.filter(({ type }) => /REJECTED/.test(type));
        expect(refused).toEqual([]);
        expect(
          world.reports.filter((report) => report.type === 'CANCELED' && report.reason === 'SELF_TRADE'),
        ).toEqual([]);
        expect(world.reports.some(({ type }) => type === 'FILLED')).toBe(true);
        expect(world.strategy.quotedBooks()).toBe(LISTINGS.length);
      }),
      { numRuns: 10 },
    );
  });

  test('a market order of 100 shares (or the maximum quantity) fills at once at any time', () => {
    fc.assert(
      fc.property(seeds, fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 10 }), (seed, pauses) => {
        const world = createWorld(seed);
        world.step(5);
        for (const [index, pause] of pauses.entries()) {
          world.step(pause);
          for (const { ticker, maxOrderQuantity } of LISTINGS) {
            const order = clientOrder(ticker, index % 2 ? 'BUY' : 'SELL', Math.min(100, maxOrderQuantity));
            world.apply([order]);
            const last = world.reports.findLast(
              (report) => report.member === MEMBERS.broker && report.type === 'FILLED',
            );
            expect(last).toMatchObject({ orderId: order.orderId, leavesQuantity: 0 });
          }
        }
      }),
      { numRuns: 10 },
    );
  });

  test('the same seed sends the same commands', () => {
    const run = (seed: number): EngineCommand[] => {
      const world = createWorld(seed);
      world.step(200);
      return world.sent;
    };
    const sent = run(7);
    expectEqual(run(7), sent);
    expectEqual(isDeepStrictEqual(run(8), sent), false);
  });

  test('prices stay within the band and the daily range, and quantities are whole lots', () => {
    const world = createWorld(3, { commandsPerSecond: 200, dailyRangePpm: 5_000, volatilityTimes: 40 });
    world.step(500);
    for (const command of world.sent) {
      if (command.type !== 'NEW_ORDER') continue;
      const fact = LISTINGS.find(({ ticker }) => ticker === command.ticker);
      const price = command.limitPriceTicks ?? 0;
      expectEqual(command.quantity % (fact?.lotSize ?? 1), 0);
      const share = price / (fact?.previousCloseCentavos ?? 0);
      if (share <= 0.94 || share >= 1.06) throw new Error(`${price} is not within the daily range`);
    }
  });

  test('refills taken quotes and moves the price', () => {
    const world = createWorld(5, { commandsPerSecond: 0 });
    world.step(5);
    const before = bookOf(world, 'PETR4').bestTicks(SELL);
    for (let count = 0; count < 3; count++) world.apply([clientOrder('PETR4', 'BUY', 3_000)]);
    const asks = bookOf(world, 'PETR4').levels(SELL, Infinity);
    expect(asks.length).toBeGreaterThanOrEqual(LEVELS);
    expect(asks.some(({ orders }) => orders > 1)).toBe(true);
    expect(asks[0]?.priceTicks).toBeGreaterThan(before);
  });

  test('the number of open orders does not grow over time', () => {
    const world = createWorld(9, { commandsPerSecond: 300 });
    world.step(1_000);
    const open = world.exchange.state.members.get(MEMBERS.simulator)?.open.size ?? 0;
    expect(open).toBeGreaterThanOrEqual(QUOTES);
    // Each round-lot book may also hold an iceberg.
    expect(open).toBeLessThanOrEqual(QUOTES + LISTINGS.length);
  });
});

describe('through the phases', { timeout: 30_000 }, () => {
  let world: World;
  beforeEach(() => {
    world = createWorld(1);
    world.step(20);
  });

  test('quotes end with the day, and the next day gets new ones', () => {
    world.apply([phase('CLOSED', DAY)]);
    expect(world.strategy.quotedBooks()).toBe(0);
    world.apply([phase('CONTINUOUS', '2026-03-17')]);
    world.step(10);
    expect(world.strategy.quotedBooks()).toBe(LISTINGS.length);
    expect(bookOf(world, 'PETR4').levels(BUY, Infinity).length).toBeGreaterThanOrEqual(LEVELS);
  });

  test('does not repeat a rejected order at once', () => {
    world.apply([phase('CLOSED', DAY)]);
    const before = world.sent.length;
    world.step(5);
    const tried = world.sent.length - before;
    expect(tried).toBe(QUOTES);
  });

  test('cancels the quotes of a suspended instrument, and quotes a readmitted one again', () => {
    const [petr4] = LISTINGS;
    if (!petr4) throw new Error('nothing is listed');
    world.apply(world.strategy.list([{ ...petr4, status: 'SUSPENDED', version: 2 }]));
    world.step(10);
    expect(bookOf(world, 'PETR4').levels(BUY, Infinity)).toEqual([]);
    world.apply(world.strategy.list([{ ...petr4, version: 3 }]));
    world.step(10);
    expect(bookOf(world, 'PETR4').levels(BUY, Infinity).length).toBeGreaterThanOrEqual(LEVELS);
  });

  test('moves the book to a new previous close', () => {
    const moved = LISTINGS.map((fact) => ({
      ...fact,
      version: 2,
      previousCloseCentavos: Math.round(fact.previousCloseCentavos * 1.2),
      priceBand: null,
    }));
    world.apply(moved.map(instrumentCommand));
    world.apply(world.strategy.list(moved));
    world.step(30);
    expect(bookOf(world, 'PETR4').bestTicks(BUY)).toBeGreaterThan(2_910 * 1.05);
  });
});

test('cancels all orders of a book whose reports do not arrive', () => {
  const strategy = createStrategy({
    settings: DEFAULT_SIMULATOR_SETTINGS,
    commands: createOrderCommands('test'),
    random: createRandom(1),
    liquidity: loadLiquidityFacts(),
  });
  strategy.list(LISTINGS);
  const step = (nowMs: number) => strategy.step(momentAt(nowMs));
  expect(step(START).length).toBeGreaterThan(0);
  expect(step(START + 1_000)).toEqual([]);
  const later = step(START + DEFAULT_SIMULATOR_SETTINGS.unansweredMs + 1_000);
  expect(later.map(({ type }) => type)).toEqual(LISTINGS.map(() => 'MASS_CANCEL'));
});

test('quotes the whole catalogue within seconds at a bounded command rate', () => {
  const catalogue = loadCatalogue(DAY).map((instrument): InstrumentFact => ({ v: 1, ...instrument }));
  const commandsPerSecond = DEFAULT_SIMULATOR_SETTINGS.commandsPerSecond;
  const world = createWorld(11, { commandsPerSecond }, catalogue);
  world.step(30);
  expect(world.strategy.quotedBooks()).toBe(catalogue.length);
  const before = world.sent.length;
  world.step(600);
  const perSecond = (world.sent.length - before) / 60;
  expect(perSecond).toBeGreaterThan(30);
  expect(perSecond).toBeLessThan(80);
  expect(world.reports.filter(({ type }) => /REJECTED/.test(type))).toEqual([]);
}, 30_000);
