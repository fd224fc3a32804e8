import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createTestWallet,
  execution,
  orderFact,
  SETTLES_ON,
  TODAY,
  type TestWallet,
} from '#test/support/wallet/wallet.ts';
import { eventually } from '#test/support/eventually.ts';

let wallet: TestWallet;
beforeAll(async () => {
  wallet = await createTestWallet();
});
afterAll(() => wallet.part.stop());

const ACCOUNT = `query ($id: ID!) { account(id: $id) {
  id name walletCursor
  cash { available reserved settled withdrawable projected { date amount } }
  positions { id quantity available reserved settled averagePrice cost realizedProfit ticker asset { ticker } account { id } }
  statement { nodes { kind amount balance ticker quantity quantityAfter description orderId order { id } } }
} }`;

const accountView = async (userId: string, id: string) =>
  (await wallet.execute(userId, ACCOUNT, { id })).data?.['account'] as Record<string, unknown>;

describe('a buy order, from reservation to settlement', () => {
  const orderId = 'ord_buy';
  let accountId: string;

  test('reserves cash once', async () => {
    accountId = await wallet.accountOf('usr_buyer', '10000.00');
    const reservation = { reservationId: orderId, orderId, accountId, asset: 'BRL', amount: 289_098 };
    const request = { reservations: [{ ...reservation, correlationId: 'c' }] };
    expect(await wallet.part.calls.reserve(request)).toEqual([{ outcome: 'RESERVED' }]);
    expect(await wallet.part.calls.reserve(request)).toEqual([{ outcome: 'RESERVED' }]);
    expect((await accountView('usr_buyer', accountId))['cash']).toMatchObject({
      available: '7109.02',
      reserved: '2890.98',
      settled: '10000.00',
      withdrawable: '7109.02',
    });
  });

  test('books the fill', async () => {
    const fill = execution(orderId, 1, 100, 2890);
    await wallet.publish(
      orderFact({ accountId, sequence: 1, orderId }),
      orderFact({ accountId, sequence: 2, orderId, released: 289_098, execution: fill }),
    );
    await eventually(async () =>
      expect((await accountView('usr_buyer', accountId))['positions']).toHaveLength(1),
    );
    const view = await accountView('usr_buyer', accountId);
    expect(view['cash']).toEqual({
      available: '7109.12',
      reserved: '0.00',
      settled: '10000.00',
      withdrawable: '7109.12',
      projected: [
        { date: TODAY, amount: '10000.00' },
        { date: '2026-03-17', amount: '10000.00' },
        { date: SETTLES_ON, amount: '7109.12' },
      ],
    });
    expect(view['positions']).toEqual([
      {
        id: `pos_${accountId}_PETR4`,
        quantity: 100,
        available: 100,
        reserved: 0,
        settled: 0,
        averagePrice: '28.9085',
        cost: '2890.85',
        realizedProfit: '0.00',
        ticker: 'PETR4',
        asset: { ticker: 'PETR4' },
        account: { id: accountId },
      },
    ]);
    const { nodes } = view['statement'] as {
      nodes: {
        kind: string;
        amount: string;
        balance: string;
        orderId: string | null;
        order: object | null;
      }[];
    };
    expect(nodes[1]).toMatchObject({ orderId, order: { id: orderId } });
    expect(nodes[4]).toMatchObject({ orderId: null, order: null });
    expect(nodes.map(({ kind, amount, balance }) => [kind, amount, balance])).toEqual([
      ['FEE', '-0.88', '7109.12'],
      ['TRADE', '-2890.00', '7110.00'],
      ['RELEASE', '2890.98', '10000.00'],
      ['RESERVE', '-2890.98', '7109.02'],
      ['DEPOSIT', '10000.00', '10000.00'],
    ]);
  });

  test('names the tickers of its positions', async () => {
    expect(await wallet.part.calls.positionTickers({ accountIds: ['acc_none', accountId] })).toEqual([
      [],
      ['PETR4'],
    ]);
  });

  test('settles on the settlement day', async () => {
    wallet.marketClock.set(Date.parse(`${SETTLES_ON}T13:00:00.000Z`));
    await eventually(async () =>
      expect((await accountView('usr_buyer', accountId))['cash']).toMatchObject({ settled: '7109.12' }),
    );
    const view = await accountView('usr_buyer', accountId);
    expect(view['positions']).toMatchObject([{ quantity: 100, settled: 100 }]);
    const { nodes } = view['statement'] as { nodes: object[] };
    expect(nodes.slice(0, 2)).toMatchObject([
      { kind: 'SETTLEMENT', amount: null, ticker: 'PETR4', quantity: 0, quantityAfter: 100 },
      { kind: 'SETTLEMENT', amount: '0.00', balance: '7109.12' },
    ]);
    expect(await wallet.ledgerViolations()).toEqual([]);
  });
});
