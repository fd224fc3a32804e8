import type { Figure, Section } from '../../report.ts';
import type { MeasuredLoad, OrdersScene } from '../scene.ts';
import type { LoadResult } from '../trading/load.ts';
import { LOT, type PlacedOrder } from '../trading/requests.ts';
import type { Trader } from '../trading/trader.ts';

const BATCH = 50;
const EIGHT = '8 connections';

const rateFigure = (key: string, what: string, { ordersPerSecond, reference }: MeasuredLoad): Figure => ({
  key,
  what,
  value: ordersPerSecond,
  unit: 'orders/s',
  ratio: { of: EIGHT, value: ordersPerSecond / reference },
});

const timeFigures = (key: string, what: string, { answerMs, firstSeenMs, seenMs }: LoadResult): Figure[] => [
  { key: `${key}.answer.p50`, what: `${what}: mutation, p50`, value: answerMs.p50, unit: 'ms' },
  { key: `${key}.answer.p99`, what: `${what}: mutation, p99`, value: answerMs.p99, unit: 'ms' },
  {
    key: `${key}.first.p50`,
    what: `${what}: until the first update, p50`,
    value: firstSeenMs.p50,
    unit: 'ms',
  },
  {
    key: `${key}.first.p99`,
    what: `${what}: until the first update, p99`,
    value: firstSeenMs.p99,
    unit: 'ms',
  },
  {
    key: `${key}.seen.p50`,
    what: `${what}: until the exchange's answer is seen, p50`,
    value: seenMs.p50,
    unit: 'ms',
  },
  {
    key: `${key}.seen.p99`,
    what: `${what}: until the exchange's answer is seen, p99`,
    value: seenMs.p99,
    unit: 'ms',
  },
];

/** Orders that rest in the book, one by one and in batches. */
export async function measureResting(scene: OrdersScene, seconds: number): Promise<Section> {
  const { requests, prices, traders } = scene;
  const one = await scene.reference(1);
  const eight = await scene.reference(8);
  const isReached = ({ status }: { status: string }): boolean => status === 'OPEN';
  const place = (trader: Trader) => requests.place(trader, 'BUY', prices.resting);
  const placeMany = (trader: Trader) => requests.placeMany(trader, BATCH, prices.resting);
  const load = (name: string, clients: number, next: (trader: Trader) => ReturnType<typeof place>) =>
    scene.load(name, { traders, clients, seconds, next, isReached });
  const alone = await load('one client', 1, place);
  const few = await load('8 clients', 8, place);
  const many = await load('64 clients', 64, place);
  const batches = await load(`placeOrders of ${BATCH}, 8 clients`, 8, placeMany);
  return {
    title: 'Orders that rest, through the gateway',
    note: `Embedded profile, simulator and rates off, the broker in a process of its own, clients in that of the bench. A rate counts orders until the last one is seen on its account's stream with the exchange's answer. A ratio is to the reference right before and after the load, since the machine's speed swings. The reference writes an order, its reservation, a ledger entry and a message to the same PostgreSQL: BEGIN, four statements, COMMIT.`,
    figures: [
      { key: 'reference.1', what: 'reference, 1 connection', value: one, unit: 'orders/s' },
      { key: 'reference.8', what: 'reference, 8 connections', value: eight, unit: 'orders/s' },
      rateFigure('resting.1', 'one by one, 1 client', alone),
      rateFigure('resting.8', 'one by one, 8 clients', few),
      rateFigure('resting.64', 'one by one, 64 clients', many),
      rateFigure('batch.8', `placeOrders of ${BATCH}, 8 clients`, batches),
      ...timeFigures('resting.1', '1 client', alone),
      ...timeFigures('resting.64', '64 clients', many),
      ...timeFigures('batch.8', `placeOrders of ${BATCH}, 8 clients`, batches),
    ],
  };
}

/** Orders of which each fills against one of another user. */
export async function measureCrossing(scene: OrdersScene, seconds: number): Promise<Section> {
  const { requests, prices, traders } = scene;
  const result = await scene.load('crossing orders, 64 clients', {
    traders,
    clients: 64,
    seconds,
    next: (trader, client) => requests.place(trader, client % 2 === 0 ? 'BUY' : 'SELL', prices.crossing),
    isReached: ({ status }) => status === 'FILLED' || status === 'CANCELED',
    finish: () => Promise.all(traders.map((trader) => requests.cancelAll(trader))),
  });
  return {
    title: 'Orders that fill, through the gateway',
    note: 'Half of 64 clients buys and half sells at one price, and each order fills against one of another user. Both sides are booked. Orders left over at the end are canceled.',
    figures: [
      rateFigure('crossing.64', 'one by one, 64 clients', result),
      ...timeFigures('crossing.64', '64 clients', result),
    ],
  };
}

/** Orders placed for cancels or replaces of a section; a load that has used them up ends sooner. */
const FOR_LATER = 300;

async function placeForLater(scene: OrdersScene): Promise<ReadonlyMap<Trader, PlacedOrder[]>> {
  const { traders, requests, prices } = scene;
  const orders = new Map<Trader, PlacedOrder[]>();
  for (const trader of traders) {
    const placed: PlacedOrder[] = [];
    while (placed.length < FOR_LATER)
      placed.push(...(await requests.placeForLater(trader, BATCH, prices.resting)));
    orders.set(trader, placed);
  }
  return orders;
}

/** Cancels and replaces of resting orders. */
export async function measureChanges(scene: OrdersScene, seconds: number): Promise<Section> {
  const { requests, traders } = scene;
  const orders = await placeForLater(scene);
  const replaced: Map<Trader, PlacedOrder[]> = new Map(traders.map((trader) => [trader, []]));
  const replaces = await scene.load('replaces, 64 clients', {
    traders,
    clients: 64,
    seconds,
    next: (trader) => {
      const order = orders.get(trader)?.pop();
      if (!order) return null;
      replaced.get(trader)?.push(order);
      return requests.replace(trader, order, 2 * LOT);
    },
    isReached: ({ quantity, pendingRequest }) => quantity === 2 * LOT && pendingRequest === null,
  });
  const cancels = await scene.load('cancels, 64 clients', {
    traders,
    clients: 64,
    seconds,
    next: (trader) => {
      const order = replaced.get(trader)?.pop() ?? orders.get(trader)?.pop();
      return order ? requests.cancel(trader, order) : null;
    },
    isReached: ({ status }) => status === 'CANCELED',
  });
  return {
    title: 'Cancels and replaces, through the gateway',
    note: 'Each is a request of its own about an order in the book.',
    figures: [
      rateFigure('replaces.64', 'replaces, 64 clients', replaces),
      rateFigure('cancels.64', 'cancels, 64 clients', cancels),
      ...timeFigures('replaces.64', 'replaces', replaces),
      ...timeFigures('cancels.64', 'cancels', cancels),
    ],
  };
}
