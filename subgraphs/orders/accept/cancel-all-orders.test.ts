import { expect, test } from 'vitest';
import type { OrderRecord } from '#domain/orders/lifecycle/order-record.ts';
import { cancelAllOrders, CANCELS_PER_SLICE, createCancelTurns } from './cancel-all-orders.ts';

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

/** The service of orders that records what it does, one line for each step. */
function createTrial(counts: Readonly<Record<string, number>>) {
  const open = new Map(Object.entries(counts).map(([id, count]) => [id, ordersOf(id, count)]));
  const steps: string[] = [];
  const service: Partial<Service> = {
    owners: { owns: async () => true } as Partial<Service['owners']> as Service['owners'],
    cancelTurns: createCancelTurns(),
    wakeRelay: () => undefined,
    backPressure: {
      check: () => undefined,
      untilCalm: async () => void steps.push('wait'),
    },
    store: {
      pages: async ([page]) => {
        const all = open.get(page?.query.accountId ?? '') ?? [];
        const first = page?.after ? all.findIndex(({ orderId }) => orderId === page.after?.orderId) + 1 : 0;
        return [all.slice(first, first + (page?.limit ?? 0))];
      },
    } as Partial<Service['store']> as Service['store'],
    changes: {
      cancel: async (requests) => {
        steps.push(`${requests[0]?.orderId.split('-')[0]} ${requests.length}`);
        const all = [...open.values()].flat();
        return requests.map(({ orderId }) => {
          const order = all.find((one) => one.orderId === orderId);
          return order ? { ...order, cancelRequestId: `can_${orderId}`, version: 2 } : null;
        });
      },
    } as Partial<Service['changes']> as Service['changes'],
  };
  const cancelAll = async (accountId: string): Promise<number> => {
    const scope = { accountId, ticker: null, side: null };
    const requester = { userId: `usr of ${accountId}`, correlationId: 'cor' };
    const outcome = await cancelAllOrders(service as Service, scope, requester);
    return outcome.ok ? outcome.value.length : -1;
  };
  return { steps, cancelAll };
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
