import { expect, test } from 'vitest';
import type { AssetsRpc } from '#contracts/calls/assets.ts';
import { newTicker } from '#domain/market-data/fold.ts';
import { silentLog } from '#platform/observability/log.ts';
import { RpcUnavailable } from '#platform/rpc/local.ts';
import { createStatements } from '#platform/security/statements.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { instrumentFact } from '#test/support/samples/instrument.ts';
import { createInstruments } from '../fold/instruments.ts';
import { createMarketDataSubgraph } from '../start.ts';
import { createHistoryLoaders } from './history-loaders.ts';
import type { MarketData } from './market-data.ts';

const NO_HISTORY = {
  tradesBefore: async (queries: readonly unknown[]) => queries.map(() => []),
  candles: async (ranges: readonly unknown[]) => ranges.map(() => []),
  importedDays: async (ranges: readonly unknown[]) => ranges.map(() => []),
};
const FIRST = { tradeDate: '2026-03-16', atMs: 0, previousClose: 2_800, phase: 'CONTINUOUS' } as const;

/**
 * The subgraph with the quotes of PETR4, VALE3 and PETR3. It knows the instruments PETR4 and VALE3; assets has PETR3 and
 * ITUB4 too, and fails with `failure`.
 */
function createTrial({ failure = null }: { readonly failure?: Error | null } = {}) {
  const assets: Pick<AssetsRpc, 'instruments' | 'historyAssets'> = {
    historyAssets: async ({ tickers }) => tickers.map(() => null),
    instruments: async ({ tickers }) => {
      if (failure) throw failure;
      return tickers.map((ticker) =>
        ['PETR3', 'ITUB4'].includes(ticker) ? instrumentFact({ ticker }) : null,
      );
    },
  };
  const instruments = createInstruments(assets as AssetsRpc, silentLog, () => undefined);
  instruments.take(['PETR4', 'VALE3'].map((ticker) => instrumentFact({ ticker })));
  const reads: (readonly string[])[] = [];
  const marketData: Partial<MarketData> = {
    loaders: () => createHistoryLoaders(NO_HISTORY),
    unknownTickers: (tickers) => instruments.unknown(tickers),
    readQuotes: async (tickers) => {
      reads.push(tickers);
      return tickers.map((ticker) => (ticker === 'ITUB4' ? null : newTicker(ticker, FIRST).quote));
    },
  };
  const statements = createStatements(new Uint8Array(32), createManualClock(0));
  const subgraph = createMarketDataSubgraph(marketData as MarketData, { statements, log: silentLog });
  const query = async (text: string) => {
    const { data, errors = [] } = await subgraph.execute({ query: text, correlationId: 'test' });
    const shown = errors.map(({ path, extensions, message }) => {
      return { path: path?.join('.'), code: extensions['code'], message };
    });
    return { data: JSON.parse(JSON.stringify(data ?? null)) as unknown, errors: shown };
  };
  return { query, reads };
}

test('answers known tickers in the order of the request, in one read', async () => {
  const { query, reads } = createTrial();
  const { data, errors } = await query(
    '{ quotes(tickers: ["VALE3", "PETR3", "PETR4", "VALE3"]) { ticker asset { id } } }',
  );
  expect(errors).toEqual([]);
  const quote = (ticker: string) => ({ ticker, asset: { id: `ast_${ticker}` } });
  expect(data).toEqual({ quotes: ['VALE3', 'PETR3', 'PETR4', 'VALE3'].map(quote) });
  expect(reads).toEqual([['VALE3', 'PETR3', 'PETR4']]);
});

test('answers an unknown ticker with null and an error at its place', async () => {
  const { data, errors } = await createTrial().query(
    '{ quotes(tickers: ["XXXX9", "PETR4", "petr4", "VALE3", "XXXX9"]) { ticker } }',
  );
  expect(data).toEqual({ quotes: [null, { ticker: 'PETR4' }, null, { ticker: 'VALE3' }, null] });
  const shown = errors.map(({ path, code, message }) => [path, code, /"(\w+)"/.exec(message)?.[1]]);
  expect(shown).toEqual([
    ['quotes.0', 'BAD_USER_INPUT', 'XXXX9'],
    ['quotes.2', 'BAD_USER_INPUT', 'petr4'],
    ['quotes.4', 'BAD_USER_INPUT', 'XXXX9'],
  ]);
});

test('answers known tickers while assets is away', async () => {
  const { data, errors } = await createTrial({ failure: new RpcUnavailable('assets') }).query(
    '{ quotes(tickers: ["PETR3", "PETR4"]) { ticker } }',
  );
  expect(data).toEqual({ quotes: [null, { ticker: 'PETR4' }] });
  expect(errors).toMatchObject([{ path: 'quotes.0', code: 'SERVICE_UNAVAILABLE' }]);
});

test('a failure of assets that is no outage is a bug, not an unknown ticker', async () => {
  const { errors } = await createTrial({ failure: new TypeError('x is not a function') }).query(
    '{ quotes(tickers: ["PETR3", "PETR4"]) { ticker } }',
  );
  expect(errors).toMatchObject([{ path: 'quotes', code: 'INTERNAL_SERVER_ERROR' }]);
});

test('answers loaded quotes while another one is still being loaded', async () => {
  const { data, errors } = await createTrial().query('{ quotes(tickers: ["PETR4", "ITUB4"]) { ticker } }');
  expect(data).toEqual({ quotes: [{ ticker: 'PETR4' }, null] });
  expect(errors).toMatchObject([{ path: 'quotes.1', code: 'SERVICE_UNAVAILABLE' }]);
});

test('refuses a list without tickers whole', async () => {
  const { data, errors } = await createTrial().query('{ quotes(tickers: []) { ticker } }');
  expect(data).toEqual({ quotes: null });
  expect(errors).toMatchObject([{ path: 'quotes', code: 'BAD_USER_INPUT' }]);
});

test('refuses a list with more than 20 unknown tickers whole', async () => {
  const listOf = (unknown: number) =>
    ['PETR4', ...Array.from({ length: unknown }, (_, index) => `ZZZZ${index}`)].map(
      (ticker) => `"${ticker}"`,
    );
  const { query } = createTrial();
  const few = await query(`{ quotes(tickers: [${listOf(20).join()}]) { ticker } }`);
  expect([few.data, few.errors.length]).toEqual([
    { quotes: [{ ticker: 'PETR4' }, ...Array.from({ length: 20 }, () => null)] },
    20,
  ]);
  const many = await query(`{ quotes(tickers: [${listOf(21).join()}]) { ticker } }`);
  expect(many.data).toEqual({ quotes: null });
  expect(many.errors).toMatchObject([{ path: 'quotes', code: 'BAD_USER_INPUT' }]);
});

test('resolves an instrument from either key', async () => {
  const keys = ['ticker: "PETR4"', 'id: "ast_PETR4"', 'id: "PETR4"'];
  const references = keys.map((key) => `{ __typename: "Asset", ${key} }`).join(', ');
  const fields = '... on Asset { id ticker quote { previousClose } }';
  const { data, errors } = await createTrial().query(
    `{ _entities(representations: [${references}]) { ${fields} } }`,
  );
  expect(errors).toEqual([]);
  const petrobras = { id: 'ast_PETR4', ticker: 'PETR4', quote: { previousClose: '28.00' } };
  expect(data).toEqual({ _entities: [petrobras, petrobras, null] });
});
