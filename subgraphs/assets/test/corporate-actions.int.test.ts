import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { corporateActionFactCodec, instrumentFactCodec } from '#contracts/messages/market-facts.ts';
import { TOPICS } from '#contracts/names.ts';
import type { AssetsOperatorRpc } from '#contracts/calls/assets.ts';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import type { ActionTerms } from '#domain/corporate-actions/declared-action.ts';
import { custodyTickerOf } from '#domain/market/custody-ticker.ts';
import { environment, readSettings } from '#platform/config.ts';
import { createMemoryEventLog } from '#platform/in-process/event-log/memory-event-log.ts';
import { silentLog } from '#platform/observability/log.ts';
import { createStatements } from '#platform/security/statements.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { SETTINGS } from '#processes/settings/settings.ts';
import { createTestDatabase } from '#test/support/database/database.ts';
import { actionTerms, dividendTerms } from '#test/support/samples/declared-action.ts';
import { eventually } from '#test/support/eventually.ts';
import { loadCatalogue } from '../catalogue/catalogue.ts';
import { readB3File } from '../corporate-actions/b3-file.ts';
import { declareActions } from '../corporate-actions/declare-actions.ts';
import { startAssets, type AssetsPart } from '../start.ts';
import { createPrismaAssetsStore } from '../store/store.prisma.ts';

const kinds = new Map(loadCatalogue('2026-03-16').map(({ ticker, kind }) => [ticker, kind]));
const listedKindOf = (ticker: string) => kinds.get(ticker) ?? null;

/** Monday 16 March 2026, 6:00 in Sao Paulo. */
const START = Date.parse('2026-03-16T09:00:00Z');
const calendar = createTradingCalendar();
const wallClock = createManualClock(START);
const eventLog = createMemoryEventLog();
const published = new Map<string, unknown>();
const instruments = new Map<string, unknown>();
let assets: AssetsPart;
let store: ReturnType<typeof createPrismaAssetsStore>;

beforeAll(async () => {
  const database = await createTestDatabase('assets');
  for (const topic of [TOPICS.instruments, TOPICS.corporateActions])
    await eventLog.declare(topic, { compacted: true });
  await eventLog.read([TOPICS.instruments], { from: 'now' }, async (batch) => {
    for (const { key, value } of batch) instruments.set(key, instrumentFactCodec.decode(value));
  });
  await eventLog.read([TOPICS.corporateActions], { from: 'now' }, async (batch) => {
    for (const { key, value } of batch) published.set(key, corporateActionFactCodec.decode(value));
  });
  assets = await startAssets({
    ...{ database, eventLog, wallClock, calendar, mode: 'b3', log: silentLog },
    statements: createStatements(new Uint8Array(32), wallClock),
  });
  store = createPrismaAssetsStore(database);
});
afterAll(async () => {
  await assets.stop();
  await store.close();
});

const declare = (terms: ActionTerms, isLate = false) =>
  assets.operatorCalls.declareCorporateAction({ ...terms, isLate });
const faultOf = async (result: ReturnType<AssetsOperatorRpc['declareCorporateAction']>): Promise<string> => {
  const answer = await result;
  return answer.outcome === 'REFUSED' ? answer.fault : answer.outcome;
};
const query = async (text: string) => {
  const { data, errors } = await assets.subgraph.execute({ query: text, correlationId: 'test' });
  expect(errors).toBeUndefined();
  return JSON.parse(JSON.stringify(data)) as Record<string, unknown>;
};

describe("an operator's declaration", () => {
  test('is published with the ex-day of both twins, and stands in the graph', async () => {
    const split = actionTerms({ ticker: 'VALE3' });
    expect(await declare(split)).toMatchObject({ outcome: 'NEW' });
    await declare(dividendTerms('0.50', { ticker: 'VALE3', recordDate: '2026-03-18', exDate: '2026-03-19' }));
    await eventually(() => expect(published.size).toBe(2));
    expect(published.get('cac_VALE3_SPLIT_2026-03-16')).toMatchObject({ ...split, version: 1 });
    const exActions = [
      { exDate: '2026-03-17', kind: 'SPLIT', factor: '2' },
      { exDate: '2026-03-19', kind: 'DIVIDEND', amountPerShare: '0.50' },
    ];
    await eventually(() => {
      expect(instruments.get('VALE3')).toMatchObject({ exActions });
      expect(instruments.get('VALE3F')).toMatchObject({ exActions });
    });
    const fields =
      'id ticker asset { ticker } kind recordDate exDate paysOn amountPerShare factor pricePerShare';
    const { twin, none, later } = await query(`{
      twin: asset(ticker: "VALE3F") { corporateActions { ${fields} } }
      none: asset(ticker: "PETR4") { corporateActions { id } }
      later: asset(ticker: "VALE3") { corporateActions(from: "2026-03-18", to: "2026-03-19") { id } }
    }`);
    const shown = {
      ...{ id: 'cac_VALE3_SPLIT_2026-03-16', ticker: 'VALE3', asset: { ticker: 'VALE3' }, kind: 'SPLIT' },
      ...{ recordDate: '2026-03-16', exDate: '2026-03-17', paysOn: null },
      ...{ amountPerShare: null, factor: '2', pricePerShare: null },
    };
    expect(twin).toMatchObject({ corporateActions: [shown, { amountPerShare: '0.50' }] });
    expect(none).toEqual({ corporateActions: [] });
    expect(later).toEqual({ corporateActions: [{ id: 'cac_VALE3_DIVIDEND_2026-03-18' }] });
    const reference = '{ __typename: "CorporateAction", id: "cac_VALE3_SPLIT_2026-03-16" }';
    const { _entities } = await query(
      `{ _entities(representations: [${reference}]) { ... on CorporateAction { kind } } }`,
    );
    expect(_entities).toEqual([{ kind: 'SPLIT' }]);
    expect(await assets.calls.corporateActions({ ids: ['cac_VALE3_SPLIT_2026-03-16', 'x'] })).toMatchObject([
      { kind: 'SPLIT' },
      null,
    ]);
  });

  test.each<[string, ActionTerms, RegExp]>([
    ['of an unknown ticker', actionTerms({ ticker: 'XXXX3' }), /no instrument has the ticker XXXX3/],
    [
      'of a twin',
      actionTerms({ ticker: 'VALE3F' }),
      /VALE3F is the fractional market of VALE3: declare it for VALE3/,
    ],
    ['of more than a share costs', dividendTerms('1000.00'), /1000.00 is not below the last close of PETR4/],
    ['with a factor of zero', actionTerms({ factor: '0' }), /the factor is zero/],
    ['that comes twice', actionTerms({ ticker: 'VALE3' }), /declared already/],
    ['that overlaps', actionTerms({ ticker: 'VALE3', kind: 'BONUS', factor: '1.1' }), /overlaps with/],
    ['that is late', actionTerms({ recordDate: '2026-03-13', exDate: '2026-03-16' }), /is over/],
  ])('%s is refused', async (_name, terms, message) => {
    expect(await faultOf(declare(terms))).toMatch(message);
  });

  test('that is late is taken when it says so', async () => {
    const terms = dividendTerms('1', { ticker: 'ITUB4', recordDate: '2026-03-13', exDate: '2026-03-16' });
    expect(await faultOf(declare(terms, true))).toBe('NEW');
  });

  test('of a payment on a Saturday is one of the next trading day', async () => {
    const terms = dividendTerms('0.10', { ticker: 'B3SA3', paysOn: '2026-03-21' });
    expect(await declare(terms)).toMatchObject({ outcome: 'NEW', action: { paysOn: '2026-03-23' } });
    expect(await faultOf(declare(terms))).toBe('it is declared already');
  });

  test('of two at once stores one', async () => {
    const terms = actionTerms({ ticker: 'BBAS3' });
    const answers = await Promise.all([faultOf(declare(terms)), faultOf(declare(terms))]);
    expect(answers.sort()).toEqual(['NEW', 'it is declared already']);
  });

  test('of the sale of fractions is taken once', async () => {
    const sale = { id: 'cac_VALE3_SPLIT_2026-03-16', paysOn: '2026-04-20', price: '30.15' };
    const sell = (changes = {}) => assets.operatorCalls.setFractionSale({ ...sale, ...changes });
    expect(await sell({ id: 'cac_none' })).toMatchObject({ outcome: 'REFUSED' });
    expect(await sell({ paysOn: '2026-03-16' })).toMatchObject({
      fault: expect.stringMatching(/before/) as string,
    });
    expect(await sell({ price: '0.00' })).toMatchObject({ fault: 'the price is zero' });
    expect(await sell({ id: 'cac_VALE3_DIVIDEND_2026-03-18' })).toMatchObject({
      fault: 'an action of the kind DIVIDEND leaves no fractions',
    });
    expect(await sell()).toMatchObject({ outcome: 'SET', action: { version: 2 } });
    expect(await sell()).toMatchObject({ fault: 'its fractions are sold already, at 30.15' });
  });
});

const folder = readSettings(SETTINGS, environment()).SHARED_DATA_DIR;
const [cashFile = '', companyFile = ''] = [
  'GetListedCashDividends.json',
  'GetListedSupplementCompany.json',
].map((name) => path.join(folder, name));

describe.skipIf(!existsSync(cashFile))("B3's files of a company (skipped without SHARED_DATA_DIR)", () => {
  const listed = loadCatalogue('2026-03-16').filter(({ ticker }) => custodyTickerOf(ticker) === ticker);
  const importFile = async (file: string) => {
    const options = {
      calendar,
      listed,
      issuer: 'ABEV',
      known: [],
      skipsUnlisted: false,
      skipsUnsupported: false,
    };
    const { declarations, faults } = readB3File(readFileSync(file, 'utf8'), options);
    expect(faults).toEqual([]);
    const { changed: _changed, ...counts } = await declareActions(
      { store, calendar, kindOf: listedKindOf },
      declarations,
    );
    return counts;
  };

  test('are imported once, and complete each other', async () => {
    const counts = { added: 0, completed: 0, unchanged: 0, faults: [] };
    expect(await importFile(cashFile)).toEqual({ ...counts, added: 29 });
    expect(await importFile(cashFile)).toEqual({ ...counts, unchanged: 29 });
    expect(await importFile(companyFile)).toEqual({ ...counts, added: 1, completed: 2 });
    const { asset } = await query(
      `{ asset(ticker: "ABEV3") { corporateActions(from: "2021-12-01") { kind amountPerShare paysOn } } }`,
    );
    const paysOn = '2021-12-30';
    expect(asset).toEqual({
      corporateActions: [
        { kind: 'DIVIDEND', amountPerShare: '0.1334', paysOn },
        { kind: 'JCP', amountPerShare: '0.4702', paysOn },
      ],
    });
  });

  test('are refused whole when one record is', async () => {
    const before = (await store.allActions()).length;
    const place = 'results[0]';
    const declarations = [
      { place, terms: dividendTerms('3', { ticker: 'ABEV3' }) },
      { place: 'results[1]', terms: dividendTerms('4', { ticker: 'ABEV3', recordDate: '2026-03-15' }) },
    ];
    const { faults } = await declareActions({ store, calendar, kindOf: listedKindOf }, declarations);
    expect(faults).toEqual(['results[1]: the record date 2026-03-15 is not a trading day']);
    expect(await store.allActions()).toHaveLength(before);
  });
});
