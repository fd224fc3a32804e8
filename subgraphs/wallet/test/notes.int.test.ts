import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buy, createTradingWallet, sell, type Fill, type TradingWallet } from './trading.ts';

const NOTE = `number tradeDate settlesOn isProvisional bought sold netAmount costs { name amount }
  withheld { kind base amount isDeducted }`;
const POSITION =
  'position(ticker: "PETR4") { quantity averagePrice cost realizedProfit realizedDayTradeProfit }';

/** The trading of one user, by day. */
interface Case {
  readonly days: Readonly<Record<string, readonly Fill[]>>;
  /** Shares deposited before the first day: ticker, quantity, total cost. */
  readonly shares?: readonly (readonly [string, number, string])[];
}

const SINGLE = (quantity: number, order: string): Fill => ({ ...buy('WEGE3', quantity, 1906), order });
/** Users trade on one market, day by day: the id of the case is the user's. */
const CASES: Readonly<Record<string, Case>> = {
  N3: {
    days: {
      '2020-09-29': [
        buy('BIDI3F', 99, 1656),
        buy('BIDI3F', 42, 1656),
        buy('ITSA4F', 29, 883),
        buy('ITSA4F', 63, 883),
        sell('BIDI11F', 45, 5194),
        sell('ITSA3F', 67, 1012),
        sell('ITSA3F', 12, 1012),
      ],
    },
    shares: [
      ['BIDI11', 45, '1000.00'],
      ['ITSA3', 79, '500.00'],
    ],
  },
  N5: {
    days: { '2024-05-21': [1, 23, 98].map((quantity) => sell('AESB3F', quantity, 1113)) },
    shares: [['AESB3', 122, '1000.00']],
  },
  N2: { days: { '2024-07-12': [buy('BBAS3', 300, 2661)] } },
  P1: { days: { '2024-07-12': [buy('PETR4', 200, 2800), buy('PETR4F', 42, 2811)] } },
  D1: {
    days: {
      '2024-07-11': [buy('PETR4', 1_000, 1000)],
      '2024-07-12': [sell('PETR4', 1_000, 1200), buy('PETR4', 1_000, 1000)],
    },
  },
  'D2 purchase first': {
    days: { '2024-07-12': [buy('PETR4', 100, 2000), sell('PETR4', 100, 2100)] },
    shares: [['PETR4', 100, '1000.00']],
  },
  'D2 sale first': {
    days: { '2024-07-12': [sell('PETR4', 100, 2100), buy('PETR4', 100, 2000)] },
    shares: [['PETR4', 100, '1000.00']],
  },
};

const DEPOSIT = `mutation ($input: DepositSharesInput!) { depositShares(input: $input) { __typename } }`;

/** Opens an account for each case, and trades and closes their days. Each closed note has the figures of the provisional one. */
async function play(at: TradingWallet, cases: Readonly<Record<string, Case>>) {
  const accounts = new Map<string, string>();
  for (const [user, { shares = [] }] of Object.entries(cases)) {
    const accountId = await at.open(user);
    accounts.set(user, accountId);
    for (const [ticker, quantity, totalCost] of shares) {
      const input = { accountId, ticker, quantity, totalCost, clientTransferId: ticker };
      await at.wallet.execute(user, DEPOSIT, { input });
    }
  }
  const noteOf = async (user: string): Promise<Record<string, unknown> | undefined> => {
    const view = await at.account(user, accounts.get(user) ?? '', `notes(first: 1) { nodes { ${NOTE} } }`);
    return (view['notes'] as { nodes: Record<string, unknown>[] }).nodes[0];
  };
  for (const day of [...new Set(Object.values(cases).flatMap(({ days }) => Object.keys(days)))].sort()) {
    at.begin(day);
    const trading = Object.entries(cases).filter(([, { days }]) => days[day]);
    for (const [user, { days }] of trading) await at.trade(accounts.get(user) ?? '', days[day] ?? []);
    const open = await Promise.all(trading.map(([user]) => noteOf(user)));
    await at.close();
    for (const [index, [user]] of trading.entries())
      expect(await noteOf(user)).toEqual({ ...open[index], isProvisional: false });
  }
  return accounts;
}

const cost = (name: string, amount: string) => ({ name, amount });

describe('published notes through the graph', () => {
  let at: TradingWallet;
  let accounts: ReadonlyMap<string, string>;
  beforeAll(async () => {
    at = await createTradingWallet('2020-09-29');
    accounts = await play(at, CASES);
  });
  afterAll(() => at.wallet.part.stop());

  const view = (user: string, selection: string) => at.account(user, accounts.get(user) ?? '', selection);
  const note = async (user: string) =>
    ((await view(user, `notes { nodes { ${NOTE} } }`))['notes'] as { nodes: object[] }).nodes[0];
  const position = async (user: string) => (await view(user, POSITION))['position'];

  test('[N1] a fixed brokerage of one order, and other costs of the note', async () => {
    const other = { type: 'NOTE', centavos: 290 } as const;
    const brokerage = { type: 'FIXED', centavos: 750, other } as const;
    const own = await createTradingWallet('2017-06-01');
    const fills = [300, 100, 100].map((quantity) => ({ ...SINGLE(quantity, 'one'), brokerage }));
    const id = (await play(own, { N1: { days: { '2017-06-01': fills } } })).get('N1') ?? '';
    expect((await own.account('N1', id, `notes { nodes { ${NOTE} } }`))['notes']).toEqual({
      nodes: [
        {
          number: 1,
          tradeDate: '2017-06-01',
          settlesOn: '2017-06-06',
          isProvisional: false,
          bought: '9530.00',
          sold: '0.00',
          costs: [
            cost('SETTLEMENT', '2.62'),
            cost('TRADING', '0.47'),
            cost('BROKERAGE', '7.50'),
            cost('BROKERAGE_TAXES', '0.72'),
            cost('OTHER', '2.90'),
          ],
          withheld: [],
          netAmount: '-9544.21',
        },
      ],
    });
    await own.wallet.part.stop();
  });

  test('[N2] a purchase', async () => {
    expect(await note('N2')).toMatchObject({
      settlesOn: '2024-07-16',
      costs: [cost('SETTLEMENT', '1.99'), cost('TRADING', '0.39')],
      netAmount: '-7985.38',
    });
  });

  test('[N3] fractional purchases and sales; the tax is shown and not deducted', async () => {
    expect(await note('N3')).toMatchObject({
      settlesOn: '2020-10-01',
      bought: '3147.32',
      sold: '3136.78',
      costs: [cost('SETTLEMENT', '1.72'), cost('TRADING', '0.19')],
      withheld: [{ kind: 'ORDINARY', base: '3136.78', amount: '0.15', isDeducted: false }],
      netAmount: '-12.45',
    });
  });

  test('[N5] a sale', async () => {
    expect(await note('N5')).toMatchObject({
      settlesOn: '2024-05-23',
      sold: '1357.86',
      costs: [cost('SETTLEMENT', '0.33'), cost('TRADING', '0.06')],
      withheld: [{ kind: 'ORDINARY', base: '1357.86', amount: '0.06', isDeducted: false }],
      netAmount: '1357.47',
    });
  });

  test('[P1] round lot and fractional market are one position', async () => {
    // 6,780.62 and costs: 0.0250 % is 1.69, 0.0050 % is 0.33.
    expect(await position('P1')).toMatchObject({ quantity: 242, cost: '6782.64' });
  });

  test('[D1] a day trade that begins with the sale leaves the position and is taxed apart', async () => {
    // The first day costs 3.00; of the second 22,000.00 cost 3.96 and 1.10.
    expect(await position('D1')).toMatchObject({
      quantity: 1_000,
      cost: '10003.00',
      realizedProfit: '1994.94',
      realizedDayTradeProfit: '1994.94',
    });
    expect(await monthsOf(at, 'D1', 2024)).toMatchObject([
      {
        month: '2024-07',
        salesOfStocks: '0.00',
        withheld: '19.94',
        carriedIn: '0.00',
        due: '379.05',
        dueOn: '2024-08-30',
        pools: [
          { pool: 'COMMON', base: '0.00', ratePercent: '15' },
          { pool: 'REIT', base: '0.00', ratePercent: '20' },
          { pool: 'DAY_TRADE', profit: '1994.94', base: '1994.94', tax: '398.99', ratePercent: '20' },
        ],
        results: { nodes: [{ kind: 'DAY_TRADE', profit: '1994.94' }] },
      },
    ]);
  });

  test.each(['D2 purchase first', 'D2 sale first'])(
    '[D2] a day trade beside held shares: %s',
    async (user) => {
      // 4,100.00 cost 0.73 and 0.20.
      expect(await position(user)).toMatchObject({
        quantity: 100,
        averagePrice: '10.0000',
        realizedProfit: '99.07',
        realizedDayTradeProfit: '99.07',
      });
    },
  );

  test('the ledger balances', async () => {
    expect(await at.wallet.ledgerViolations()).toEqual([]);
  });

  test('months without trades are left out', async () => {
    expect(await monthsOf(at, 'D1', 2023)).toEqual([]);
    expect(await monthsOf(at, 'N5', 2024)).toMatchObject([
      {
        month: '2024-05',
        salesOfStocks: '1357.86',
        isExempt: true,
        withheld: '0.00',
        due: '0.00',
        dueOn: null,
      },
    ]);
  });
});

/** The months of a year of a user. */
async function monthsOf(at: TradingWallet, userId: string, year: number): Promise<unknown> {
  const { data, errors } = await at.wallet.execute(
    userId,
    `query ($r: [_Any!]!, $year: Int!) { _entities(representations: $r) { ... on User { taxes(year: $year) {
      month salesOfStocks isExempt withheld carriedIn due dueOn
      pools { pool profit base tax lossCarriedOut ratePercent } results { nodes { kind profit } } } } } }`,
    { r: [{ __typename: 'User', id: userId }], year },
  );
  expect(errors).toBeUndefined();
  return (data?.['_entities'] as { taxes: unknown }[])[0]?.taxes;
}
