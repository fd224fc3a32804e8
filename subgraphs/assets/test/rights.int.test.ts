import { afterAll, beforeAll, expect, test } from 'vitest';
import { instrumentFactCodec, type InstrumentFact } from '#contracts/messages/market-facts.ts';
import { TOPICS } from '#contracts/names.ts';
import { instantOf } from '#domain/calendar/sao-paulo-time.ts';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { isValidIsin } from '#domain/market/isin.ts';
import { createMemoryEventLog } from '#platform/in-process/event-log/memory-event-log.ts';
import { silentLog } from '#platform/observability/log.ts';
import { createStatements } from '#platform/security/statements.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { createTestDatabase } from '#test/support/database/database.ts';
import { subscriptionTerms } from '#test/support/samples/declared-action.ts';
import { eventually } from '#test/support/eventually.ts';
import { startAssets, type AssetsPart } from '../start.ts';

const clock = createManualClock(instantOf('2026-03-16', 6 * 60));
const eventLog = createMemoryEventLog();
const listed = new Map<string, InstrumentFact>();
let assets: AssetsPart;
let start: () => Promise<AssetsPart>;
beforeAll(async () => {
  const database = await createTestDatabase('assets');
  start = () =>
    startAssets({
      ...{ database, eventLog, wallClock: clock, log: silentLog, mode: 'b3', startMs: clock.nowMs() },
      calendar: createTradingCalendar(),
      statements: createStatements(Buffer.alloc(32, 7), clock),
    });
  assets = await start();
  await eventLog.read([TOPICS.instruments], { from: 'beginning' }, async (batch) => {
    for (const { value } of batch) {
      const fact = instrumentFactCodec.decode(value);
      listed.set(fact.ticker, fact);
    }
  });
});
afterAll(() => assets.stop());

const goTo = (day: string): void => clock.set(instantOf(day, 6 * 60));
const statusesAre = (right: string | undefined, receipt: string | undefined): Promise<void> =>
  eventually(() => {
    expect([listed.get('PETR2')?.status, listed.get('PETR10')?.status]).toEqual([right, receipt]);
  });

test('a right is listed on the ex-day, trades between its days and is delisted; its receipt waits', async () => {
  const terms = subscriptionTerms({
    pricePerShare: '0.50',
    rights: { ...subscriptionTerms().rights, tradesFrom: '2026-03-18' },
  });
  const declare = (changes = {}) =>
    assets.operatorCalls.declareCorporateAction({ ...terms, isLate: false, ...changes });
  const taken = { ticker: 'VALE3', rights: { ...terms.rights, ticker: 'PETR3' } };
  expect(await declare(taken)).toMatchObject({ fault: 'PETR3 is the ticker of another instrument' });
  expect(await declare()).toMatchObject({ outcome: 'NEW' });
  await statusesAre(undefined, undefined);
  goTo('2026-03-17');
  await statusesAre('SUSPENDED', 'SUSPENDED');
  const share = listed.get('PETR4')?.previousCloseCentavos ?? 0;
  const right = listed.get('PETR2');
  // (close + 0.1 x 0.50) / 1.1 less 0.50
  expect(right?.previousCloseCentavos).toBe(Math.round((share + 5) / 1.1) - 50);
  expect(right).toMatchObject({ kind: 'RIGHT', lotSize: 1, twinTicker: null, custodyTicker: 'PETR2' });
  expect(isValidIsin(right?.isin ?? '')).toBe(true);
  goTo('2026-03-18');
  await statusesAre('ACTIVE', 'SUSPENDED');
  await assets.stop();
  goTo('2026-03-21');
  assets = await start();
  await statusesAre('DELISTED', 'SUSPENDED');
  const query = `{ asset(ticker: "PETR2") { kind status corporateActions { rightTicker right { ticker }
    receipt { status } rightsTradeFrom rightsTradeUntil exercisesUntil } } }`;
  const { data } = await assets.subgraph.execute({ query, correlationId: 'test' });
  const shown = {
    ...{ rightTicker: 'PETR2', right: { ticker: 'PETR2' }, receipt: { status: 'SUSPENDED' } },
    ...{ rightsTradeFrom: '2026-03-18', rightsTradeUntil: '2026-03-20', exercisesUntil: '2026-03-25' },
  };
  expect(JSON.parse(JSON.stringify(data))).toEqual({
    asset: { kind: 'RIGHT', status: 'DELISTED', corporateActions: [shown] },
  });
  expect(await declare({ paysOn: '2026-04-10' })).toMatchObject({ outcome: 'COMPLETED' });
  goTo('2026-04-10');
  await statusesAre('DELISTED', 'DELISTED');
});
