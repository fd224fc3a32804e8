import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { utcMidnightMs } from '#domain/calendar/days.ts';
import type { Instrument } from '#domain/market/instrument.ts';
import { PHASES, type Phase } from '#domain/market/phase.ts';
import { formatCentavos } from '#domain/money/money.ts';
import { COMBINATIONS } from '#domain/orders/terms/combinations.ts';
import { ORDER_TYPES, SIDES, TIMES_IN_FORCE } from '#domain/orders/order.ts';
import { validateReplace, type ReplaceableOrder } from '#domain/orders/terms/validate-replace.ts';
import { validateTerms, type OrderRequest } from '#domain/orders/terms/validate-order.ts';
import { instrument as petr4 } from '#test/support/samples/instrument.ts';
import { NO_TUNNELS, type BookRules } from './book-rules.ts';
import { ruleOf } from './codes.ts';
import { ruleOfChange, ruleOfNewOrder, type EntryFacts } from './entry-rules.ts';
import * as row from './order-pool.ts';
import { REMOVED } from './order-terms.ts';

/**
 * Broker and exchange check the same terms, each with its own code: the broker to refuse an order at once,
 * the exchange because it trusts no member. For the same terms and the same market both name the same rule.
 */
const TODAY = '2026-03-16';
const LOT = 100;
const BAND = { lowCentavos: 2000, highCentavos: 4000 };
const LAST = 3000;
const dayNumber = (day: string): number => utcMidnightMs(day) / 86_400_000;

const instrument = (isActive: boolean): Instrument =>
  petr4({
    status: isActive ? 'ACTIVE' : 'SUSPENDED',
    lotSize: LOT,
    priceBand: BAND,
    maxOrderQuantity: 10_000,
    previousCloseCentavos: LAST,
  });
const rules = (isActive: boolean): BookRules => ({
  isActive,
  lotSize: LOT,
  maxOrderQuantity: 10_000,
  lowestTicks: BAND.lowCentavos,
  highestTicks: BAND.highCentavos,
  tunnels: NO_TUNNELS,
});

/** Terms with prices in centavos; one tick is one centavo. */
interface Terms extends Omit<OrderRequest, 'limitPrice' | 'stopPrice'> {
  readonly limit: number | null;
  readonly stop: number | null;
}
interface Market {
  readonly phase: Phase;
  readonly last: number | null;
  readonly isActive: boolean;
}
const factsOf = ({ phase, last, isActive }: Market): EntryFacts => ({
  rules: rules(isActive),
  phase: PHASES.indexOf(phase),
  tradeDay: dayNumber(TODAY),
  referenceTicks: last ?? LAST,
});
const momentOf = ({ phase, last }: Market) => ({ phase, today: TODAY, lastCentavos: last });
const decimal = (centavos: number | null): string | null =>
  centavos === null ? null : formatCentavos(centavos);
const nameOf = (rule: number): string | null => (rule === 0 ? null : ruleOf(rule));

function brokerRule({ limit, stop, ...terms }: Terms, market: Market): string | null {
  const request = { ...terms, limitPrice: decimal(limit), stopPrice: decimal(stop) };
  const outcome = validateTerms('PETR4', request, instrument(market.isActive), momentOf(market));
  return outcome.ok ? null : outcome.refusal.rule;
}

const fields = new Int32Array(row.STRIDE);
function exchangeRule(terms: Terms, market: Market): string | null {
  const type = ORDER_TYPES.indexOf(terms.type);
  const timeInForce = TIMES_IN_FORCE.indexOf(terms.timeInForce);
  fields[row.KIND] = row.kindOf(SIDES.indexOf(terms.side), type, timeInForce, 0);
  fields[row.QUANTITY] = terms.quantity;
  fields[row.LIMIT_TICKS] = terms.limit ?? 0;
  fields[row.STOP_TICKS] = terms.stop ?? 0;
  fields[row.DISPLAY_QUANTITY] = terms.displayQuantity ?? 0;
  fields[row.MINIMUM_QUANTITY] = terms.minimumQuantity ?? 0;
  fields[row.EXPIRES_DAY] = terms.expiresOn === null ? 0 : dayNumber(terms.expiresOn);
  return nameOf(ruleOfNewOrder(fields, 0, factsOf(market)));
}

const OPEN: Market = { phase: 'CONTINUOUS', last: null, isActive: true };
const parts = [null, LOT] as const;

describe('broker and exchange agree on a new order', () => {
  const shapes = ORDER_TYPES.flatMap((type) =>
    TIMES_IN_FORCE.flatMap((timeInForce) =>
      PHASES.map((phase) => ({ type, timeInForce, market: { ...OPEN, phase } })),
    ),
  );

  test.each(shapes)('$type $timeInForce in $market.phase', ({ type, timeInForce, market }) => {
    const different: object[] = [];
    const answers = new Set<string | null>();
    for (const side of SIDES)
      for (const displayQuantity of parts)
        for (const minimumQuantity of parts)
          for (const expiresOn of [null, '2026-03-13', TODAY])
            for (const limit of [null, 2950, 3050, 4001])
              for (const stop of [null, 2960, LAST, 3040, 4001]) {
                const common = { side, type, timeInForce, quantity: 200, limit, stop };
                const terms: Terms = { ...common, displayQuantity, minimumQuantity, expiresOn };
                const [broker, exchange] = [brokerRule(terms, market), exchangeRule(terms, market)];
                answers.add(broker);
                if (broker !== exchange) different.push({ broker, exchange, terms });
              }
    expect(different).toEqual([]);
    const exists = COMBINATIONS[type][timeInForce] !== undefined;
    if (market.phase === 'CONTINUOUS') expect(answers.has(null)).toBe(exists && timeInForce !== 'AUCTION');
  });

  const quantity = fc.oneof(
    fc.integer({ min: -200, max: 11_000 }),
    fc.nat(110).map((lots) => lots * LOT),
  );
  const part = fc.option(quantity.filter((value) => value !== 0));
  const price = fc.option(fc.integer({ min: 1_900, max: 4_100 }));
  const markets = fc.record({
    phase: fc.constantFrom(...PHASES),
    last: fc.option(fc.integer({ min: 2_900, max: 3_100 })),
    isActive: fc.boolean(),
  });

  test('any quantities, prices and dates', () => {
    const terms = fc.record({
      side: fc.constantFrom(...SIDES),
      type: fc.constantFrom(...ORDER_TYPES),
      timeInForce: fc.constantFrom(...TIMES_IN_FORCE),
      quantity,
      displayQuantity: part,
      minimumQuantity: part,
      expiresOn: fc.option(fc.constantFrom('2020-01-01', '2026-03-15', TODAY, '2030-12-31')),
      limit: price,
      stop: price,
    });
    fc.assert(
      fc.property(terms, markets, (one, market) => {
        expect(brokerRule(one, market)).toBe(exchangeRule(one, market));
      }),
      { numRuns: 5_000 },
    );
  });
});

/** A valid open order: its type and time in force allow all its terms. */
const orders = fc
  .record({
    side: fc.constantFrom(...SIDES),
    type: fc.constantFrom(...ORDER_TYPES),
    timeInForce: fc.constantFrom('DAY', 'GTC', 'GTD', 'AUCTION', 'AT_CLOSE'),
    isTriggered: fc.boolean(),
    rests: fc.boolean(),
    quantityLots: fc.integer({ min: 2, max: 20 }),
    isIceberg: fc.boolean(),
  })
  .map(({ isTriggered, rests, quantityLots, isIceberg, ...order }): ReplaceableOrder => {
    const isBuy = order.side === 'BUY';
    const hasStop = order.type === 'STOP' || order.type === 'STOP_LIMIT';
    const hasLimit = order.type === 'LIMIT' || order.type === 'STOP_LIMIT' || (!hasStop && rests);
    return {
      ...order,
      ticker: 'PETR4',
      status: 'OPEN',
      quantity: quantityLots * LOT,
      filledQuantity: 0,
      displayQuantity: isIceberg && order.type === 'LIMIT' ? LOT : null,
      limitPriceCentavos: hasLimit || (hasStop && isTriggered) ? (isBuy ? 3100 : 2900) : null,
      stopPriceCentavos: hasStop ? (isBuy ? 3050 : 2950) : null,
      protectionPriceCentavos: null,
      triggeredAtMs: hasStop && isTriggered ? 1 : null,
      expiresOn: order.timeInForce === 'GTD' ? TODAY : null,
    };
  });

test('an iceberg with too many parts', () => {
  const most = { ...rules(true), lotSize: 1, maxOrderQuantity: 30_000 };
  const market = { ...instrument(true), lotSize: 1, maxOrderQuantity: 30_000 };
  for (const quantity of [20_000, 20_001]) {
    const request = { side: 'BUY', type: 'LIMIT', timeInForce: 'DAY', quantity, displayQuantity: 2 } as const;
    const none = { minimumQuantity: null, expiresOn: null, stopPrice: null };
    const outcome = validateTerms(
      'PETR4',
      { ...request, ...none, limitPrice: '30.00' },
      market,
      momentOf(OPEN),
    );
    fields.fill(0);
    fields.set([row.kindOf(0, 0, 0, 0), quantity, 3000, 0, 0, 2]);
    const rule = nameOf(ruleOfNewOrder(fields, 0, { ...factsOf(OPEN), rules: most }));
    expect(rule).toBe(quantity > 20_000 ? 'INVALID_COMBINATION' : null);
    expect(outcome.ok ? null : outcome.refusal.rule).toBe(rule);
  }
});

const partChange = (part: fc.Arbitrary<number>) => fc.option(fc.oneof(part, fc.constant('REMOVE' as const)));
const coreChange = (change: number | 'REMOVE' | null): number =>
  change === 'REMOVE' ? REMOVED : (change ?? 0);

describe('broker and exchange agree on a change of an open order', () => {
  test('any requested quantities and prices', () => {
    const lots = (min: number, max: number) => fc.integer({ min, max }).map((count) => count * (LOT / 2));
    const changes = fc.record({
      quantity: fc.option(lots(-2, 220)),
      limit: fc.option(fc.integer({ min: 1_950, max: 4_050 })),
      stop: fc.option(fc.integer({ min: 1_950, max: 4_050 })),
      displayQuantity: partChange(lots(1, 30)),
      minimumQuantity: partChange(lots(1, 30)),
    });
    const markets = fc.record({
      phase: fc.constantFrom(...PHASES),
      last: fc.option(fc.integer({ min: 2_900, max: 3_100 })),
      isActive: fc.boolean(),
    });
    fc.assert(
      fc.property(orders, changes, markets, (order, { limit, stop, ...change }, market) => {
        // Only the broker refuses an empty request and a quantity at or below the filled one.
        fc.pre(Object.values({ limit, stop, ...change }).some((value) => value !== null));
        const request = { ...change, limitPrice: decimal(limit), stopPrice: decimal(stop) };
        const outcome = validateReplace(order, request, instrument(market.isActive), momentOf(market));
        const kind = row.kindOf(
          SIDES.indexOf(order.side),
          ORDER_TYPES.indexOf(order.type),
          TIMES_IN_FORCE.indexOf(order.timeInForce),
          0,
        );
        const rule = ruleOfChange(
          {
            kind,
            isWaitingStop: order.stopPriceCentavos !== null && order.triggeredAtMs === null,
            limitTicks: order.limitPriceCentavos ?? 0,
            stopTicks: order.stopPriceCentavos ?? 0,
            displayQuantity: order.displayQuantity ?? 0,
          },
          {
            quantity: change.quantity ?? order.quantity,
            limitTicks: limit ?? 0,
            stopTicks: stop ?? 0,
            displayQuantity: coreChange(change.displayQuantity),
            minimumQuantity: coreChange(change.minimumQuantity),
          },
          factsOf(market),
        );
        expect(outcome.ok ? null : outcome.refusal.rule).toBe(nameOf(rule));
      }),
      { numRuns: 5_000 },
    );
  });
});
