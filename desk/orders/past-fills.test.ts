import { expect, test } from 'vitest';
import type { BrokerClient } from '#sdk/src/index.ts';
import type { FillsQueryVariables } from '../generated/operations.ts';
import { merged, readOpenFills, readPastFills, type Fill } from './past-fills.ts';

const { signal } = new AbortController();

const executions = (id: string, from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => ({
    id: `${id}-${from + index}`,
    price: '10.00',
    quantity: 100,
    fees: '0.87',
    at: '2026-03-16T13:00:00.000Z',
  }));

const node = (id: string, count: number) => ({
  id,
  ticker: 'PETR4',
  side: 'BUY',
  executionCount: count,
  executions: executions(id, Math.max(0, count - 20), count),
});

/** A broker whose pages have one order each, with so many fills. */
function brokerWith(counts: readonly number[]) {
  const asked: FillsQueryVariables[] = [];
  const broker = {
    request: async (_document: unknown, variables: FillsQueryVariables) => {
      asked.push(variables);
      const at = Number(variables.after ?? 0);
      const pageInfo = { hasNextPage: at + 1 < counts.length, endCursor: String(at + 1) };
      return { account: { orders: { nodes: [node(`o${at}`, counts[at] ?? 0)], pageInfo } } };
    },
    order: async ({ id, lastExecutions }: { id: string; lastExecutions: number }) => ({
      order: { executions: executions(id, 0, Math.min(lastExecutions, counts[Number(id.slice(1))] ?? 0)) },
    }),
  } as unknown as BrokerClient;
  return { broker, asked };
}

const place = { accountId: 'acc', after: null, enough: 3 };

test('orders without fills are passed over until there are enough fills', async () => {
  const { broker, asked } = brokerWith([0, 0, 1, 0, 2, 5]);
  const past = await readPastFills(broker, place, signal);
  expect(past.fills.map(({ id }) => id)).toEqual(['o2-0', 'o4-0', 'o4-1']);
  expect(past.after).toBe('5');
  expect(asked.every(({ status }) => !(status as string[]).includes('OPEN'))).toBe(true);
  expect(await readPastFills(broker, { ...place, after: '5' }, signal)).toMatchObject({
    fills: { length: 5 },
    after: null,
  });
});

test('one read ends after some pages, and gives the cursor of the next one', async () => {
  const { broker, asked } = brokerWith(Array.from({ length: 50 }, () => 0));
  expect(await readPastFills(broker, place, signal)).toEqual({ fills: [], after: String(asked.length) });
  expect(asked.length).toBeLessThan(50);
});

test('an order with more fills than its page has gives all of them', async () => {
  const { broker } = brokerWith([45]);
  expect((await readPastFills(broker, place, signal)).fills).toHaveLength(45);
});

test('open orders give their fills so far, on all pages', async () => {
  const { broker, asked } = brokerWith([1, 0, 2]);
  expect(await readOpenFills(broker, 'acc', signal)).toHaveLength(3);
  expect(asked.map(({ status }) => status)).toEqual(Array.from({ length: 3 }, () => ['PARTIALLY_FILLED']));
});

test('a fill that comes twice is one, and the oldest is first', () => {
  const fill = (id: string, at: string): Fill => ({ id, at }) as Fill;
  const [early, late] = [fill('a', '1'), fill('b', '2')];
  expect(merged([late, early], [late])).toEqual([early, late]);
});
