import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ExecutionResult } from 'graphql';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { encodeCursor } from '#platform/graphql/resolvers/pagination.ts';
import { createMemoryEventLog } from '#platform/in-process/event-log/memory-event-log.ts';
import { silentLog } from '#platform/observability/log.ts';
import { createStatements } from '#platform/security/statements.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { createTestDatabase } from '#test/support/database/database.ts';
import { startAssets, type AssetsPart } from '../start.ts';

const wallClock = createManualClock(Date.parse('2026-03-16T09:00:00Z'));
let assets: AssetsPart;
beforeAll(async () => {
  assets = await startAssets({
    ...{ database: await createTestDatabase('assets'), eventLog: createMemoryEventLog(), wallClock },
    ...{ calendar: createTradingCalendar(), mode: 'auto', log: silentLog },
    statements: createStatements(new Uint8Array(32), wallClock),
  });
});
afterAll(() => assets.stop());

const query = async (text: string): Promise<ExecutionResult> =>
  assets.subgraph.execute({ query: text, correlationId: 'test' });

test('securities of imported history alone are delisted, also as entities, and no instruments', async () => {
  const old = { ticker: 'VGO 2', isin: 'VGORACPP', name: 'VARIG', kind: 'PREFERRED_STOCK' } as const;
  const known = { ...old, ticker: 'PETR4' };
  const add = (name: string, lastDay: string, ...others: (typeof known)[]) =>
    assets.calls.addHistoryAssets({
      assets: [{ ...old, name, lastDay }, ...others.map((one) => ({ ...one, lastDay }))],
    });
  expect(await add('VARIG', '1986-10-10', known)).toEqual({ added: 1 });
  expect(await add('OLDER', '1986-10-09')).toEqual({ added: 0 });
  expect(await add('NEWER', '1986-10-13')).toEqual({ added: 0 });
  const fields = 'id ticker isin name kind status priceBand { low }';
  const asset = {
    ...old,
    ...{ id: 'ast_VGO 2', name: 'NEWER', status: 'DELISTED', priceBand: null },
  };
  expect((await query(`{ asset(ticker: "VGO 2") { ${fields} } }`)).data).toEqual({ asset });
  const reference = '{ __typename: "Asset", ticker: "VGO 2" }';
  const entities = await query(
    `{ _entities(representations: [${reference}]) { ... on Asset { ${fields} } } }`,
  );
  expect(entities.data).toEqual({ _entities: [asset] });
  expect(await assets.calls.instruments({ tickers: ['VGO 2'] })).toEqual([null]);
  const found = await assets.calls.historyAssets({ tickers: ['PETR4', 'VGO 2'] });
  expect(found.map((one) => one?.name)).toEqual([undefined, 'NEWER']);
});

test('an index is in the list and found by its kind, and is no instrument of other parts', async () => {
  const fields =
    'id ticker isin name kind status lotSize tickSize priceBand { low } maxOrderQuantity twin { id }';
  const { data } =
    await query(`{ asset(ticker: "IBOV") { ${fields} } assets(kind: INDEX) { nodes { ${fields} } }
    after: assets(search: "ibov", after: ${JSON.stringify(encodeCursor('assets', 'IBOV'))}) { nodes { id } }
    _entities(representations: [{ __typename: "Asset", id: "ast_IBOV" }]) { ... on Asset { ${fields} } } }`);
  const asset = {
    ...{ id: 'ast_IBOV', ticker: 'IBOV', isin: 'BRIBOVINDM18', name: 'Ibovespa', kind: 'INDEX' },
    ...{ status: 'NOT_TRADABLE', lotSize: 1, tickSize: '0.01', priceBand: null },
    ...{ maxOrderQuantity: 0, twin: null },
  };
  expect(data).toEqual({ asset, assets: { nodes: [asset] }, after: { nodes: [] }, _entities: [asset] });
  expect(await assets.calls.instruments({ tickers: ['IBOV'] })).toEqual([null]);
});
