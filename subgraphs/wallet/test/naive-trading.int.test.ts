import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AssetKind } from '#domain/market/instrument.ts';
import { naiveModel, type ModelKind, type ModelRow } from '#scripts/taxes/test/naive-model.ts';
import { createTradingWallet, type TradingWallet } from './trading.ts';

/**
 * Random trading of several people through the wallet's rows, beside the naive model, which shares no code with the domain.
 * The wallet restarts on the way.
 */
const DAYS = [
  '2023-12-14',
  '2023-12-28',
  '2024-01-02',
  '2024-01-31',
  '2024-02-01',
  '2024-02-29',
  '2024-03-01',
];
const USERS = ['usr_ana', 'usr_bia', 'usr_caio'];

const KINDS: Readonly<Record<string, readonly [ModelKind, AssetKind]>> = {
  PETR4: ['STOCK', 'PREFERRED_STOCK'],
  SANB11: ['STOCK', 'UNIT'],
  BOVA11: ['FUND', 'ETF'],
  MXRF11: ['REIT', 'REIT'],
};
const assetOf = (ticker: string): string => ticker.replace(/F$/, '');

type Row = ModelRow & { readonly side: 'BUY' | 'SELL' };
const wish = fc.record({
  day: fc.constantFrom(...DAYS),
  ticker: fc.constantFrom('PETR4', 'PETR4F', 'SANB11', 'BOVA11', 'MXRF11'),
  side: fc.constantFrom('BUY' as const, 'SELL' as const, 'SELL' as const),
  quantity: fc.integer({ min: 1, max: 12 }),
  // High prices, so that months pass the exemption and fees have several centavos.
  priceCentavos: fc.integer({ min: 1, max: 250_000 }),
  isAuction: fc.boolean(),
});
const [wishes = []] = fc.sample(
  fc.array(fc.array(wish, { minLength: 70, maxLength: 70 }), { minLength: 3, maxLength: 3 }),
  1,
);

/** Rows in the order of trading, without sales of more than the account holds. */
function rowsOf(wished: readonly Row[]): Row[] {
  const held = new Map<string, number>();
  return wished
    .toSorted((a, b) => (a.day === b.day ? 0 : a.day < b.day ? -1 : 1))
    .filter(({ ticker, side, quantity }) => {
      const left = (held.get(assetOf(ticker)) ?? 0) + (side === 'BUY' ? quantity : -quantity);
      if (left >= 0) held.set(assetOf(ticker), left);
      return left >= 0;
    });
}

let at: TradingWallet;
const accounts = new Map<string, string>();
const rows = new Map(USERS.map((user, index) => [user, rowsOf(wishes[index] ?? [])]));

beforeAll(async () => {
  at = await createTradingWallet(DAYS[0] ?? '');
  for (const user of USERS) accounts.set(user, await at.open(user));
  for (const [index, day] of DAYS.entries()) {
    at.begin(day);
    for (const user of USERS) {
      const fills = (rows.get(user) ?? [])
        .filter((row) => row.day === day)
        .map((row) => ({ ...row, kind: KINDS[assetOf(row.ticker)]?.[1] ?? 'PREFERRED_STOCK' }));
      if (fills.length > 0) await at.trade(accounts.get(user) ?? '', fills);
      if (index % 4 === 1 && user === USERS[1]) await at.wallet.restart();
    }
    await at.close();
  }
});
afterAll(() => at.wallet.part.stop());

const centavos = (text: string): bigint => BigInt(text.replace('.', ''));

interface View {
  readonly notes: {
    readonly nodes: readonly {
      readonly tradeDate: string;
      readonly netAmount: string;
      readonly costs: readonly { readonly name: string; readonly amount: string }[];
    }[];
  };
  readonly results: {
    readonly nodes: readonly Record<'tradeDate' | 'kind' | 'ticker' | 'proceeds' | 'cost', string>[];
  };
  readonly positions: readonly {
    readonly ticker: string;
    readonly quantity: number;
    readonly cost: string;
  }[];
}

test.each(USERS)('positions, notes, results and months of %s agree to the centavo', async (user) => {
  const model = naiveModel(rows.get(user) ?? [], (asset) => KINDS[asset]?.[0] ?? 'STOCK');
  const view = (await at.account(
    user,
    accounts.get(user) ?? '',
    `notes(first: 200) { nodes { tradeDate netAmount costs { name amount } } }
     results(from: "2023-01-01", to: "2024-12-31", first: 200) { nodes { tradeDate kind ticker proceeds cost } }
     positions { ticker quantity cost }`,
  )) as unknown as View;
  const costOf = (costs: View['notes']['nodes'][number]['costs'], name: string): bigint =>
    centavos(costs.find((one) => one.name === name)?.amount ?? '0.00');
  expect(
    view.notes.nodes.toReversed().map(({ tradeDate, netAmount, costs }) => ({
      day: tradeDate,
      settlement: costOf(costs, 'SETTLEMENT'),
      trading: costOf(costs, 'TRADING'),
      net: centavos(netAmount),
    })),
  ).toEqual(model.days.map(({ results: _results, ...day }) => day));
  expect(
    view.results.nodes
      .map(({ tradeDate, kind, ticker, proceeds, cost }) =>
        [tradeDate, kind, ticker, proceeds, cost].join(' '),
      )
      .sort(),
  ).toEqual(
    model.days
      .flatMap(({ day, results }) =>
        results.map(({ isDayTrade, ticker, proceeds, cost }) =>
          [day, isDayTrade ? 'DAY_TRADE' : 'ORDINARY', ticker, money(proceeds), money(cost)].join(' '),
        ),
      )
      .sort(),
  );
  expect(view.positions.map(({ ticker, quantity, cost }) => [ticker, quantity, cost].join(' '))).toEqual(
    [...model.positions]
      .filter(([, { shares }]) => shares > 0n)
      .map(([ticker, { shares, cost }]) =>
        [ticker, shares, money((cost + 5_000_000n) / 10_000_000n)].join(' '),
      )
      .sort(),
  );
  expect(await monthsOf(user)).toEqual(
    model.months.map(({ month, bases, losses, withheld, due }) =>
      [month, ...bases.map(money), ...losses.map(money), money(withheld), money(due)].join(' '),
    ),
  );
});

const money = (amount: bigint): string => {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(3, '0');
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

async function monthsOf(user: string): Promise<string[]> {
  const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on User {
    a: taxes(year: 2023) { ...M } b: taxes(year: 2024) { ...M } } } }
    fragment M on TaxMonth { month withheld due pools { base lossCarriedOut } }`;
  const { data, errors } = await at.wallet.execute(user, query, { r: [{ __typename: 'User', id: user }] });
  expect(errors).toBeUndefined();
  type Month = {
    month: string;
    withheld: string;
    due: string;
    pools: { base: string; lossCarriedOut: string }[];
  };
  const [{ a, b } = { a: [], b: [] }] = data?.['_entities'] as { a: Month[]; b: Month[] }[];
  return [...a, ...b].map(({ month, withheld, due, pools }) =>
    [
      month,
      ...pools.map((pool) => pool.base),
      ...pools.map((pool) => pool.lossCarriedOut),
      withheld,
      due,
    ].join(' '),
  );
}

test('the auditor finds the ledger and the months in order', async () => {
  expect(await at.wallet.ledgerViolations()).toEqual([]);
  const audits = await at.wallet.part.auditCalls.taxMonths({ after: null, limit: 100 });
  expect(audits.map(({ ownerId, wrong }) => [ownerId, wrong])).toEqual(USERS.map((user) => [user, []]));
  expect(audits.every(({ months }) => months > 2)).toBe(true);
});
