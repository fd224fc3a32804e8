import { expect, test } from 'vitest';
import type { OrderRecord } from '#domain/orders/lifecycle/order-record.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { CANCEL_BUDGET_MS, cancelAllOrders, CANCELS_PER_SLICE } from './cancel-all-orders.ts';
import { createCancelTurns } from './cancel-turns.ts';

type Service = Parameters<typeof cancelAllOrders>[0];

/** A user's open orders, the newest first. */
const ordersOf = (accountId: string, count: number): OrderRecord[] =>
  Array.from({ length: count }, (_, index) => {
    const order: Partial<OrderRecord> = {
      orderId: `${accountId}-${String(index).padStart(5, '0')}`,
      accountId,
      status: 'OPEN',
      side: 'BUY',
      replacement: null,
      cancelRequestId: null,
      version: 1,
    };
    return order as OrderRecord;
  });

/** The service of orders that records what it does, one line for each step. A slice takes `sliceMs`. */
function createTrial(counts: Readonly<Record<string, number>>, sliceMs = 0) {
  const wallClock = createManualClock(0);
  const open = new Map(Object.entries(counts).map(([id, count]) => [id, ordersOf(id, count)]));
  const steps: string[] = [];
  const service: Partial<Service> = {
    wallClock,
    owners: { owns: async () => true } as Partial<Service['owners']> as Service['owners'],
    cancelTurns: createCancelTurns(),
    wakeRelay: () => undefined,
    backPressure: {
      check: () => undefined,
      untilCalm: async () => void steps.push('wait'),
      untilAnswersApplied: async () => undefined,
    },
    store: {
      pages: async ([page]) => {
        const all = open.get(page?.query.accountId ?? '') ?? [];
        const first = page?.after ? all.findIndex(({ orderId }) => orderId === page.after?.orderId) + 1 : 0;
        return [all.slice(first, first + (page?.limit ?? 0))];
      },
      counts: async ([query]) => [
        (open.get(query?.accountId ?? '') ?? []).filter(({ cancelRequestId }) => cancelRequestId === null)
          .length,
      ],
    } as Partial<Service['store']> as Service['store'],
    changes: {
      cancel: async (requests) => {
        steps.push(`${requests[0]?.orderId.split('-')[0]} ${requests.length}`);
        wallClock.advance(sliceMs);
        const ids = new Set(requests.map(({ orderId }) => orderId));
        const canceled = (order: OrderRecord): OrderRecord =>
          ids.has(order.orderId) ? { ...order, cancelRequestId: `can_${order.orderId}`, version: 2 } : order;
        for (const [id, orders] of open) open.set(id, orders.map(canceled));
        const byId = new Map([...open.values()].flat().map((order) => [order.orderId, order]));
        return requests.map(({ orderId }) => byId.get(orderId) ?? null);
      },
    } as Partial<Service['changes']> as Service['changes'],
  };
  const cancelSome = async (accountId: string) => {
    const scope = { accountId, ticker: null, side: null };
    const requester = { userId: `usr of ${accountId}`, correlationId: 'cor' };
    const outcome = await cancelAllOrders(service as Service, scope, requester);
    if (!outcome.ok) throw new Error(outcome.refusal.rule);
    return { requested: outcome.value.orders.length, remaining: outcome.value.remaining };
  };
  const cancelAll = async (accountId: string): Promise<number> => (await cancelSome(accountId)).requested;
  return { steps, cancelAll, cancelSome };
}

test('cancels many orders slice by slice, with a wait for the steps after each', async () => {
  const { steps, cancelAll } = createTrial({ big: 2 * CANCELS_PER_SLICE + 1 });
  expect(await cancelAll('big')).toBe(2 * CANCELS_PER_SLICE + 1);
  expect(steps).toEqual([`big ${CANCELS_PER_SLICE}`, 'wait', `big ${CANCELS_PER_SLICE}`, 'wait', 'big 1']);
});

test('cancels a few orders at once', async () => {
  const { steps, cancelAll } = createTrial({ small: 3 });
  expect(await cancelAll('small')).toBe(3);
  expect(steps).toEqual(['small 3']);
});

test('a user with few orders passes one with many requests', async () => {
  const { steps, cancelAll } = createTrial({ big: 40 * CANCELS_PER_SLICE, small: 3 });
  const many = Array.from({ length: 8 }, () => cancelAll('big'));
  const order = cancelAll('small').then(() => steps.filter((step) => step.startsWith('big')).length);
  expect(await order).toBeLessThan(20);
  await Promise.all(many);
});

test('ends after its time with the number of orders that remain, and a repeat goes on with them', async () => {
  const { steps, cancelSome } = createTrial({ big: 7 * CANCELS_PER_SLICE + 1 }, CANCEL_BUDGET_MS / 3);
  const sent = () => steps.filter((step) => step.startsWith('big'));
  expect(await cancelSome('big')).toEqual({
    requested: 3 * CANCELS_PER_SLICE,
    remaining: 4 * CANCELS_PER_SLICE + 1,
  });
  expect(await cancelSome('big')).toEqual({
    requested: 6 * CANCELS_PER_SLICE,
    remaining: CANCELS_PER_SLICE + 1,
  });
  const all = { requested: 7 * CANCELS_PER_SLICE + 1, remaining: 0 };
  expect(await cancelSome('big')).toEqual(all);
  expect(sent()).toEqual([...Array.from({ length: 7 }, () => `big ${CANCELS_PER_SLICE}`), 'big 1']);
  expect(await cancelSome('big')).toEqual(all);
  expect(sent()).toHaveLength(8);
});
