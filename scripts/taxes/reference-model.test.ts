import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays } from '#domain/calendar/days.ts';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import type { ModelAction, ModelKind } from '#verification/years/model/facts.ts';
import { keepBooks } from '#verification/years/model/person.ts';
import { reportOf, type PrintedReport } from './test/report-of.ts';

interface ModelRow {
  readonly day: string;
  readonly ticker: string;
  readonly side: 'BUY' | 'SELL' | 'SPLIT' | 'BONUS' | 'CAPITAL_RETURN';
  readonly quantity: number;
  readonly priceCentavos: number;
  readonly isAuction: boolean;
}

/** Declared cost of a bonus share, in billionths of a real. */
const calendar = createTradingCalendar();
const BONUS_COST = 1_234_567_891n;

const KINDS: Readonly<Record<string, ModelKind>> = {
  PETR4: 'STOCK',
  SANB11: 'STOCK',
  BOVA11: 'FUND',
  MXRF11: 'REIT',
};
const kindOf = (asset: string): ModelKind => KINDS[asset] ?? 'STOCK';

const wish = fc.record({
  daysLater: fc.constantFrom(0, 0, 0, 1, 1, 17),
  ticker: fc.constantFrom('PETR4', 'PETR4F', 'SANB11', 'BOVA11', 'MXRF11'),
  side: fc.constantFrom('BUY', 'BUY', 'SELL', 'SELL', 'SELL', 'SPLIT', 'BONUS', 'CAPITAL_RETURN'),
  quantity: fc.integer({ min: 1, max: 12 }),
  // High prices, so that months pass the exemption and fees have several centavos.
  priceCentavos: fc.integer({ min: 1, max: 250_000 }),
  isAuction: fc.boolean(),
});
type Wish = { daysLater: number } & Omit<ModelRow, 'day' | 'side'> & { side: string };

/** Rows that an account can have: without sales of more than it holds, and one action of a kind, asset and day. */
function rowsOf(wishes: readonly Wish[], firstDay = '2023-12-11'): ModelRow[] {
  const held = new Map<string, number>();
  const acted = new Set<string>();
  const rows: ModelRow[] = [];
  let day = firstDay;
  for (const { daysLater, ...wished } of wishes) {
    day = calendar.addTradingDays(addDays(day, daysLater), 0);
    const row = { ...wished, day } as ModelRow;
    const asset = row.ticker.replace(/F$/, '');
    const owned = held.get(asset) ?? 0;
    if (row.side === 'BUY' || row.side === 'SELL') {
      if (row.side === 'SELL' && row.quantity > owned) continue;
      held.set(asset, owned + (row.side === 'BUY' ? row.quantity : -row.quantity));
    } else {
      // An action comes before the day's trades, which would change what is held of this asset.
      const isTraded = rows.some((other) => other.day === day && other.ticker.startsWith(asset));
      if (row.ticker !== asset || isTraded || acted.has(`${day} ${asset}`)) continue;
      acted.add(`${day} ${asset}`);
      if (row.side === 'SPLIT') held.set(asset, owned * 2);
      if (row.side === 'BONUS') held.set(asset, owned + Math.floor(owned / 10));
    }
    rows.push(row);
  }
  return rows;
}

function csvOf({ day, ticker, side, quantity, priceCentavos, isAuction }: ModelRow): string {
  switch (side) {
    case 'SPLIT':
      return `${day},${ticker},${side},,,,,,,2`;
    case 'BONUS':
      return `${day},${ticker},${side},,,,,,,1.1,${Number(BONUS_COST) / 1e9}`;
    case 'CAPITAL_RETURN':
      return `${day},${ticker},${side},,,,,,,,0.5`;
    default:
      return `${day},${ticker},${side},${quantity},${(priceCentavos / 100).toFixed(2)},${isAuction}`;
  }
}

const centavos = (text: string): bigint => BigInt(text.replace('.', ''));

/** The report in the words of the model. */
const summaryOf = ({ notes, results, positions, months }: PrintedReport) => ({
  days: notes.map((note) => ({
    day: note.tradeDate,
    settlement: centavos(note.settlementFee),
    trading: centavos(note.tradingFee),
    net: note.side === 'D' ? -centavos(note.net) : centavos(note.net),
    results: results
      .filter(({ tradeDate }) => tradeDate === note.tradeDate)
      .map((result) =>
        [result.kind, result.ticker, result.quantity, centavos(result.proceeds), centavos(result.cost)].join(
          ' ',
        ),
      )
      .sort(),
  })),
  positions: positions.map(({ ticker, quantity, averagePrice }) =>
    [ticker, quantity, averagePrice].join(' '),
  ),
  months: months.map(({ month, salesOfStocks, pools, withheld, due }) => ({
    month,
    sales: centavos(salesOfStocks),
    bases: [pools.COMMON.base, pools.REIT.base, pools.DAY_TRADE.base].map(centavos),
    losses: [pools.COMMON, pools.REIT, pools.DAY_TRADE].map((pool) => centavos(pool.lossCarriedOut)),
    capitalGain: centavos(pools.CAPITAL_GAIN?.base ?? '0.00'),
    withheld: centavos(withheld),
    due: centavos(due),
  })),
});

/** The corporate action of a row: entitled is who holds on the day before. */
function actionOf({ day, ticker, side }: ModelRow): ModelAction {
  const figures = { SPLIT: [2n, 1n], BONUS: [11n, 10n], CAPITAL_RETURN: [1n, 2n] } as const;
  if (side === 'BUY' || side === 'SELL') throw new Error(`a ${side} is no corporate action`);
  return {
    ...{ kind: side, ticker, recordDate: addDays(day, -1), appliesOn: day, figure: figures[side] },
    costOfShare: [BONUS_COST, 1_000_000_000n],
    fractions: null,
  };
}

const modelOf = (rows: readonly ModelRow[]) => {
  const isTrade = ({ side }: ModelRow): boolean => side === 'BUY' || side === 'SELL';
  const executions = rows
    .filter(isTrade)
    .map(({ day, ticker, side, quantity, priceCentavos, isAuction }) => ({
      ...{ day, ticker, side: side === 'BUY' ? ('BUY' as const) : ('SELL' as const), isAuction },
      ...{ quantity: BigInt(quantity), price: BigInt(priceCentavos) },
    }));
  const actions = rows.filter((row) => !isTrade(row)).map(actionOf);
  const market = { kindOf, isTradingDay: (day: string) => calendar.isTradingDay(day) };
  const books = keepBooks([{ id: 'a', executions, arrivals: [] }], actions, '9999-12-31', market);
  const own = books.accounts.get('a');
  const [positions, results] = [own?.positions ?? [], own?.results ?? []];
  const average = (shares: bigint, cost: bigint): string => {
    const digits = ((cost * 2n + shares * 10n) / (shares * 20n)).toString().padStart(9, '0');
    return `${digits.slice(0, -8)}.${digits.slice(-8)}`;
  };
  return {
    days: books.notes.map(({ day, settlement, trading, net }) => ({
      ...{ day, settlement, trading, net },
      results: results
        .filter((result) => result.day === day)
        .map(({ kind, ticker, quantity, proceeds, cost }) =>
          [kind, ticker, quantity, proceeds, cost].join(' '),
        )
        .sort(),
    })),
    positions: [...positions]
      .filter(([, { shares }]) => shares > 0n)
      .map(([ticker, { shares, cost }]) => [ticker, shares, average(shares, cost)].join(' '))
      .sort(),
    months: books.months.map(({ month, sales, bases, losses, capitalGain, withheld, due }) => ({
      ...{ month, sales, bases, losses, capitalGain, withheld, due },
    })),
  };
};

test('the naive model agrees with notes, results, positions and months', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(wish, { minLength: 1, maxLength: 40 }), async (wishes) => {
      const rows = rowsOf(wishes);
      expect(summaryOf(await reportOf(rows.map(csvOf)))).toEqual(modelOf(rows));
    }),
    { numRuns: 150 },
  );
});

test('the naive model agrees with the fees of large volumes, whose bands last month or the day decides', async () => {
  const large = wish.map((one) => ({ ...one, quantity: one.quantity * 1_000 }));
  const days = fc.constantFrom('2025-05-12', '2025-08-01', '2026-01-05');
  await fc.assert(
    fc.asyncProperty(fc.array(large, { minLength: 5, maxLength: 40 }), days, async (wishes, firstDay) => {
      const rows = rowsOf(wishes, firstDay).filter(({ side }) => side === 'BUY' || side === 'SELL');
      expect(summaryOf(await reportOf(rows.map(csvOf)))).toEqual(modelOf(rows));
    }),
    { numRuns: 60 },
  );
});

test('how purchases and sales of a day alternate has no influence', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(wish, { minLength: 1, maxLength: 30 }), async (wishes) => {
      const rows = rowsOf(wishes);
      const rank = ({ side }: ModelRow): number => (side === 'BUY' ? 1 : side === 'SELL' ? 2 : 0);
      const sorted = [...rows].sort((a, b) => (a.day === b.day ? rank(a) - rank(b) : a.day < b.day ? -1 : 1));
      const [given, reordered] = [await printed(rows), await printed(sorted)];
      expect(reordered.notes).toEqual(given.notes);
      expect(reordered.months.map(({ salesOfStocks }) => salesOfStocks)).toEqual(
        given.months.map(({ salesOfStocks }) => salesOfStocks),
      );
      expect(reordered.positions.map(({ quantity }) => quantity)).toEqual(
        given.positions.map(({ quantity }) => quantity),
      );
    }),
    { numRuns: 60 },
  );
});

const printed = (rows: readonly ModelRow[]): Promise<PrintedReport> => reportOf(rows.map(csvOf));

test('costs of sales and of the rest sum to those of the purchases', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(wish, { minLength: 1, maxLength: 40 }), async (wishes) => {
      const rows = rowsOf(wishes.filter(({ side }) => side !== 'BONUS' && side !== 'CAPITAL_RETURN'));
      const { notes, results, positions } = await printed(rows);
      const sum = (texts: readonly string[]): bigint => texts.map(centavos).reduce((a, b) => a + b, 0n);
      const costs = sum(notes.flatMap(({ settlementFee, tradingFee }) => [settlementFee, tradingFee]));
      const bought = sum(notes.map((note) => note.bought));
      const sold = sum(notes.map((note) => note.sold));
      const proceeds = sum(results.map((result) => result.proceeds));
      const cost = sum([
        ...results.map((result) => result.cost),
        ...positions.map((position) => position.cost),
      ]);
      expect(cost - bought + (sold - proceeds)).toBe(costs);
    }),
    { numRuns: 60 },
  );
});
