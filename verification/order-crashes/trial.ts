import { setImmediate } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { reservedAmount } from '#domain/orders/lifecycle/order-reservation.ts';
import { cancelOrder } from '#orders/accept/cancel-orders.ts';
import { INTENT_LEASE_MS, WAIT_STEP_MS } from '#orders/accept/intents.ts';
import type { OrderAnswer } from '#orders/accept/order-service.ts';
import { placeOrders } from '#orders/accept/place-orders.ts';
import type { OrderInput } from '#orders/accept/prepare-orders.ts';
import { createFakeWallet } from '#orders/test/fake-wallet.ts';
import { createMemoryCache } from '#platform/in-process/memory-cache.ts';
import { createIdSource } from '#platform/ids.ts';
import { createRandom, type Random } from '#platform/random.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { instrumentFact } from '#test/support/instrument.ts';
import { TEST_RETENTION } from '#test/support/retention.ts';
import { orderRequest } from '#test/support/order-request.ts';
import { createExchange } from './exchange.ts';
import { createOrderRows } from './memory-store.ts';
import { Crash, startProcess, type OrdersProcess, type World } from './process.ts';

/** A Monday at noon in Sao Paulo. */
const NOW_MS = Date.parse('2026-03-16T15:00:00.000Z');
const USERS = ['ana', 'bia', 'caio'];
/** Enough for some of the orders of an account. */
const CASH_CENTAVOS = 12 * 289_098;
/** Points of a trial without a crash are fewer than this times its orders. */
const POINTS_PER_ORDER = 3;

const accountOf = (user: string): string => `acc_${user}`;

/** One request of a client, who repeats it until it has an answer. */
interface Request {
  readonly user: string;
  readonly inputs: readonly OrderInput[];
  answers: readonly OrderAnswer[] | null;
}

export interface TrialResult {
  readonly crashes: number;
  readonly orders: number;
}

/**
 * Lets clients place and cancel orders at once while the process of orders crashes at random points, up to three times, each followed
 * by another process. Then compares orders, reservations, commands and facts. Throws with the first difference.
 */
export async function runTrial(seed: number): Promise<TrialResult> {
  const random = createRandom(seed);
  const world = createWorld(random);
  const requests = createRequests(random);
  let crashes = 0;
  const count = requests.reduce((sum, { inputs }) => sum + inputs.length, 0);
  for (let left = 1 + Math.floor(random() * 3); left > 0; left--) {
    const process = startProcess(world, 1 + Math.floor(random() * POINTS_PER_ORDER * count));
    await serve(world, process, requests);
    if (process.hasCrashed()) crashes += 1;
    // The leases of its intents end before the next process has started.
    world.wallClock.advance(INTENT_LEASE_MS + 1);
  }
  const last = startProcess(world, Infinity);
  await serve(world, last, requests);
  await untilQuiet(world, last);
  check(world, requests);
  return { crashes, orders: world.exchange.orders.size };
}

function createWorld(random: Random): World {
  const wallClock = createManualClock(NOW_MS);
  const wallet = createFakeWallet(Object.fromEntries(USERS.map((user) => [accountOf(user), user])));
  for (const user of USERS) wallet.give(accountOf(user), 'BRL', CASH_CENTAVOS);
  const bytes = (length: number): Uint8Array => Uint8Array.from({ length }, () => Math.floor(random() * 256));
  return {
    rows: createOrderRows(),
    wallet,
    exchange: createExchange('2026-03-16', NOW_MS),
    wallClock,
    random,
    common: {
      assets: {
        instruments: async ({ tickers }) => tickers.map((ticker) => instrumentFact({ ticker })),
        catalogue: async () => [],
        corporateActions: async ({ ids }) => ids.map(() => null),
        clock: async () => ({ v: 1, mode: 'continuous', realMs: 0, simulatedMs: 0, speed: 1 }),
        indexCompositions: async () => [],
      },
      identity: { areOwned: async ({ credentialIds }) => credentialIds.map(() => false) },
      cache: createMemoryCache(),
      marketClock: createManualClock(NOW_MS),
      marketMode: () => 'continuous',
      calendar: createTradingCalendar(),
      ids: createIdSource(wallClock, bytes),
      retention: TEST_RETENTION,
    },
  };
}

/** Requests of one to five orders; some client order ids occur in several requests, some orders are invalid. */
function createRequests(random: Random): Request[] {
  const pick = (count: number): number => Math.floor(random() * count);
  return Array.from({ length: 3 + pick(10) }, () => {
    const user = USERS[pick(USERS.length)] ?? '';
    const inputs = Array.from({ length: 1 + pick(5) }, () => ({
      ...orderRequest({ quantity: random() < 0.1 ? 101 : 100 * (1 + pick(3)) }),
      accountId: accountOf(random() < 0.05 ? (USERS[pick(USERS.length)] ?? '') : user),
      clientOrderId: `order-${pick(25)}`,
      ticker: 'PETR4',
    }));
    return { user, inputs, answers: null };
  });
}

/** Sends the requests without an answer, cancels orders, and runs the background work, until all have an answer or the process has crashed. */
async function serve(world: World, process: OrdersProcess, requests: readonly Request[]): Promise<void> {
  const { random, wallClock } = world;
  const running = new Set<Promise<unknown>>();
  const run = (work: () => Promise<void>): void => {
    const done = work()
      .catch((error: unknown) => {
        // The first cause may be a crash; a request then fails with it, or asks the client to send it again.
        if (!process.hasCrashed() && !(error instanceof Crash)) throw error;
      })
      .finally(() => running.delete(done));
    running.add(done);
  };
  for (const request of requests.filter(({ answers }) => answers === null))
    run(async () => {
      for (let turns = Math.floor(random() * 6); turns > 0; turns--) await setImmediate();
      request.answers = await placeOrders(process.service, request.inputs, requesterOf(request.user));
    });
  run(() => cancelSome(world, process, requests));
  run(async () => {
    for (let times = 3; times > 0; times--) await process.work();
  });
  while (running.size > 0) {
    await Promise.race([...running, setImmediate()]);
    wallClock.advance(WAIT_STEP_MS);
  }
}

const requesterOf = (userId: string) => ({ userId, correlationId: `cor_${userId}` });

async function cancelSome(world: World, process: OrdersProcess, requests: readonly Request[]): Promise<void> {
  for (let times = 4; times > 0; times--) {
    await setImmediate();
    for (const { user, answers } of requests)
      for (const answer of answers ?? [])
        if (answer.ok && world.exchange.orders.get(answer.value.orderId) === 'OPEN' && world.random() < 0.2)
          await cancelOrder(process.service, answer.value.orderId, requesterOf(user));
  }
}

async function untilQuiet({ rows, exchange }: World, process: OrdersProcess): Promise<void> {
  for (let rounds = 0; rounds < 1_000; rounds++) {
    await process.work();
    const waiting =
      rows.commandOutbox.length + rows.factOutbox.length + exchange.depth() + rows.abandoned.size;
    if (waiting === 0) return;
  }
  throw new Error('the background work does not end');
}

/** Throws unless every order is whole: in the store, at the exchange, in the wallet and in the answers. */
function check({ rows, wallet, exchange }: World, requests: readonly Request[]): void {
  const stored = [...rows.orders.values()];
  same('intents that are left', stored.filter(({ reserving }) => reserving).length, 0);
  const states = stored.map(({ order }) => [order.orderId, order.status]).sort();
  same('orders of the store and of the exchange', states, [...exchange.orders].sort());
  const held = stored.flatMap(({ order }): [string, number][] => {
    const amount = reservedAmount(order);
    return amount > 0 ? [[order.orderId, amount]] : [];
  });
  same('reservations', Object.entries(wallet.holds()).sort(), held.sort());
  for (const user of USERS) {
    const reserved = stored
      .filter(({ order }) => order.accountId === accountOf(user))
      .reduce((sum, { order }) => sum + reservedAmount(order), 0);
    same(`the cash of ${user}`, wallet.free(accountOf(user), 'BRL') + reserved, CASH_CENTAVOS);
  }
  for (const { inputs, answers } of requests) {
    if (answers?.length !== inputs.length) throw new Error('a request has no answer');
    answers.forEach((answer, index) => {
      if (!answer.ok) return;
      const { accountId = '', clientOrderId = '' } = inputs[index] ?? {};
      same(`the order ${clientOrderId}`, rows.ids.get(`${accountId} ${clientOrderId}`), answer.value.orderId);
    });
  }
  const published = wallet.facts.length;
  same(
    'facts',
    published,
    [...rows.facts.values()].reduce((sum, facts) => sum + facts.length, 0),
  );
}

function same(what: string, actual: unknown, expected: unknown): void {
  if (isDeepStrictEqual(actual, expected)) return;
  throw new Error(`${what}: ${JSON.stringify(actual)}, expected ${JSON.stringify(expected)}`);
}
