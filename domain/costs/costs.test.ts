import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createTradingCalendar } from '../calendar/trading-calendar.ts';
import { sum } from '../money/integer.ts';
import { totalOf } from './cost.ts';
import { createDailyVolumes } from './adtv.ts';
import { brokerageTaxesOf, ownCostsOfNote, type Brokerage, type OtherCosts } from './brokerage.ts';
import { B3_COST_TABLES, costTableOn, NO_COSTS } from './cost-table.ts';
import { exchangeFees, NO_AMOUNTS } from './exchange-fees.ts';
import {
  highestCostsOfOrder,
  NOTHING_FILLED,
  provisionalCosts,
  provisionalCostsOfFill,
  withFill,
  type FilledToday,
} from './provisional.ts';
import { shareByLargestRemainder } from './share.ts';

const table = fc.constantFrom(...B3_COST_TABLES);
const price: fc.Arbitrary<Brokerage> = fc.oneof(
  fc.constant<Brokerage>({ type: 'NONE' }),
  fc.record({ type: fc.constant('FIXED' as const), centavos: fc.integer({ min: 1, max: 5_000 }) }),
  fc.record({ type: fc.constant('RATE' as const), rate: fc.integer({ min: 1, max: 1_000_000 }) }),
);
const otherCosts: fc.Arbitrary<OtherCosts | null> = fc.oneof(
  fc.constant(null),
  fc.record({ type: fc.constant('NOTE' as const), centavos: fc.integer({ min: 1, max: 1_000 }) }),
  fc.record({ type: fc.constant('OF_BROKERAGE' as const), rate: fc.integer({ min: 1, max: 100_000_000 }) }),
);
const brokerage: fc.Arbitrary<Brokerage> = fc
  .tuple(price, otherCosts)
  .map(([own, other]): Brokerage => (other === null ? own : { ...own, other }));

const NO_VOLUMES = { allCentavos: 0, dayTradesCentavos: 0 };

describe('the cost tables', () => {
  test('are in order, each with its source', () => {
    const days = B3_COST_TABLES.map(({ from }) => from);
    expect(days).toEqual([...new Set(days)].sort());
    expect(B3_COST_TABLES.every(({ source }) => source.length > 20)).toBe(true);
  });

  test.each([
    ['2013-03-31', null],
    ['2013-04-01', '2013-04-01'],
    ['2019-01-02', '2013-04-01'],
    ['2019-01-03', '2019-01-03'],
    ['2021-02-01', '2020-11-01'],
    ['2021-02-02', '2021-02-02'],
    ['2025-07-31', '2021-02-02'],
    ['2025-08-01', '2025-08-01'],
    ['2030-01-02', '2025-08-01'],
  ])('on %s the table of %s is in force', (day, from) => {
    expect(costTableOn(B3_COST_TABLES, day)?.from ?? null).toBe(from);
  });

  test('a part of the volume above R$ 3 million a day has the lower rate from August 2025', () => {
    const current = costTableOn(B3_COST_TABLES, '2025-08-01') ?? NO_COSTS;
    const fees = (allCentavos: number): number[] => {
      const volumes = { allCentavos, dayTradesCentavos: 0 };
      const { settlementCentavos, tradingCentavos } = exchangeFees(
        current,
        { ...NO_AMOUNTS, ordinary: 1_000_000_000 },
        volumes,
      );
      return [settlementCentavos, tradingCentavos];
    };
    expect([0, 300_000_000, 600_000_000].map(fees)).toEqual([
      [250_000, 50_000],
      [250_000, 50_000],
      [218_750, 43_750],
    ]);
  });

  test.each([
    ['2025-12-30', 0.0001, 2_300],
    ['2025-12-30', 0.2, 2_300],
    // 0.2 million at 0.0230 % and 0.2 million at 0.0220 %.
    ['2025-12-30', 0.4, 2_250],
    // B3's own form: (0.02000 % of 3,500,000 + 62.00) / 3,500,000.
    ['2025-12-30', 3.5, 2_177],
    ['2025-12-30', 1_000, 1_362],
  ])(
    'on %s day trades of R$ 100,000 with a mean of R$ %d million a day pay %d centavos',
    (day, millions, fee) => {
      const table = costTableOn(B3_COST_TABLES, day) ?? NO_COSTS;
      const { settlementCentavos, tradingCentavos } = exchangeFees(
        table,
        { ...NO_AMOUNTS, dayTrade: 10_000_000 },
        { allCentavos: 0, dayTradesCentavos: millions * 100_000_000 },
      );
      expect(settlementCentavos + tradingCentavos).toBe(fee);
    },
  );

  test.each([
    ['2022-06-20', 1, 230],
    ['2022-06-20', 5, 1_125],
    ['2022-06-20', 10, 2_100],
    ['2022-06-20', 35, 7_000],
    ['2022-06-20', 35_000, 3_850_000],
    ['2020-01-15', 4, 946.4],
    ['2020-01-15', 12.5, 2_875],
    ['2020-01-15', 25, 5_000],
    ['2020-01-15', 50, 9_000],
    ['2020-01-15', 60, 9_600],
  ])('on %s day trades of R$ %d million on the day pay R$ %d', (day, millions, fee) => {
    const table = costTableOn(B3_COST_TABLES, day) ?? NO_COSTS;
    const amounts = { ...NO_AMOUNTS, dayTrade: millions * 100_000_000 };
    const { settlementCentavos, tradingCentavos } = exchangeFees(table, amounts, NO_VOLUMES);
    expect(settlementCentavos + tradingCentavos).toBe(fee * 100);
  });

  test.each(B3_COST_TABLES)('of $from has no rate of its own for day trades in auctions', (table) => {
    const feesOf = (kind: 'dayTrade' | 'dayTradeInAuction') =>
      exchangeFees(table, { ...NO_AMOUNTS, [kind]: 123_456_789 }, NO_VOLUMES);
    expect(feesOf('dayTradeInAuction')).toEqual(feesOf('dayTrade'));
  });

  test('a kind without trades costs nothing, and no table costs nothing', () => {
    expect(exchangeFees(NO_COSTS, { ...NO_AMOUNTS, ordinary: 1_000_000 }, NO_VOLUMES)).toEqual({
      settlementCentavos: 0,
      tradingCentavos: 0,
    });
  });
});

/** Prices of orders: the first one, or the second after a restart with another setting. */
const prices = fc.tuple(brokerage, brokerage, fc.nat({ max: 6 }));

/** Fills of the orders of one account on one day. */
const ordersOfDay = fc.array(
  fc.array(fc.record({ grossCentavos: fc.integer({ min: 1, max: 5_000_000 }), isAuction: fc.boolean() }), {
    minLength: 1,
    maxLength: 6,
  }),
  { minLength: 1, maxLength: 6 },
);

describe('provisional costs', () => {
  test('are never below those of the note, whatever part of it is a day trade', () => {
    fc.assert(
      fc.property(
        table,
        prices,
        ordersOfDay,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (costs, [first, second, change], orders, part) => {
          const priceOf = (order: number): Brokerage => (order < change ? first : second);
          let provisional = 0;
          for (const [order, fills] of orders.entries()) {
            const rules = { table: costs, brokerage: priceOf(order) };
            let filled: FilledToday = NOTHING_FILLED;
            for (const fill of fills) {
              const posted = totalOf(provisionalCostsOfFill(rules, filled, fill));
              expect(posted).toBeGreaterThanOrEqual(0);
              provisional += posted;
              filled = withFill(filled, fill);
            }
          }
          const fills = orders.flat();
          const gross = (isAuction: boolean): number =>
            sum(fills.filter((fill) => fill.isAuction === isAuction).map((fill) => fill.grossCentavos));
          const dayTrade = Math.floor(gross(false) * part);
          const amounts = {
            ...NO_AMOUNTS,
            ordinary: gross(false) - dayTrade,
            dayTrade,
            auction: gross(true),
          };
          const fees = exchangeFees(costs, amounts, NO_VOLUMES);
          const own = ownCostsOfNote(
            orders.flatMap((fills, order) =>
              fills.map((fill) => ({ ...fill, orderId: String(order), brokerage: priceOf(order) })),
            ),
          );
          const note = sum([
            fees.settlementCentavos,
            fees.tradingCentavos,
            own.brokerageCentavos,
            brokerageTaxesOf(own.brokerageCentavos),
            own.otherCentavos,
          ]);
          expect(provisional).toBeGreaterThanOrEqual(note);
        },
      ),
    );
  });

  test('of an order are never above what it may cost at most, for any sizes of fills and days', () => {
    fc.assert(
      fc.property(table, brokerage, ordersOfDay, (costs, setting, days) => {
        const rules = { table: costs, brokerage: setting };
        const posted = sum(
          days.map((fills) => provisionalCosts(rules, fills.reduce(withFill, NOTHING_FILLED))),
        );
        const gross = sum(days.flat().map((fill) => fill.grossCentavos));
        expect(posted).toBeLessThanOrEqual(highestCostsOfOrder(rules, gross, days.length));
      }),
    );
  });

  test('an order that trades nothing costs nothing', () => {
    const rules = { table: NO_COSTS, brokerage: { type: 'FIXED', centavos: 500 } } as const;
    expect(highestCostsOfOrder(rules, 0, 5)).toBe(0);
    expect(provisionalCosts(rules, NOTHING_FILLED)).toBe(0);
  });
});

describe('shares of costs', () => {
  test('sum to the costs and differ from the proportion by less than a centavo', () => {
    const weights = fc.array(fc.integer({ min: 1, max: 1_000_000_000_000 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), weights, (amount, parts) => {
        const shares = shareByLargestRemainder(amount, parts);
        expect(sum(shares)).toBe(amount);
        const total = BigInt(sum(parts));
        shares.forEach((share, index) => {
          const distance = BigInt(share) * total - BigInt(amount) * BigInt(parts[index] ?? 0);
          expect(distance < total && distance > -total).toBe(true);
        });
      }),
    );
  });

  test('of equal remainders the earlier line has the centavo', () => {
    expect(shareByLargestRemainder(2, [10, 10, 10])).toEqual([1, 1, 0]);
  });
});

describe('mean daily volume', () => {
  const calendar = createTradingCalendar();

  test('has the window from the month before last to the penultimate day of last month', () => {
    const volumes = createDailyVolumes(calendar);
    // September 2025 begins on a Monday; the window of October is 2025-08-29 to 2025-09-29: 22 trading days.
    volumes.add('2025-08-28', 1_000_000);
    volumes.add('2025-08-29', 2_200);
    volumes.add('2025-09-29', 2_200);
    volumes.add('2025-09-30', 1_000_000);
    expect(volumes.adtvOn('2025-10-01')).toBe(200);
    volumes.add('2025-10-01', 5_000_000);
    expect(volumes.adtvOn('2025-10-31')).toBe(200);
  });

  test('is zero without trades', () => {
    expect(createDailyVolumes(calendar).adtvOn('2026-01-02')).toBe(0);
  });
});
