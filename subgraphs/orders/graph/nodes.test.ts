import { describe, expect, test } from 'vitest';
import { RpcUnavailable } from '#platform/rpc/local.ts';
import { declaredAction } from '#test/support/samples/declared-action.ts';
import { instrument } from '#test/support/samples/instrument.ts';
import { callerOf } from '#test/support/samples/callers.ts';
import { orderOf } from '#test/support/samples/order-reports.ts';
import { createSubgraphScene, USER, type SceneParts } from '../test/subgraph-scene.ts';

const SESSION = `ses_${'1'.repeat(26)}`;
const ACTION = declaredAction().id;
const API_KEY = `apk_${'1'.repeat(26)}`;

/** The subgraph over one order, account, position and instrument of the user; it counts the calls to stores and parts. */
function createNodes(changes: SceneParts = {}) {
  const calls: string[] = [];
  const counted = <T>(name: string, answer: T): T => {
    calls.push(name);
    return answer;
  };
  const scene = createSubgraphScene({
    store: {
      orders: async (ids) =>
        counted(
          'orders',
          ids.map((id) => {
            if (id !== 'ord_1' && id !== 'ord_other') return null;
            return { ...orderOf('BUY', 100, 2890), orderId: id, ownerId: id === 'ord_1' ? USER : 'usr_2' };
          }),
        ),
    },
    wallet: {
      ownersOf: async ({ accountIds }) =>
        counted(
          'owners',
          accountIds.map((id) => (id === 'acc_1' ? USER : id === 'acc_other' ? 'usr_2' : null)),
        ),
      positionTickers: async ({ accountIds }) =>
        counted(
          'positions',
          accountIds.map(() => ['PETR4']),
        ),
    },
    assets: {
      historyAssets: async ({ tickers }) => tickers.map(() => null),
      instruments: async ({ tickers }) =>
        counted(
          'instruments',
          tickers.map((ticker) => (ticker === 'PETR4' ? { v: 1 as const, ...instrument() } : null)),
        ),
      corporateActions: async ({ ids }) =>
        counted(
          'corporate actions',
          ids.map((id) => (id === ACTION ? { v: 1 as const, ...declaredAction() } : null)),
        ),
    },
    identity: {
      areOwned: async ({ userId, credentialIds }) =>
        counted(
          'credentials',
          credentialIds.map((id) => userId === USER && [SESSION, API_KEY].includes(id)),
        ),
    },
    ...changes,
  });
  const nodes = async (ids: readonly string[], userId: string | null = USER) =>
    scene.query(`{ nodes(ids: ${JSON.stringify(ids)}) { __typename id } }`, userId);
  return { ...scene, nodes, calls };
}

const FOUND = ['ord_1', 'acc_1', 'pos_acc_1_PETR4', 'ast_PETR4', 'ast_IBOV', USER, SESSION, API_KEY, ACTION];
const ABSENT = [
  ...['ord_2', 'ord_other', 'acc_2', 'acc_other', 'pos_acc_1_VALE3', 'pos_acc_other_PETR4'],
  ...['ast_VALE3', 'usr_2', 'nonsense', ''],
  ...[`ses_${'2'.repeat(26)}`, `apk_${'2'.repeat(26)}`, 'ses_1', `ses_${'1'.repeat(1_000)}`],
  ...['cac_PETR4_SPLIT_2026-03-17', `cac_${'A'.repeat(1_000)}_2026-03-17`],
];

describe('nodes', () => {
  test('come in the order of the ids; absent ones and those of others are null', async () => {
    const { nodes } = createNodes();
    const { data, errors } = await nodes([...ABSENT, ...FOUND]);
    expect(errors).toBeUndefined();
    const types = [
      'Order',
      'Account',
      'Position',
      'Asset',
      'Asset',
      'User',
      'UserSession',
      'ApiKey',
      'CorporateAction',
    ];
    const found = FOUND.map((id, index) => ({ __typename: types[index], id }));
    expect(JSON.parse(JSON.stringify(data))).toEqual({ nodes: [...ABSENT.map(() => null), ...found] });
  });

  test('are read in one call to each part', async () => {
    const { nodes, calls } = createNodes();
    await nodes([...FOUND, ...ABSENT, ...FOUND]);
    expect(calls.toSorted()).toEqual([
      'corporate actions',
      'credentials',
      'instruments',
      'orders',
      'owners',
      'positions',
    ]);
  });

  test('are at most 100', async () => {
    const { nodes } = createNodes();
    const ids = Array.from({ length: 101 }, () => 'ord_1');
    expect((await nodes(ids.slice(1))).errors).toBeUndefined();
    expect((await nodes(ids)).errors).toMatchObject([
      { path: ['nodes'], extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });

  test('without a token are the instruments and corporate actions alone', async () => {
    const { nodes } = createNodes();
    const { data, errors } = await nodes(['ast_PETR4', 'ord_1', 'ast_VALE3', ACTION], null);
    expect(data?.['nodes']).toMatchObject([{ id: 'ast_PETR4' }, null, null, { id: ACTION }]);
    expect(errors).toMatchObject([{ path: ['nodes', 1], extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  test('need the scope READ, instruments excepted', async () => {
    const { query } = createNodes();
    const trader = callerOf(USER, { scopes: ['TRADE'] });
    const { data, errors } = await query('{ nodes(ids: ["ast_PETR4", "ord_1"]) { id } }', trader);
    expect(data?.['nodes']).toMatchObject([{ id: 'ast_PETR4' }, null]);
    expect(errors).toMatchObject([{ path: ['nodes', 1], extensions: { code: 'FORBIDDEN' } }]);
  });

  test('of a part that does not answer fail alone', async () => {
    const away = () => Promise.reject(new RpcUnavailable('assets does not answer'));
    const { nodes } = createNodes({
      assets: {
        instruments: away,
        corporateActions: async ({ ids }) => ids.map(() => ({ v: 1 as const, ...declaredAction() })),
      },
    });
    const { data, errors } = await nodes(FOUND);
    expect(data?.['nodes']).toMatchObject([{}, {}, {}, null, {}, {}, {}, {}, {}]);
    expect(errors).toMatchObject([{ path: ['nodes', 3], extensions: { code: 'SERVICE_UNAVAILABLE' } }]);
  });
});

test.each([...FOUND, ...ABSENT])('node(id: "%s") is the node that nodes gives', async (id) => {
  const { query, nodes } = createNodes();
  const { data } = await query(`{ node(id: "${id}") { __typename id } }`);
  expect([data?.['node']]).toEqual((await nodes([id])).data?.['nodes']);
});
