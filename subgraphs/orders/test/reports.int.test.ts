import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  executionReportCodec,
  memberMessageCodec,
  type ExecutionReport,
} from '#contracts/messages/execution-reports.ts';
import { MEMBERS, QUEUES } from '#contracts/names.ts';
import { buy } from './order-scene.ts';
import { ACCOUNT, ALICE, createTestOrders, MONDAY_MS, TODAY, type TestOrders } from './test-support.ts';

const REPORTS = QUEUES.memberReports(MEMBERS.broker);
const PLACE = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { ... on Order { id } } }`;

let orders: TestOrders;
let orderId: string;
beforeEach(async () => {
  orders = await createTestOrders();
  orders.wallet.give(ACCOUNT, 'BRL', 10_000_00);
  const { data } = await orders.execute(ALICE, PLACE, { input: buy() });
  orderId = (data?.['placeOrder'] as { id: string }).id;
});
afterEach(() => orders.stop());

type Body = { readonly sequence: number } & Record<string, unknown>;
const common = { v: 1, member: MEMBERS.broker, atMs: MONDAY_MS, tradeDate: TODAY, correlationId: 'cor_e' };
const accepted = (): Body => ({
  type: 'ACCEPTED',
  sequence: 1,
  quantity: 100,
  filledQuantity: 0,
  leavesQuantity: 100,
  limitPriceTicks: 2890,
});
const filled = (sequence: number, filledQuantity: number): Body => ({
  type: 'FILLED',
  sequence,
  quantity: 100,
  filledQuantity,
  leavesQuantity: 100 - filledQuantity,
  executionId: `exe_${filledQuantity}`,
  tradeId: 'trd_1',
  priceTicks: 2890,
  fillQuantity: 20,
  liquidity: 'MAKER',
  limitPriceTicks: 2890,
});
const encoded = (body: Body): Uint8Array =>
  executionReportCodec.encode({ ...common, orderId, ticker: 'PETR4', ...body } as unknown as ExecutionReport);
const position = (announcedAtMs: number, journalId: string, lastSequence: number): Uint8Array =>
  memberMessageCodec.encode({
    v: 1,
    type: 'JOURNAL_POSITION',
    member: MEMBERS.broker,
    shard: 0,
    announcedAtMs,
    journalId,
    lastSequence,
    commandNumber: 0,
  });
const send = (...bodies: Uint8Array[]) =>
  orders.queue.publish(
    REPORTS,
    bodies.map((body, index) => ({ body, messageId: `m${index}`, correlationId: 'cor_e' })),
  );
const filledQuantity = async (): Promise<number | undefined> =>
  (await orders.part().calls.auditOrdersById({ orderIds: [orderId] }))[0]?.filledQuantity;
const handledUntil = (sequence: number) =>
  orders.until(
    async () =>
      (await orders.part().calls.backlog({})).lastReportSequence >= sequence &&
      (await orders.queue.depth(REPORTS)) === 0,
  );
const deadReasons = async (): Promise<string[]> =>
  (await orders.queue.deadLetters(REPORTS, 100)).map((letter) => letter.reason);

describe('reports', () => {
  test('that come twice, in one batch or later, apply once', async () => {
    await send(encoded(accepted()), encoded(filled(2, 20)), encoded(filled(2, 20)), encoded(accepted()));
    await handledUntil(2);
    await send(encoded(filled(2, 20)), encoded(filled(3, 40)));
    await handledUntil(3);
    expect(await filledQuantity()).toBe(40);
    expect(await deadReasons()).toEqual([]);
    await orders.expectConsistent();
  });

  test('that come out of sequence within a batch apply in sequence', async () => {
    await send(encoded(filled(2, 20)), encoded(accepted()), encoded(filled(3, 40)));
    await handledUntil(3);
    expect(await filledQuantity()).toBe(40);
    await orders.expectConsistent();
  });

  test('that are missing are noted, and apply when they come late', async () => {
    await send(encoded(accepted()));
    await handledUntil(1);
    const unrelated = { type: 'MASS_CANCELED', requestId: 'mc_1', count: 0 };
    await send(encoded({ ...unrelated, sequence: 3 }));
    await handledUntil(3);
    expect(await orders.part().calls.backlog({})).toMatchObject({ missingReports: 1 });
    await send(encoded(filled(2, 20)));
    await orders.until(async () => (await filledQuantity()) === 20);
    expect(await orders.part().calls.backlog({})).toMatchObject({ missingReports: 0, lastReportSequence: 3 });
    await orders.expectConsistent();
  });

  test('of two engine shards have separate sequences', async () => {
    const unrelated = { type: 'MASS_CANCELED', requestId: 'mc_1', count: 0, shard: 1 };
    await send(
      encoded(accepted()),
      encoded({ ...unrelated, sequence: 1 }),
      encoded({ ...unrelated, sequence: 2 }),
      encoded(filled(2, 20)),
      encoded({ ...unrelated, sequence: 4 }),
    );
    await handledUntil(2 + 4);
    expect(await filledQuantity()).toBe(20);
    expect(await orders.part().calls.backlog({})).toMatchObject({ missingReports: 1 });
    await send(encoded(filled(3, 40)), encoded({ ...unrelated, sequence: 3 }), encoded(filled(3, 40)));
    await handledUntil(3 + 4);
    expect(await filledQuantity()).toBe(40);
    expect(await orders.part().calls.backlog({})).toMatchObject({ missingReports: 0, impossibleReports: 0 });
    expect(await deadReasons()).toEqual([]);
    await orders.expectConsistent();
  });

  test('of another journal go to the dead letters, and those of the right one go on', async () => {
    const journal = async () =>
      (await orders.part().readiness()).find(({ name }) => name === 'exchange journal');
    await send(position(1, 'jnl_a', 0), encoded(accepted()), position(2, 'jnl_b', 0), encoded(filled(2, 20)));
    await orders.until(async () => (await deadReasons()).length === 1);
    expect(await filledQuantity()).toBe(0);
    const problem = /it is jnl_b, and reports of jnl_a were applied, up to 1\. docs\/OPERATIONS\.md/;
    expect((await deadReasons())[0]).toMatch(problem);
    expect(await journal()).toMatchObject({ ready: false, detail: expect.stringMatching(problem) as string });
    const place = () => orders.execute(ALICE, PLACE, { input: { ...buy(), clientOrderId: 'later' } });
    await place();
    expect((await place()).errors).toMatchObject([
      { message: expect.stringContaining('The exchange cannot be used now') as string },
    ]);
    // The queue delivers the first position once more; then an older copy comes, then the right journal.
    await send(
      position(1, 'jnl_a', 0),
      encoded(filled(3, 40)),
      position(3, 'jnl_a', 0),
      encoded(filled(2, 20)),
    );
    await orders.until(async () => (await deadReasons()).length === 3);
    expect((await deadReasons())[2]).toContain('jnl_a ends at report 0, and reports up to 1 were applied');
    await send(position(4, 'jnl_a', 1), encoded(filled(2, 20)));
    await handledUntil(2);
    expect(await filledQuantity()).toBe(20);
    expect(await journal()).toMatchObject({ ready: true });
  });

  test('go on after an operator has adopted another journal, which ends the open orders', async () => {
    await send(position(1, 'jnl_a', 0), encoded(accepted()), encoded(filled(2, 20)));
    await handledUntil(2);
    const { data } = await orders.execute(ALICE, PLACE, { input: { ...buy(), clientOrderId: 'pending' } });
    const pendingId = (data?.['placeOrder'] as { id: string }).id;
    await send(position(2, 'jnl_new', 0));
    await orders.until(async () => (await orders.part().readiness()).some(({ ready }) => !ready));
    const { adoptJournal } = orders.part().operatorCalls;
    expect(await orders.settle(adoptJournal({ shard: 0 }))).toEqual({ journalId: 'jnl_new', ended: 2 });
    expect(await orders.part().calls.auditOrdersById({ orderIds: [orderId, pendingId] })).toMatchObject([
      { status: 'CANCELED', filledQuantity: 20, reservedCentavos: 0 },
      { status: 'REJECTED', reservedCentavos: 0 },
    ]);
    expect((await orders.part().readiness()).every(({ ready }) => ready)).toBe(true);
    await orders.expectConsistent();
    const { lastReportSequence: from } = await orders.part().calls.backlog({});
    const unrelated = { type: 'MASS_CANCELED', requestId: 'mc_1', count: 0 };
    await send(
      encoded({ ...unrelated, sequence: 3 }),
      position(3, 'jnl_new', from),
      encoded({ ...unrelated, sequence: from + 1 }),
    );
    await handledUntil(from + 1);
    expect(await deadReasons()).toEqual([]);
  });

  test('that are unreadable or impossible go to the dead letters, and the consumer continues', async () => {
    await send(
      encoded(accepted()),
      Buffer.from('not json'),
      Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(encoded(accepted())).toString()), v: 2 })),
      encoded({ ...accepted(), sequence: 2 }),
      encoded({ ...filled(3, 20), orderId: 'ord_nobody' }),
      encoded({ ...filled(4, 20), ticker: 'VALE3' }),
      encoded({ ...filled(5, 20), priceTicks: 2891 }),
      encoded({ ...filled(6, 20), member: MEMBERS.simulator }),
      encoded(filled(6, 20)),
    );
    await handledUntil(6);
    expect(await filledQuantity()).toBe(20);
    const reasons = (await deadReasons()).join('\n');
    expect(await deadReasons()).toHaveLength(7);
    for (const part of [
      'not JSON',
      'ACCEPTED cannot happen',
      'no order ord_nobody',
      'not of VALE3',
      'above 2890',
      'SIMULATOR',
    ])
      expect(reasons).toContain(part);
    expect(await orders.part().calls.backlog({})).toMatchObject({ impossibleReports: 4 });
    await send(encoded({ ...accepted(), sequence: 2 }));
    await orders.until(async () => (await deadReasons()).length === 8);
    await orders.expectConsistent();
  });
});
