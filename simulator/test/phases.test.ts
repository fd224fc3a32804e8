import { beforeEach, describe, expect, test } from 'vitest';
import type { EngineCommand, NewOrder } from '#contracts/messages/engine-commands.ts';
import type { ExecutionReport } from '#contracts/messages/execution-reports.ts';
import { MEMBERS } from '#contracts/names.ts';
import { PHASES, type Phase } from '#domain/market/phase.ts';
import { isTakenIn } from '#domain/orders/terms/combinations.ts';
import { createRandom } from '#platform/random.ts';
import type { KnownPrices } from '../market/hot-prices.ts';
import { createOrderCommands } from '../orders/order-commands.ts';
import { DEFAULT_SIMULATOR_SETTINGS, type SimulatorSettings } from '../settings.ts';
import { loadLiquidityFacts } from '../model/liquidity.ts';
import { quoteSlots } from '../strategy/quote-slots.ts';
import { createStrategy, type Strategy } from '../strategy/strategy.ts';
import { instrumentFact } from '#test/support/samples/instrument.ts';

/** Orders that quote a round-lot book. */
const QUOTES = 2 * quoteSlots('DEEP').length;
const PETR4 = instrumentFact({ priceBand: null, previousCloseCentavos: 3_000 });

/** The strategy with an exchange that accepts every order and whose phase the test sets. */
function createWorld(known: KnownPrices | null = null, settings: Partial<SimulatorSettings> = {}) {
  const strategy: Strategy = createStrategy({
    settings: { ...DEFAULT_SIMULATOR_SETTINGS, commandsPerSecond: 100, ...settings },
    commands: createOrderCommands('test'),
    random: createRandom(1),
    liquidity: loadLiquidityFacts(),
  });
  strategy.list([PETR4], known ? new Map([['PETR4', known]]) : undefined);
  const world = { strategy, marketPhase: 'CONTINUOUS' as Phase, nowMs: 0, sequence: 0 };
  const report = (command: EngineCommand, body: object): ExecutionReport =>
    ({
      ...{ v: 1, member: MEMBERS.simulator, sequence: ++world.sequence, atMs: 0, tradeDate: '2026-03-16' },
      ...{ ticker: 'PETR4', correlationId: 'c', orderId: 'orderId' in command ? command.orderId : '' },
      ...body,
    }) as ExecutionReport;
  const accepted = (command: EngineCommand): ExecutionReport[] => {
    if (command.type !== 'NEW_ORDER' && command.type !== 'REPLACE_ORDER') return [];
    const { quantity, limitPriceTicks } = command;
    const standing = { quantity, filledQuantity: 0, leavesQuantity: quantity, limitPriceTicks };
    const requestId = { requestId: 'r' };
    const type = command.type === 'NEW_ORDER' ? 'ACCEPTED' : 'REPLACED';
    const entered = report(command, { type, ...standing, ...requestId });
    const isTaker = command.type === 'NEW_ORDER' && command.timeInForce === 'IOC';
    const ended = { type: 'EXPIRED', reason: 'IMMEDIATE_OR_CANCEL', ...standing, leavesQuantity: 0 };
    return isTaker ? [entered, report(command, ended)] : [entered];
  };
  const rejected = (command: EngineCommand): ExecutionReport[] =>
    command.type === 'NEW_ORDER' ? [report(command, { type: 'REJECTED', rule: 'PHASE', message: 'no' })] : [];
  const step = (times: number, answer = accepted): EngineCommand[] => {
    const sent: EngineCommand[] = [];
    for (let count = 0; count < times; count++) {
      const nowMs = (world.nowMs += 100);
      const moment = { nowMs, marketMs: nowMs, dayShare: null, marketPhase: world.marketPhase };
      const commands = strategy.step(moment);
      sent.push(...commands, ...strategy.receive(commands.flatMap(answer), moment));
    }
    return sent;
  };
  const enterPhase = (phase: Phase, tradeDate = '2026-03-16'): void =>
    strategy.applyNews([{ type: 'PHASE', ticker: 'PETR4', phase, tradeDate }]);
  return Object.assign(world, { step, enterPhase, rejected });
}
type World = ReturnType<typeof createWorld>;

const newOrders = (commands: readonly EngineCommand[]): NewOrder[] =>
  commands.filter((command) => command.type === 'NEW_ORDER');
const prices = (commands: readonly EngineCommand[]): number[] =>
  newOrders(commands).flatMap(({ limitPriceTicks }) => limitPriceTicks ?? []);

let world: World;
beforeEach(() => {
  world = createWorld();
});

describe('in a phase', () => {
  test.each(['CLOSED', 'PRE_OPEN', 'HALTED'] as const)(
    '%s sends nothing, even when the calendar has an open phase',
    (phase) => {
      world.enterPhase(phase);
      expect(world.step(50)).toEqual([]);
      world.enterPhase('CONTINUOUS');
      world.marketPhase = 'CLOSED';
      expect(world.step(5).length).toBeGreaterThan(0);
    },
  );

  test('follows the calendar until the exchange publishes a phase', () => {
    world.marketPhase = 'PRE_OPEN';
    expect(world.step(50)).toEqual([]);
    world.marketPhase = 'OPENING_CALL';
    expect(world.step(5).length).toBeGreaterThan(0);
  });

  test.each(PHASES.filter((phase) => isTakenIn(phase, shapeOf('LIMIT', 'DAY'))))(
    '%s sends only order types that the phase accepts',
    (phase) => {
      world.enterPhase(phase);
      const sent = newOrders(world.step(300));
      expect(sent.length).toBeGreaterThan(10);
      for (const { orderType, timeInForce } of sent)
        expect(isTakenIn(phase, shapeOf(orderType, timeInForce)), `${orderType} ${timeInForce}`).toBe(true);
    },
  );
});

function shapeOf(type: NewOrder['orderType'], timeInForce: NewOrder['timeInForce']) {
  return { type, timeInForce, hasDisplay: false, hasMinimum: false, hasExpiry: false };
}

describe('in a call', () => {
  test.each(['OPENING_CALL', 'AUCTION', 'CLOSING_CALL'] as const)(
    '%s quotes both sides and crosses them near the reference with a bounded number of orders',
    (phase) => {
      world.enterPhase(phase);
      const sent = newOrders(world.step(1_000));
      const joining = sent.filter(({ accountId }) => accountId.includes('CALL'));
      expect(joining).toHaveLength(DEFAULT_SIMULATOR_SETTINGS.ordersPerCall);
      expect(new Set(joining.map(({ side }) => side)).size).toBe(2);
      const forTheCall = phase === 'CLOSING_CALL' ? 'AT_CLOSE' : 'AUCTION';
      expect(new Set(joining.map(({ timeInForce }) => timeInForce))).toEqual(new Set(['DAY', forTheCall]));
      expect(joining.some(({ orderType }) => orderType === 'MARKET')).toBe(true);
      expect(Math.min(...prices(sent))).toBeGreaterThan(3_000 * 0.9);
      expect(Math.max(...prices(sent))).toBeLessThan(3_000 * 1.1);
    },
  );

  test('call buyers, call sellers and makers use separate accounts', () => {
    world.enterPhase('AUCTION');
    for (const { side, accountId } of newOrders(world.step(500)))
      if (accountId.includes('CALL')) expect(accountId).toContain(side === 'BUY' ? 'BUYERS' : 'SELLERS');
      else expect(accountId).toContain('MAKER');
  });

  test('sends orders to the next call too', () => {
    const joined = (): number =>
      newOrders(world.step(500)).filter(({ accountId }) => accountId.includes('CALL')).length;
    world.enterPhase('AUCTION');
    expect(joined()).toBe(DEFAULT_SIMULATOR_SETTINGS.ordersPerCall);
    world.enterPhase('AUCTION');
    expect(joined()).toBe(0);
    world.enterPhase('CONTINUOUS');
    world.enterPhase('AUCTION');
    expect(joined()).toBe(DEFAULT_SIMULATOR_SETTINGS.ordersPerCall);
  });
});

describe('the reference', () => {
  const spread = (of: World): [number, number] => {
    const quoted = prices(of.step(3));
    return [Math.min(...quoted), Math.max(...quoted)];
  };
  const still = { commandsPerSecond: 0 };

  test('begins at a known last price, not at the previous close', () => {
    const [low, high] = spread(createWorld({ tradeDate: '2026-03-16', last: 3_150, open: 3_050 }, still));
    expect(low).toBeGreaterThan(3_130);
    expect(high).toBeLessThan(3_170);
  });

  test('stays within the tunnels of both the previous close and the open when the static reference is unknown', () => {
    const lively = { dailyRangePpm: 30_000, volatilityTimes: 40 };
    const quoted = prices(
      createWorld({ tradeDate: '2026-03-16', last: 3_050, open: 3_060 }, lively).step(500),
    );
    expect(Math.min(...quoted)).toBeGreaterThan(3_060 * 0.96);
    expect(Math.max(...quoted)).toBeLessThan(3_000 * 1.04);
  });

  test('follows a last price outside both tunnels', () => {
    const [low, high] = spread(createWorld({ tradeDate: '2026-03-16', last: 3_700, open: 3_000 }, still));
    expect(low).toBeGreaterThan(3_680);
    expect(high).toBeLessThan(3_720);
  });

  test('moves to the price of an auction, and on a new day to the previous close', () => {
    const one = createWorld(null, still);
    one.step(3);
    one.enterPhase('AUCTION');
    one.strategy.applyNews([{ type: 'AUCTION_TRADE', ticker: 'PETR4', priceCentavos: 3_400 }]);
    one.enterPhase('CONTINUOUS');
    const moved = one
      .step(3)
      .flatMap((command) => (command.type === 'REPLACE_ORDER' ? (command.limitPriceTicks ?? 0) : []));
    expect(Math.min(...moved)).toBeGreaterThan(3_380);
    one.enterPhase('PRE_OPEN', '2026-03-17');
    one.strategy.list([{ ...PETR4, version: 2, previousCloseCentavos: 3_100 }]);
    one.enterPhase('OPENING_CALL', '2026-03-17');
    const next = one
      .step(3)
      .flatMap((command) => (command.type === 'REPLACE_ORDER' ? (command.limitPriceTicks ?? 0) : []));
    expect(Math.max(...next)).toBeLessThanOrEqual(3_100 * 1.09);
  });
});

describe('an order rejected for the phase', () => {
  test('is retried at growing intervals', () => {
    const tries = (times: number): number => newOrders(world.step(times, world.rejected)).length / QUOTES;
    expect(tries(10)).toBe(1);
    expect(tries(320)).toBeLessThan(7);
    expect(tries(640)).toBeLessThan(4);
  });

  test('is sent at once when the exchange publishes another phase', () => {
    world.step(640, world.rejected);
    world.enterPhase('HALTED');
    expect(world.step(10)).toEqual([]);
    world.enterPhase('AUCTION');
    world.step(2);
    expect(world.strategy.quotedBooks()).toBe(1);
  });
});
