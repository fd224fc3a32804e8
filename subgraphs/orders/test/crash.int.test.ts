import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { RpcUnavailable } from '#platform/rpc/local.ts';
import type { CommandQueue } from '#platform/ports/command-queue.ts';
import type { WalletRpc } from '#contracts/calls/wallet.ts';
import { createCancelTurns } from '../accept/canceling/cancel-turns.ts';
import { createOrderChangeBatches } from '../accept/change-batches.ts';
import { createOpenOrderLimit } from '../accept/placing/open-order-limit.ts';
import { createAccountOwners } from '../accept/account-owners.ts';
import { placeOrders } from '../accept/place-orders.ts';
import { NO_BROKERAGE } from '#domain/costs/brokerage.ts';
import { B3_COST_TABLES } from '#domain/costs/cost-table.ts';
import { noMetrics } from '#platform/observability/metrics.ts';
import { INTENT_LEASE_MS } from '../accept/intents.ts';
import type { OrderService } from '../accept/order-service.ts';
import { createOrderMetrics } from '../observe/order-metrics.ts';
import type { OrderInput } from '../accept/prepare-orders.ts';
import { replaceOrder } from '../accept/replace-order.ts';
import { createPrismaOrderStore } from '../store/store.prisma.ts';
import type { OrderStore } from '../store/store.ts';
import { Crash, crashingProcess, type CrashingProcess } from './crashing-process.ts';
import { orderRequest } from '#test/support/samples/order-request.ts';
import { buy } from './order-scene.ts';
import { ACCOUNT, ALICE, createTestOrders, type TestOrders } from './test-support.ts';

const requester = { userId: ALICE, correlationId: 'cor_crash' };
const input = (clientOrderId: string): OrderInput => ({
  ...orderRequest(),
  accountId: ACCOUNT,
  clientOrderId,
  ticker: 'PETR4',
});

let orders: TestOrders;
let store: OrderStore;
beforeEach(async () => {
  orders = await createTestOrders();
  orders.wallet.give(ACCOUNT, 'BRL', 100_000_00);
  store = await createPrismaOrderStore(orders.dependencies.database, { engineShards: 1 });
});
afterEach(async () => {
  await store.close();
  await orders.stop();
});

const costs = { tables: B3_COST_TABLES, brokerage: NO_BROKERAGE };

const serviceOf = (process: Pick<CrashingProcess, 'store' | 'wallet'>): OrderService => {
  const placing = {
    ...orders.dependencies,
    ...process,
    owners: createAccountOwners(process.wallet),
    costs,
    metrics: createOrderMetrics(noMetrics, store),
    openOrderLimit: createOpenOrderLimit({ store: process.store, maxOpenOrders: 10_000 }),
    wakeRelay: () => undefined,
    wakeRecovery: () => undefined,
  };
  return {
    ...placing,
    changes: createOrderChangeBatches(placing),
    backPressure: {
      check: () => undefined,
      untilCalm: async () => undefined,
      untilAnswersApplied: async () => undefined,
    },
    cancelTurns: createCancelTurns(),
  };
};

/** Crashes the work at every step, before and after it, and runs `check` after each crash; returns the number of steps. */
async function crashEverywhere(
  work: (service: OrderService, name: string) => Promise<unknown>,
  check: (name: string) => Promise<void>,
): Promise<number> {
  for (let step = 1; ; step++) {
    for (const when of ['before', 'after'] as const) {
      const process = crashingProcess(store, orders.wallet, step, when);
      const name = `${step}-${when}`;
      const outcome = await work(serviceOf(process), name).catch((error: unknown) => error);
      if (process.steps() < step) return step - 1;
      expect(outcome, name).toBeInstanceOf(Crash);
      orders.wallClock.advance(INTENT_LEASE_MS + 1);
      await check(name);
    }
  }
}

/** Time for two crashes a step, each with a recovery, on a busy machine. */
const ALL_CRASHES_MS = 120_000;

describe('a crash', { timeout: ALL_CRASHES_MS }, () => {
  test('at any step of placing leaves no reservation without an order, and a retry places one order', async () => {
    const steps = await crashEverywhere(
      (service, name) => placeOrders(service, [input(name), input(`${name}-b`)], requester),
      async (name) => {
        const [answer] = await orders.settle(
          placeOrders(serviceOf({ store, wallet: orders.wallet }), [input(name)], requester),
        );
        expect(answer?.ok).toBe(true);
        await orders.expectConsistent();
        const query = {
          accountId: ACCOUNT,
          statuses: null,
          ticker: null,
          side: null,
          fromMs: null,
          toMs: null,
        };
        const [placed = []] = await store.pages([{ query, after: null, limit: 1000 }]);
        expect(placed.filter((order) => order.clientOrderId === name)).toHaveLength(1);
      },
    );
    // Owners, intents, reservation, acceptance.
    expect(steps).toBe(4);
  });

  test('at any step of replacing leaves no extra reservation', async () => {
    const [placed] = await placeOrders(
      serviceOf({ store, wallet: orders.wallet }),
      [input('one')],
      requester,
    );
    if (!placed?.ok) throw new Error('the order was refused');
    const { orderId } = placed.value;
    await orders.report({
      type: 'ACCEPTED',
      orderId,
      ticker: 'PETR4',
      quantity: 100,
      filledQuantity: 0,
      leavesQuantity: 100,
      limitPriceTicks: 2890,
    });
    await orders.until(async () => (await store.orders([orderId]))[0]?.status === 'OPEN');
    const terms = {
      quantity: 200,
      limitPrice: null,
      stopPrice: null,
      displayQuantity: null,
      minimumQuantity: null,
    };
    let answered = 0;
    const steps = await crashEverywhere(
      (service, name) => replaceOrder(service, { orderId, clientRequestId: name, ...terms }, requester),
      async (name) => {
        const again = replaceOrder(
          serviceOf({ store, wallet: orders.wallet }),
          { orderId, clientRequestId: name, ...terms },
          requester,
        );
        const answer = await orders.settle(again);
        expect(answer).toMatchObject({ ok: true, value: { pendingRequest: 'REPLACE' } });
        await orders.expectConsistent();
        const requests = orders.commands.filter((command) => command.type === 'REPLACE_ORDER');
        answered += 1;
        expect(requests).toHaveLength(answered);
        const requestId = requests.at(-1)?.commandId ?? '';
        await orders.report({
          type: 'REPLACE_REJECTED',
          orderId,
          ticker: 'PETR4',
          requestId,
          rule: 'PHASE',
          message: 'not now',
        });
        await orders.until(async () => (await store.orders([orderId]))[0]?.replacement === null);
        await orders.expectConsistent();
      },
    );
    expect(steps).toBeGreaterThan(5);
  });

  test('between publishing and deleting a command publishes it again, and loses nothing', async () => {
    await orders.part().stop();
    let published = 0;
    const queue: CommandQueue = {
      ...orders.queue,
      publish: async (name, messages) => {
        await orders.queue.publish(name, messages);
        published += 1;
        if (published === 1) throw new Crash('the confirmation was lost');
      },
    };
    await orders.restart({ queue });
    await placeOrders(serviceOf({ store, wallet: orders.wallet }), [input('one')], requester);
    await orders.until(async () => published === 2 && (await store.backlog()).commandOutbox === 0);
    await orders.expectConsistent();
    expect(orders.commands).toHaveLength(1);
  });
});

describe('a wallet that does not answer', () => {
  const PLACE = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { __typename ... on Order { id } } }`;
  const variables = { input: buy() };

  test('gives SERVICE_UNAVAILABLE, whether it reserved or not, and a retry places the order once', async () => {
    await orders.part().stop();
    let calls = 0;
    const reserve: WalletRpc['reserve'] = async (wanted) => {
      calls += 1;
      if (calls === 1) throw new RpcUnavailable('the wallet is down');
      const answer = await orders.wallet.reserve(wanted);
      if (calls === 2) throw new RpcUnavailable('the answer was lost');
      return answer;
    };
    await orders.restart({ wallet: { ...orders.wallet, reserve } });
    for (let attempt = 0; attempt < 2; attempt++) {
      const { errors } = await orders.execute(ALICE, PLACE, variables);
      expect(errors?.[0]?.extensions.code).toBe('SERVICE_UNAVAILABLE');
    }
    const { data } = await orders.execute(ALICE, PLACE, variables);
    expect(data).toMatchObject({ placeOrder: { __typename: 'Order' } });
    await orders.expectConsistent();
    expect(orders.commands).toHaveLength(1);
    expect(orders.wallet.free(ACCOUNT, 'BRL')).toBe(100_000_00 - 2890_98);
  });
});

describe('concurrent requests with the same client order id', () => {
  test('to two processes place one order', async () => {
    const other = serviceOf({
      store: await createPrismaOrderStore(orders.dependencies.database, { engineShards: 1 }),
      wallet: orders.wallet,
    });
    const services = [serviceOf({ store, wallet: orders.wallet }), other];
    const answers = await orders.settle(
      Promise.all(
        Array.from({ length: 12 }, (_, index) =>
          placeOrders(services[index % 2] ?? other, [input('same')], requester),
        ),
      ),
    );
    await other.store.close();
    const ids = answers.map(([answer]) => (answer?.ok ? answer.value.orderId : answer?.refusal.rule));
    expect(new Set(ids).size).toBe(1);
    await orders.expectConsistent();
    expect(orders.wallet.free(ACCOUNT, 'BRL')).toBe(100_000_00 - 2890_98);
  });

  test('and different content: one places its order, the other gets ID_REUSED', async () => {
    const service = serviceOf({ store, wallet: orders.wallet });
    const [first, second] = await orders.settle(
      Promise.all([
        placeOrders(service, [input('same')], requester),
        placeOrders(service, [{ ...input('same'), quantity: 200 }], requester),
      ]),
    );
    const rules = [first, second].map(([answer] = []) => (answer?.ok ? 'placed' : answer?.refusal.rule));
    expect(rules.toSorted()).toEqual(['ID_REUSED', 'placed']);
    await orders.expectConsistent();
  });

  test('wait for the first one: when the broker refuses it, the id is free', async () => {
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const slow: WalletRpc = {
      ...orders.wallet,
      reserve: async ({ reservations }) => {
        await held;
        return reservations.map(() => ({ outcome: 'INSUFFICIENT', available: 0 }));
      },
    };
    const first = placeOrders(serviceOf({ store, wallet: slow }), [input('same')], requester);
    await orders.until(async () => (await store.backlog()).intents === 1);
    const second = placeOrders(serviceOf({ store, wallet: orders.wallet }), [input('same')], requester);
    letGo();
    expect(await orders.settle(first)).toMatchObject([{ ok: false, refusal: { rule: 'INSUFFICIENT_CASH' } }]);
    expect(await orders.settle(second)).toMatchObject([{ ok: true }]);
    await orders.expectConsistent();
  });
});
