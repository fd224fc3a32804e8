import { setImmediate } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { reservedAmount } from '#domain/orders/lifecycle/order-reservation.ts';
import { cancelOrder } from '#orders/accept/cancel-orders.ts';
import { INTENT_LEASE_MS, WAIT_STEP_MS } from '#orders/accept/intents.ts';
import type { OrderAnswer } from '#orders/accept/batch-service.ts';
import { placeOrders } from '#orders/accept/place-orders.ts';
import type { OrderInput } from '#orders/accept/prepare-orders.ts';
import { replaceOrder } from '#orders/accept/replace-order.ts';
import type { ReplaceInput } from '#orders/accept/replacing/replace-attempts.ts';
import { createFakeWallet } from '#orders/test/fake-wallet.ts';
import { createMemoryCache } from '#platform/in-process/memory-cache.ts';
import { createIdSource } from '#platform/ids.ts';
import { createRandom, type Random } from '#platform/random.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { instrumentFact } from '#test/support/samples/instrument.ts';
import { TEST_RETENTION } from '#test/support/samples/retention.ts';
import { orderRequest } from '#test/support/samples/order-request.ts';
import { createExchange, type ExchangeOrder } from './exchange.ts';
import { createOrderRows } from './memory-rows.ts';
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
  /** Requests to replace its orders. */
  readonly replaces: ReplaceOfClient[];
}

/** A replace of a client, who repeats it until it has an answer. */
interface ReplaceOfClient {
  readonly input: ReplaceInput;
  answer: OrderAnswer | null;
}

export interface TrialResult {
  readonly crashes: number;
  readonly orders: number;
  readonly replaces: number;
  readonly fills: number;
}

/**
 * Lets clients place, replace and cancel orders at once, and the exchange fill them, while the process of orders crashes at random
 * points, up to three times, each followed by another process. Then compares orders, reservations, commands and facts. Throws with
 * the first difference.
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
  const { exchange, rows } = world;
  return {
    crashes,
    orders: exchange.orders.size,
    replaces: exchange.replaceIds.length,
    fills: rows.executions.length,
  };
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
        historyAssets: async ({ tickers }) => tickers.map(() => null),
        addHistoryAssets: async () => ({ added: 0 }),
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
    return { user, inputs, answers: null, replaces: [] };
  });
}

/** Sends the open requests, replaces, cancels and fills orders, and runs the background work, until all have an answer or a crash. */
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
  for (const request of requests) run(() => replaceSome(world, process, request));
  run(() => fillSome(world));
  // A replace waits until the exchange has answered the request before it.
  run(async () => {
    do {
      await process.work();
      await setImmediate();
    } while (running.size > 1);
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
        if (answer.ok && isOpen(world, answer.value.orderId) && world.random() < 0.15)
          await cancelOrder(process.service, answer.value.orderId, requesterOf(user));
  }
}

const isOpen = ({ exchange }: World, orderId: string): boolean =>
  exchange.orders.get(orderId)?.status === 'OPEN';

/** Repeats replaces without an answer, then sends new ones; some have an id of another order, some exceed the cash. */
async function replaceSome(world: World, process: OrdersProcess, request: Request): Promise<void> {
  const { random } = world;
  const send = async (replace: ReplaceOfClient): Promise<void> => {
    replace.answer = await replaceOrder(process.service, replace.input, requesterOf(request.user));
  };
  for (const replace of request.replaces) if (replace.answer === null) await send(replace);
  for (let times = 3; times > 0; times--) {
    await setImmediate();
    for (const answer of request.answers ?? []) {
      if (!answer.ok || !isOpen(world, answer.value.orderId) || random() < 0.7) continue;
      const input = {
        orderId: answer.value.orderId,
        clientRequestId: `replace-${Math.floor(random() * 60)}`,
        quantity: 100 * (1 + Math.floor(random() * 6)),
        ...{ limitPrice: random() < 0.5 ? null : '28.80', stopPrice: null },
        ...{ displayQuantity: null, minimumQuantity: null },
      };
      const replace: ReplaceOfClient = { input, answer: null };
      request.replaces.push(replace);
      await send(replace);
    }
  }
}

/** Fills open orders, some of them in part. */
async function fillSome({ exchange, random }: World): Promise<void> {
  for (let times = 4; times > 0; times--) {
    await setImmediate();
    for (const [orderId, { status }] of exchange.orders)
      if (status === 'OPEN' && random() < 0.15) exchange.fill(orderId, 100 * (1 + Math.floor(random() * 2)));
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
  const replaces = [...rows.replaces.byId.values()];
  same('intents of replaces that are left', replaces.filter(({ reserving }) => reserving).length, 0);
  same(
    'replaces of the store and of the exchange',
    replaces.map(({ requestId }) => requestId).sort(),
    [...exchange.replaceIds].sort(),
  );
  const states = stored.map(({ order }) => [
    order.orderId,
    order.status,
    order.quantity,
    order.filledQuantity,
    order.replacement,
    order.cancelRequestId,
  ]);
  same('orders of the store and of the exchange', states.sort(), [...exchange.orders].map(stateOf).sort());
  const held = stored.flatMap(({ order }): [string, number][] => {
    const amount = reservedAmount(order);
    return amount > 0 ? [[order.orderId, amount]] : [];
  });
  same('reservations', Object.entries(wallet.holds()).sort(), held.sort());
  for (const user of USERS) {
    const reserved = stored
      .filter(({ order }) => order.accountId === accountOf(user))
      .reduce((sum, { order }) => sum + reservedAmount(order), 0);
    const ids = new Set(
      stored.flatMap(({ order }) => (order.accountId === accountOf(user) ? order.orderId : [])),
    );
    const paid = rows.executions
      .filter(({ orderId }) => ids.has(orderId))
      .reduce((sum, { grossCentavos, feesCentavos }) => sum + grossCentavos + feesCentavos, 0);
    same(`the cash of ${user}`, wallet.free(accountOf(user), 'BRL') + reserved + paid, CASH_CENTAVOS);
  }
  for (const { user, inputs, answers, replaces: sent } of requests) {
    for (const { input, answer } of sent) {
      if (!answer) throw new Error('a replace has no answer');
      const known = rows.replaces.byId.get(
        rows.replaces.ids.get(`${accountOf(user)} ${input.clientRequestId}`) ?? '',
      );
      if (answer.ok) same(`the replace ${input.clientRequestId}`, known?.orderId, input.orderId);
    }
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

/** The state that the store must have for an order of the exchange. */
const stateOf = ([orderId, { status, quantity, filledQuantity }]: readonly [string, ExchangeOrder]) => [
  orderId,
  status === 'OPEN' && filledQuantity > 0 ? 'PARTIALLY_FILLED' : status,
  quantity,
  filledQuantity,
  null,
  null,
];

function same(what: string, actual: unknown, expected: unknown): void {
  if (isDeepStrictEqual(actual, expected)) return;
  throw new Error(`${what}: ${JSON.stringify(actual)}, expected ${JSON.stringify(expected)}`);
}
