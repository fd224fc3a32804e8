import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { corporateActionFactCodec } from '#contracts/messages/market-facts.ts';
import { TOPICS } from '#contracts/names.ts';
import { eventually } from '#test/support/eventually.ts';
import { DEPOSIT_SHARES } from '#test/support/wallet/wallet.ts';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { centavosOf, moneyOf } from '#verification/years/market.ts';
import {
  CENTAVO,
  nearest,
  type Arrival,
  type Execution,
  type ModelAccount,
} from '#verification/years/model/facts.ts';
import { keepBooks, type PersonBooks } from '#verification/years/model/person.ts';
import { ACTIONS, assetOf, assets, DECLARED, instrumentOf, kindOf } from './naive-scene.ts';
import { createTradingWallet, type TradingWallet } from './trading.ts';

/**
 * Random trading of several people with corporate actions through the wallet's rows, beside the naive model, which shares no code
 * with the domain. One person has two accounts. The wallet restarts on the way.
 */
const DAYS = [
  '2023-12-14',
  '2023-12-15',
  '2023-12-28',
  '2024-01-02',
  '2024-01-31',
  '2024-02-01',
  '2024-02-29',
  '2024-03-01',
];
const [FIRST_DAY = ''] = DAYS;
const LAST_DAY = '2024-03-01';
/** By account of the test: its owner. */
const OWNERS = ['usr_ana', 'usr_bia', 'usr_bia', 'usr_caio'];
const USERS = [...new Set(OWNERS)];

const wish = fc.record({
  day: fc.constantFrom(...DAYS),
  ticker: fc.constantFrom('PETR4', 'PETR4F', 'SANB11', 'BOVA11', 'MXRF11'),
  side: fc.constantFrom('BUY' as const, 'SELL' as const, 'SELL' as const),
  quantity: fc.integer({ min: 1, max: 12 }),
  // Some months pass the exemption and the R$ 1.00 of tax; fees have several centavos.
  priceCentavos: fc.oneof(fc.integer({ min: 1, max: 250_000 }), fc.integer({ min: 1, max: 90_000 })),
  isAuction: fc.boolean(),
});
interface Wish {
  readonly day: string;
  readonly ticker: string;
  readonly side: 'BUY' | 'SELL';
  readonly quantity: number;
  readonly priceCentavos: number;
  readonly isAuction: boolean;
}
const [wishes = []] = fc.sample(
  fc.array(fc.array(wish, { minLength: 60, maxLength: 60 }), { minLength: 4, maxLength: 4 }),
  1,
);

/** An account of the test, and the model's facts of it so far. */
interface TestAccount {
  readonly id: string;
  readonly owner: string;
  readonly wishes: readonly Wish[];
  readonly executions: Execution[];
  readonly arrivals: Arrival[];
}

let at: TradingWallet;
const accounts: TestAccount[] = [];

const calendar = createTradingCalendar();

/** Books of a user from the facts so far. */
const booksOf = (user: string, until: string): PersonBooks =>
  keepBooks(
    accounts.filter(({ owner }) => owner === user).map((account): ModelAccount => account),
    ACTIONS,
    until,
    { kindOf, isTradingDay: (day) => calendar.isTradingDay(day) },
  );

const quantitiesOf = (account: TestAccount, day: string): Map<string, number> => {
  const books = booksOf(account.owner, day).accounts.get(account.id);
  return new Map([...(books?.positions ?? [])].map(([ticker, { shares }]) => [ticker, Number(shares)]));
};

/** Trades the wishes of a day that the account can make, once its corporate actions are booked. */
async function trade(account: TestAccount, day: string): Promise<void> {
  const held = quantitiesOf(account, day);
  await eventually(async () => {
    at.wallet.wallClock.advance(1_000);
    const { positions } = await at.account(account.owner, account.id, 'positions { ticker quantity }');
    const owned = [...held].filter(([, quantity]) => quantity > 0).sort();
    expect((positions as Held[]).map(({ ticker, quantity }) => [ticker, quantity])).toEqual(owned);
  });
  const chosen = account.wishes.filter(({ day: on, ticker, side, quantity }) => {
    if (on !== day) return false;
    const left = (held.get(assetOf(ticker)) ?? 0) + (side === 'BUY' ? quantity : -quantity);
    if (left >= 0) held.set(assetOf(ticker), left);
    return left >= 0;
  });
  for (const { ticker, side, quantity, priceCentavos, isAuction } of chosen)
    account.executions.push({
      ...{ day, ticker, side, isAuction, quantity: BigInt(quantity), price: BigInt(priceCentavos) },
    });
  const fills = chosen.map((one) => ({ ...one, kind: instrumentOf(one.ticker).kind }));
  if (fills.length > 0) await at.trade(account.id, fills);
}
interface Held {
  readonly ticker: string;
  readonly quantity: number;
}

async function openAccount(owner: string, index: number): Promise<TestAccount> {
  const id = await at.open(owner);
  const arrivals: Arrival[] = [];
  for (const [ticker, quantity, total] of [
    ['PETR4', 7 + index, '345.67'],
    ['SANB11', 3 + index * 8, '1234.57'],
  ] as const) {
    const shares = { accountId: id, ticker, quantity, price: null, total, id: ticker };
    await at.wallet.execute(owner, DEPOSIT_SHARES, shares);
    arrivals.push({ day: FIRST_DAY, ticker, quantity: BigInt(quantity), cost: centavosOf(total) });
  }
  return { id, owner, wishes: wishes[index] ?? [], executions: [], arrivals };
}

beforeAll(async () => {
  at = await createTradingWallet(FIRST_DAY, { assets });
  await at.wallet.eventLog.append(
    TOPICS.corporateActions,
    DECLARED.map((action) => ({
      key: action.id,
      value: corporateActionFactCodec.encode({ v: 1, ...action }),
    })),
  );
  for (const [index, owner] of OWNERS.entries()) accounts.push(await openAccount(owner, index));
  for (const [index, day] of DAYS.entries()) {
    at.begin(day);
    for (const account of accounts) await trade(account, day);
    if (index % 3 === 1) await at.wallet.restart();
    await at.close();
  }
});
afterAll(() => at.wallet.part.stop());

interface View {
  readonly notes: {
    readonly nodes: readonly {
      readonly tradeDate: string;
      readonly netAmount: string;
      readonly costs: readonly { readonly name: string; readonly amount: string }[];
    }[];
  };
  readonly results: {
    readonly nodes: readonly Record<
      'tradeDate' | 'kind' | 'ticker' | 'quantity' | 'proceeds' | 'cost',
      string
    >[];
  };
  readonly positions: readonly Record<'ticker' | 'quantity' | 'cost' | 'realizedProfit', string>[];
}

test.each(OWNERS.map((owner, index) => [owner, index] as const))(
  'positions, notes and results of %s, account %i, agree to the centavo',
  async (user, index) => {
    const id = accounts[index]?.id ?? '';
    const books = booksOf(user, LAST_DAY);
    const own = books.accounts.get(id);
    const view = (await at.account(
      user,
      id,
      `notes(first: 200) { nodes { tradeDate netAmount costs { name amount } } }
       results(from: "2023-01-01", to: "2024-12-31", first: 200) { nodes { tradeDate kind ticker quantity proceeds cost } }
       positions(includeClosed: true) { ticker quantity cost realizedProfit }`,
    )) as unknown as View;
    expect(view.notes.nodes.toReversed().map(noteText)).toEqual(
      books.notes
        .filter(({ accountId }) => accountId === id)
        .map(({ day, settlement, trading, net }) =>
          [day, ...[settlement, trading, net].map(moneyOf)].join(' '),
        ),
    );
    expect(
      view.results.nodes
        .map(({ tradeDate, kind, ticker, quantity, proceeds, cost }) =>
          [tradeDate, kind, ticker, quantity, proceeds, cost].join(' '),
        )
        .sort(),
    ).toEqual(
      own?.results
        .map(({ day, kind, ticker, quantity, proceeds, cost }) =>
          [day, kind, ticker, quantity, moneyOf(proceeds), moneyOf(cost)].join(' '),
        )
        .sort(),
    );
    expect(
      view.positions.map(({ ticker, quantity, cost, realizedProfit }) =>
        [ticker, quantity, cost, realizedProfit].join(' '),
      ),
    ).toEqual(
      [...(own?.positions ?? [])]
        .map(([ticker, { shares, cost, realized }]) =>
          [ticker, shares, moneyOf(nearest(cost, CENTAVO)), moneyOf(realized)].join(' '),
        )
        .sort(),
    );
  },
);

function noteText({ tradeDate, netAmount, costs }: View['notes']['nodes'][number]): string {
  const costOf = (name: string): string => costs.find((one) => one.name === name)?.amount ?? '0.00';
  return [tradeDate, costOf('SETTLEMENT'), costOf('TRADING'), netAmount].join(' ');
}

test.each(USERS)('the months of %s agree to the centavo', async (user) => {
  expect(await monthsOf(user)).toEqual(
    booksOf(user, LAST_DAY).months.map(({ month, bases, losses, capitalGain, withheld, due }) =>
      [month, ...[...bases, ...losses, capitalGain, withheld, due].map(moneyOf)].join(' '),
    ),
  );
});

async function monthsOf(user: string): Promise<string[]> {
  const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on User {
    a: taxes(year: 2023) { ...M } b: taxes(year: 2024) { ...M } } } }
    fragment M on TaxMonth { month withheld due pools { pool base lossCarriedOut } }`;
  const { data, errors } = await at.wallet.execute(user, query, { r: [{ __typename: 'User', id: user }] });
  expect(errors).toBeUndefined();
  type Month = {
    month: string;
    withheld: string;
    due: string;
    pools: { pool: string; base: string; lossCarriedOut: string }[];
  };
  const [{ a, b } = { a: [], b: [] }] = data?.['_entities'] as { a: Month[]; b: Month[] }[];
  return [...a, ...b].map(({ month, withheld, due, pools }) => {
    const ofExchange = pools.filter(({ pool }) => pool !== 'CAPITAL_GAIN');
    const gain = pools.find(({ pool }) => pool === 'CAPITAL_GAIN')?.base ?? '0.00';
    return [
      month,
      ...ofExchange.map((pool) => pool.base),
      ...ofExchange.map((pool) => pool.lossCarriedOut),
      ...[gain, withheld, due],
    ].join(' ');
  });
}

test('money of corporate actions is a profit of the equity, and no deposit', async () => {
  const { id = '', owner = '' } = accounts[0] ?? {};
  const { equity } = (await at.account(
    owner,
    id,
    `equity(from: "${FIRST_DAY}", to: "${LAST_DAY}") { date netFlow }`,
  )) as { equity: { date: string; netFlow: string }[] };
  expect(equity.filter(({ netFlow }) => netFlow !== '0.00').map(({ date }) => date)).toEqual([FIRST_DAY]);
});

test('capital beyond the cost was paid back, and fractions were sold', () => {
  const kinds = USERS.flatMap((user) =>
    [...booksOf(user, LAST_DAY).accounts.values()].flatMap(({ results }) =>
      results.map(({ kind, quantity }) => `${kind} ${quantity === 0n}`),
    ),
  );
  expect(kinds).toEqual(expect.arrayContaining(['CAPITAL_RETURN false', 'ORDINARY true']));
});

test('the auditor finds the ledger and the months in order', async () => {
  expect(await at.wallet.ledgerViolations()).toEqual([]);
  const { months, wrongMonths } = await at.wallet.part.auditCalls.persons({ after: null, limit: 100 });
  expect(wrongMonths).toEqual([]);
  expect(months).toBeGreaterThan(2 * USERS.length);
});
