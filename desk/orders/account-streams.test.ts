import { expect, test } from 'vitest';
import {
  BrokerError,
  ConnectionError,
  type BrokerClient,
  type OrdersQueryVariables,
} from '#sdk/src/index.ts';
import type { Session } from '../session/session.ts';
import { createStore } from '../state/store.ts';
import { followAccount } from './account-streams.ts';
import { rowsOf, type Order, type SendingOrder } from './order-rows.ts';

const order = (clientOrderId: string, version: number, status: Order['status'] = 'OPEN'): Order =>
  ({ clientOrderId, version, status, ticker: 'PETR4', side: 'BUY', quantity: 100 }) as Order;

const session = (accountId: string): Session => ({ accountId }) as Session;

/** Pages of an account with two open orders that are older than its newest orders. */
function pageOfBusy(status: OrdersQueryVariables['status'], after: string | null | undefined) {
  const page = (node: Order, endCursor: string | null) => ({
    account: {
      ordersCursor: 'cursor',
      orders: { nodes: [node], pageInfo: { hasNextPage: endCursor !== null, endCursor } },
    },
  });
  if (!status) return page(order('new', 1, 'CANCELED'), 'newest');
  return after ? page(order('open-2', 1), null) : page(order('open-1', 1), 'open');
}

/** A clock whose alarms the test runs. Pauses between slices pass by themselves. */
const clockOf = (due: (() => void)[]) => ({
  nowMs: () => 0,
  after: (ms: number, run: () => void) => (
    ms < 100 ? queueMicrotask(run) : due.push(run),
    { cancel: () => undefined }
  ),
});

/** A broker with one open order, whose streams the test feeds. */
function scene() {
  const due: (() => void)[] = [];
  const shown: unknown[] = [];
  const asked: { accountId: string; after?: string | null }[] = [];
  const pushes: ((update: unknown) => void)[] = [];
  const failures: Error[] = [];
  const taken = new Map<string, Order>();
  const broker = {
    orders: async ({ accountId, status, after }: OrdersQueryVariables) => {
      const failure = failures.pop();
      if (failure) throw failure;
      if (accountId === 'busy') return pageOfBusy(status, after);
      const nodes = [order(`${accountId}-old`, 1)];
      return {
        account: {
          ordersCursor: 'cursor',
          orders: { nodes, pageInfo: { hasNextPage: false, endCursor: null } },
        },
      };
    },
    request: async () => ({ account: null }),
    orderByClientOrderId: async ({ clientOrderId }: { clientOrderId: string }) => {
      const failure = failures.pop();
      if (failure) throw failure;
      return { account: { orderByClientOrderId: taken.get(clientOrderId) ?? null } };
    },
    portfolioStream: async function* () {},
    orderStream: async function* (
      variables: { accountId: string; after: string | null },
      { signal }: { signal: AbortSignal },
    ) {
      asked.push(variables);
      const waiting: unknown[] = [];
      let wake = (): void => undefined;
      pushes.push((update) => (waiting.push(update), wake()));
      while (!signal.aborted) {
        for (const orders of waiting.splice(0)) yield { orders };
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  } as unknown as BrokerClient;
  const sessions = createStore<Session | null>(null);
  const account = followAccount({
    broker,
    sessions,
    browser: { clock: clockOf(due) },
    notices: { show: (notice) => void shown.push(notice.text) },
  });
  const settle = async (): Promise<void> => {
    for (let round = 0; round < 30; round += 1) await Promise.resolve();
  };
  return { account, sessions, settle, asked, pushes, failures, taken, due, shown };
}

const statuses = ({ account }: ReturnType<typeof scene>): string[] =>
  [...account.get().orders.values()].map(({ clientOrderId, status }) => `${clientOrderId} ${status}`);

test('the present orders come first, then the stream after their cursor', async () => {
  const at = scene();
  at.sessions.set(session('one'));
  await at.settle();
  expect(at.asked).toEqual([{ accountId: 'one', after: 'cursor' }]);
  at.account.sending({ clientOrderId: 'new', input: {} as never, sentAtMs: 0 });
  const execution = { id: 'exe', price: '1.00', quantity: 100, at: '2026-03-16T13:00:00.000Z' };
  at.pushes[0]?.({ order: order('new', 2, 'FILLED'), execution });
  await at.settle();
  expect(statuses(at)).toEqual(['one-old OPEN', 'new FILLED']);
  expect(at.account.get().sending.size).toBe(0);
  expect(at.account.get().fills.map(({ id }) => id)).toEqual(['exe']);
  expect(at.shown).toEqual([{ cause: 'filled', side: 'BUY', quantity: 100, ticker: 'PETR4' }]);
});

test('an open order is there however many newer orders have ended', async () => {
  const at = scene();
  at.sessions.set(session('busy'));
  await at.settle();
  expect(statuses(at)).toEqual(['new CANCELED', 'open-1 OPEN', 'open-2 OPEN']);
  expect(at.account.get()).toMatchObject({ isLoaded: true, oldest: { cursor: 'newest' } });
  expect(at.asked).toEqual([{ accountId: 'busy', after: 'cursor' }]);
});

test('an order that the exchange rejects, or that ends at once without its fill, is said in words', async () => {
  const at = scene();
  at.sessions.set(session('one'));
  await at.settle();
  const refusal = { rule: 'MINIMUM_QUANTITY', message: 'no', limit: null, observed: null };
  const ends = [
    { ...order('a', 2, 'REJECTED'), refusal },
    { ...order('f', 2, 'EXPIRED'), timeInForce: 'DAY', refusal },
    { ...order('b', 2, 'EXPIRED'), timeInForce: 'FOK', filledQuantity: 0 },
    { ...order('c', 2, 'CANCELED'), timeInForce: 'IOC', filledQuantity: 40 },
    { ...order('g', 2, 'EXPIRED'), timeInForce: 'DAY', minimumQuantity: 100, filledQuantity: 0 },
    // Its user has canceled this one, and the next one has lived for as long as it was meant to.
    { ...order('d', 2, 'CANCELED'), timeInForce: 'DAY', filledQuantity: 0 },
    { ...order('e', 2, 'EXPIRED'), timeInForce: 'DAY', filledQuantity: 0 },
  ];
  for (const ended of ends) at.pushes[0]?.({ order: ended, execution: null });
  await at.settle();
  expect(at.shown).toEqual([
    { cause: 'rejected', ticker: 'PETR4', refusal },
    { cause: 'rejected', ticker: 'PETR4', refusal },
    { cause: 'unfilled', side: 'BUY', quantity: 100, ticker: 'PETR4' },
    { cause: 'unfilled', side: 'BUY', quantity: 60, ticker: 'PETR4' },
    { cause: 'unfilled', side: 'BUY', quantity: 100, ticker: 'PETR4' },
  ]);
});

test('another account shows nothing of the one before, and no session shows nothing', async () => {
  const at = scene();
  at.sessions.set(session('one'));
  await at.settle();
  at.sessions.set(session('two'));
  await at.settle();
  expect(statuses(at)).toEqual(['two-old OPEN']);
  at.pushes[0]?.({ order: order('late', 1), execution: null });
  at.sessions.set(null);
  await at.settle();
  expect(statuses(at)).toEqual([]);
});

test('after an error that the SDK does not repeat, the present state is read anew', async () => {
  const at = scene();
  at.failures.push(new BrokerError([{ message: 'gone', extensions: { code: 'CURSOR_EXPIRED' } }]));
  at.sessions.set(session('one'));
  await at.settle();
  expect(at.account.get().isLoaded).toBe(false);
  at.due.splice(0).forEach((run) => run());
  await at.settle();
  expect(statuses(at)).toEqual(['one-old OPEN']);
});

const rows = ({ account }: ReturnType<typeof scene>): string[] => {
  const { orders, sending } = account.get();
  return rowsOf(orders, sending).map(({ clientOrderId, status }) => `${clientOrderId} ${status}`);
};

const sendingOrder = (clientOrderId: string): SendingOrder => ({
  ...{ clientOrderId, sentAtMs: 0 },
  input: { accountId: 'a', clientOrderId, ticker: 'PETR4', side: 'BUY', quantity: 100 },
});

/** An account with an order that has lost its answer. */
async function unanswered() {
  const at = scene();
  at.sessions.set(session('a'));
  await at.settle();
  at.account.sending(sendingOrder('lost'));
  at.account.unanswered('lost');
  return at;
}

/** Runs what waits for the clock. */
async function pass(at: ReturnType<typeof scene>): Promise<void> {
  for (const run of at.due.splice(0)) run();
  await at.settle();
}

test('an order without an answer keeps its row until the broker has found it', async () => {
  const at = await unanswered();
  expect(rows(at)).toEqual(['lost UNANSWERED', 'a-old OPEN']);
  at.failures.push(new ConnectionError('cut'));
  await pass(at);
  expect(rows(at)).toEqual(['lost UNANSWERED', 'a-old OPEN']);
  at.taken.set('lost', order('lost', 1, 'FILLED'));
  await pass(at);
  expect(rows(at).sort()).toEqual(['a-old OPEN', 'lost FILLED']);
});

test('an order without an answer that the broker does not have leaves the list', async () => {
  const at = await unanswered();
  await pass(at);
  expect(rows(at)).toEqual(['a-old OPEN']);
  expect(at.shown).toEqual([{ cause: 'absent', side: 'BUY', quantity: 100, ticker: 'PETR4' }]);
});

test('an order that is sent again is on its way again, whatever an earlier look-up finds', async () => {
  const at = await unanswered();
  at.account.sending(sendingOrder('lost'));
  await pass(at);
  expect(rows(at)).toEqual(['lost SENDING', 'a-old OPEN']);
});
