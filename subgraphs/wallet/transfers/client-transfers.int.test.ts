import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createTestWallet,
  DEPOSIT,
  DEPOSIT_SHARES,
  MONDAY_MS,
  WITHDRAW,
  type TestWallet,
} from '#test/support/wallet/wallet.ts';

let wallet: TestWallet;
beforeAll(async () => {
  wallet = await createTestWallet();
});
afterAll(() => wallet.part.stop());

const run = async (user: string, query: string, variables: object) => {
  const { data, errors } = await wallet.execute(user, query, variables);
  expect(errors).toBeUndefined();
  return Object.values(data ?? {})[0] as Record<string, unknown>;
};

describe('cash', () => {
  test('is deposited and withdrawn up to the withdrawable amount', async () => {
    const accountId = await wallet.accountOf('usr_cash');
    expect(await run('usr_cash', DEPOSIT, { accountId, amount: '100.50', id: 'a' })).toMatchObject({
      account: { cash: { available: '100.50' } },
    });
    expect(await run('usr_cash', WITHDRAW, { accountId, amount: 40, id: 'b' })).toMatchObject({
      account: { cash: { available: '60.50' } },
    });
    expect(await run('usr_cash', WITHDRAW, { accountId, amount: '60.51', id: 'c' })).toEqual({
      rule: 'INSUFFICIENT_CASH',
      field: 'amount',
      limit: '60.50',
      observed: '60.51',
    });
  });

  test.each(['0', '-1', '0.001', '1.005', '9999999999999.991', 0, -5])(
    'refuses the amount %s',
    async (amount) => {
      const accountId = await wallet.accountOf('usr_amounts');
      for (const query of [DEPOSIT, WITHDRAW]) {
        const refusal = await run('usr_amounts', query, { accountId, amount, id: 'x' });
        expect(refusal).toMatchObject({ rule: 'INVALID_AMOUNT', field: 'amount', observed: String(amount) });
      }
    },
  );

  test('refuses a deposit beyond the limit of an account', async () => {
    const accountId = await wallet.accountOf('usr_rich');
    const largest = { accountId, amount: '9999999999999.99' };
    for (const id of ['1', '2', '3', '4']) await run('usr_rich', DEPOSIT, { ...largest, id });
    const query = DEPOSIT.replace(' rule ', ' rule message ');
    expect(await run('usr_rich', query, { ...largest, id: '5' })).toMatchObject({
      rule: 'INVALID_AMOUNT',
      message:
        'An account holds at most 40000000000000.00 in cash, cost of shares and losses of sold ones, so at most 0.04 more may be deposited.',
      limit: '0.01 to 0.04, in whole centavos',
    });
  });

  test.each(['1e3', ' 1', '', '1.', '٣', '9'.repeat(400)])(
    'rejects the malformed decimal %j as bad input',
    async (amount) => {
      const accountId = await wallet.accountOf('usr_amounts');
      const { errors } = await wallet.execute('usr_amounts', DEPOSIT, { accountId, amount, id: 'x' });
      expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    },
  );
});

describe('shares', () => {
  test('are deposited at their price, which enters the average price', async () => {
    const accountId = await wallet.accountOf('usr_shares');
    const shares = { accountId, ticker: 'PETR4' };
    await run('usr_shares', DEPOSIT_SHARES, { ...shares, quantity: 100, price: '20.00', id: '1' });
    expect(
      await run('usr_shares', DEPOSIT_SHARES, { ...shares, quantity: 50, price: 30, id: '2' }),
    ).toMatchObject({
      ...{ amount: null, ticker: 'PETR4', quantity: 50, isRepeat: false },
      account: {
        positions: [
          {
            ...{ id: `pos_${accountId}_PETR4`, ticker: 'PETR4', quantity: 150 },
            ...{ averagePrice: '23.3333', cost: '3500.00', asset: { id: 'ast_PETR4', ticker: 'PETR4' } },
          },
        ],
      },
    });
  });

  test('an average price that the graph shows can be deposited, and so can a total cost', async () => {
    const [from, to] = [await wallet.accountOf('usr_from'), await wallet.accountOf('usr_to')];
    const deposit = {
      accountId: from,
      ticker: 'PETR4',
      quantity: 400,
      price: null,
      total: '8005.00',
      id: '1',
    };
    const position = { quantity: 400, averagePrice: '20.0125', cost: '8005.00' };
    expect(await run('usr_from', DEPOSIT_SHARES, deposit)).toMatchObject({
      account: { positions: [position] },
    });
    const again = { accountId: to, ticker: 'PETR4F', quantity: 400, price: '20.0125', id: '1' };
    expect(await run('usr_to', DEPOSIT_SHARES, again)).toMatchObject({
      ticker: 'PETR4',
      account: { positions: [{ ticker: 'PETR4', ...position }] },
    });
  });

  test.each([
    [{ ticker: 'NOPE3' }, { rule: 'UNKNOWN_TICKER', field: 'ticker', observed: 'NOPE3' }],
    [{ quantity: 0 }, { rule: 'QUANTITY_LIMIT', limit: '1 to 1000000000', observed: '0' }],
    [{ quantity: -100 }, { rule: 'QUANTITY_LIMIT', observed: '-100' }],
    [{ quantity: 1_000_000_001 }, { rule: 'QUANTITY_LIMIT', observed: '1000000001' }],
    [{ price: '0' }, { rule: 'INVALID_AMOUNT', field: 'averagePrice' }],
    [{ price: '1.00001' }, { rule: 'INVALID_AMOUNT', field: 'averagePrice' }],
    [{ price: null }, { rule: 'INVALID_AMOUNT', field: 'averagePrice' }],
    [{ total: '2000.00' }, { rule: 'INVALID_AMOUNT', field: 'totalCost' }],
    [
      { price: null, total: '0.001' },
      { rule: 'INVALID_AMOUNT', field: 'totalCost' },
    ],
    [
      { price: null, total: '-1' },
      { rule: 'INVALID_AMOUNT', field: 'totalCost' },
    ],
    [
      { quantity: 242, price: null, total: '9999999999999.99' },
      { rule: 'INVALID_AMOUNT', field: 'totalCost' },
    ],
    [{ price: '1000000.01' }, { rule: 'INVALID_AMOUNT', field: 'averagePrice' }],
    [{ quantity: 1_000_000_000, price: '9999999999999.99' }, { rule: 'INVALID_AMOUNT' }],
    [{ ticker: 'NOPE3', quantity: 0, price: '0' }, { rule: 'UNKNOWN_TICKER' }],
    [{ quantity: 0, price: '0' }, { rule: 'QUANTITY_LIMIT' }],
    [
      { id: 'not good', ticker: 'NOPE3' },
      { rule: 'INVALID_ID', field: 'clientTransferId' },
    ],
  ])('refuses a deposit with %o', async (invalid, refusal) => {
    const accountId = await wallet.accountOf('usr_refused');
    const valid = { accountId, ticker: 'PETR4', quantity: 100, price: '20.00', id: 'x' };
    expect(await run('usr_refused', DEPOSIT_SHARES, { ...valid, ...invalid })).toMatchObject(refusal);
  });
});

describe('the client transfer id', () => {
  test('moves money once for the same content and is refused with other content of any kind', async () => {
    const accountId = await wallet.accountOf('usr_ids');
    const first = { accountId, amount: '10', id: 'one' };
    await run('usr_ids', DEPOSIT, first);
    expect(await run('usr_ids', DEPOSIT, { ...first, amount: '10.00' })).toMatchObject({
      account: { cash: { available: '10.00' } },
    });
    const reused = { rule: 'ID_REUSED', field: 'clientTransferId', observed: 'one' };
    expect(await run('usr_ids', DEPOSIT, { ...first, amount: '11' })).toMatchObject(reused);
    expect(await run('usr_ids', WITHDRAW, first)).toMatchObject(reused);
    expect(await run('usr_ids', DEPOSIT, { ...first, amount: '0' })).toMatchObject(reused);
  });

  test('gives a repeat the first transfer and the present account, for every kind of transfer', async () => {
    const accountId = await wallet.accountOf('usr_repeats', '100.00');
    const shares = { accountId, ticker: 'PETR4', quantity: 3, price: '20.00', id: 'shares' };
    const requests = [
      [DEPOSIT, { accountId, amount: '5', id: 'in' }, { amount: '5.00', ticker: null, quantity: null }],
      [WITHDRAW, { accountId, amount: '2', id: 'out' }, { amount: '-2.00', ticker: null, quantity: null }],
      [DEPOSIT_SHARES, shares, { amount: null, ticker: 'PETR4', quantity: 3 }],
    ] as const;
    const firsts = [];
    for (const [query, variables, moved] of requests) {
      const first = await run('usr_repeats', query, variables);
      expect(first).toMatchObject({ ...moved, isRepeat: false });
      firsts.push(first);
      wallet.marketClock.advance(1_000);
    }
    expect(firsts[0]).toMatchObject({ clientTransferId: 'in', at: new Date(MONDAY_MS).toISOString() });
    expect(new Set(firsts.map((first) => first['id'])).size).toBe(3);
    await wallet.restart();
    for (const [index, [query, variables]] of requests.entries()) {
      const { account: _before, ...first } = firsts[index] ?? {};
      const { account, ...repeat } = await run('usr_repeats', query, variables);
      expect(repeat).toEqual({ ...first, isRepeat: true });
      if (query !== DEPOSIT_SHARES) expect(account).toMatchObject({ cash: { available: '103.00' } });
    }
  });

  test('can be used again after a refusal, and separately in each account', async () => {
    const accountId = await wallet.accountOf('usr_free');
    await run('usr_free', WITHDRAW, { accountId, amount: '1', id: 'one' });
    expect(await run('usr_free', DEPOSIT, { accountId, amount: '5', id: 'one' })).toMatchObject({
      account: { cash: { available: '5.00' } },
    });
  });

  test('moves money once under concurrent repeats', async () => {
    const accountId = await wallet.accountOf('usr_concurrent');
    const same = { accountId, amount: '7', id: 'concurrent' };
    await Promise.all(Array.from({ length: 20 }, () => run('usr_concurrent', DEPOSIT, same)));
    expect(await run('usr_concurrent', DEPOSIT, same)).toMatchObject({
      isRepeat: true,
      account: { cash: { available: '7.00' } },
    });
  });

  test.each(['', 'a b', 'ü', 'x'.repeat(65)])('refuses the malformed id %j', async (id) => {
    const accountId = await wallet.accountOf('usr_ids');
    expect(await run('usr_ids', DEPOSIT, { accountId, amount: '1', id })).toMatchObject({
      rule: 'INVALID_ID',
    });
  });
});
