import type {
  BrokerClient,
  OrdersQuery,
  OrderStreamSubscription,
  PortfolioStreamSubscription,
} from '#sdk/src/index.ts';
import type { Session } from '../session/session.ts';
import type { Browser } from '../state/browser.ts';
import { keepFollowing } from '../state/keep-following.ts';
import type { Notices } from '../state/notices.ts';
import { inSlices } from '../state/in-slices.ts';
import { createStore, type Store } from '../state/store.ts';
import { OPEN_STATUSES, withOrders, type Order, type SendingOrder } from './order-rows.ts';
import { endOf } from './order-life.ts';
import { merged, readOpenFills, readPastFills, type Fill } from './past-fills.ts';

type Portfolio = PortfolioStreamSubscription['portfolio'];

/** Where a list that is read by pages goes on. */
export interface Oldest {
  readonly cursor: string;
  /** Time of the last order before it. */
  readonly at: string;
}

/** Orders, cash and positions of the account on the screen, as the streams bring them. */
export interface AccountState {
  /** By client order id: the newest ones, and all that are open, however old. */
  readonly orders: ReadonlyMap<string, Order>;
  readonly sending: ReadonlyMap<string, SendingOrder>;
  readonly fills: readonly Fill[];
  readonly portfolio: Portfolio | null;
  /** The oldest order of the pages that are loaded; null when there is no older one. */
  readonly oldest: Oldest | null;
  /** False until the newest orders and all open ones have come. */
  readonly isLoaded: boolean;
  /** Where older fills begin; null when there are none. */
  readonly olderFills: string | null;
  /** False until the newest fills have come. */
  readonly hasFills: boolean;
}

const EMPTY: AccountState = {
  orders: new Map(),
  sending: new Map(),
  fills: [],
  portfolio: null,
  oldest: null,
  isLoaded: false,
  olderFills: null,
  hasFills: false,
};

export interface AccountStreams extends Pick<Store<AccountState>, 'get' | 'subscribe'> {
  /** Shows an order before the broker answers. */
  readonly sending: (order: SendingOrder) => void;
  /** The broker has answered: with the order, or with none. */
  readonly answered: (clientOrderId: string, order: Order | null) => void;
  /** No answer has come: the order stays on the screen until its fate is known. */
  readonly unanswered: (clientOrderId: string) => void;
  /** Loads the orders before the oldest one. */
  readonly loadOlder: () => Promise<void>;
  /** Loads fills before the oldest ones. */
  readonly loadOlderFills: () => Promise<void>;
}

/** Orders of one request. */
const PAGE = 200;
/** Fills that are read at once. */
const FILLS = 200;
const PORTFOLIO_EVERY_MS = 500;

interface Dependencies {
  readonly broker: BrokerClient;
  readonly browser: Pick<Browser, 'clock'>;
  readonly sessions: Store<Session | null>;
  readonly notices: Pick<Notices, 'show'>;
}

/** Follows the account of the session, and the next one's when the session changes. */
export function followAccount(dependencies: Dependencies): AccountStreams {
  const { sessions } = dependencies;
  const store = createStore(EMPTY);
  let followed: Followed | null = null;
  const change = (): void => {
    const accountId = sessions.get()?.accountId ?? null;
    if (accountId === (followed?.accountId ?? null)) return;
    followed?.end.abort();
    followed = null;
    store.set(EMPTY);
    if (accountId === null) return;
    const end = new AbortController();
    const { signal } = end;
    const take = inSlices<Taken>(dependencies.browser, (taken) => !signal.aborted && takeAll(store, taken));
    followed = { accountId, end, take };
    const followStream = (follow: () => Promise<void>): void =>
      keepFollowing(dependencies.browser, follow, signal);
    followStream(() => followOrders(dependencies, { store, take }, accountId, signal));
    followStream(() => followPortfolio(dependencies, store, accountId, signal));
  };
  sessions.subscribe(change);
  change();
  return {
    get: store.get,
    subscribe: store.subscribe,
    sending: (order) =>
      store.update((state) => ({
        ...state,
        sending: new Map(state.sending).set(order.clientOrderId, order),
      })),
    answered: (clientOrderId, order) => {
      if (order) followed?.take({ order, fill: null });
      else drop(store, clientOrderId);
    },
    unanswered: (clientOrderId) => {
      if (!followed) return;
      const { accountId, end, take } = followed;
      lookUp(dependencies, { store, take }, { accountId, clientOrderId }, end.signal);
    },
    loadOlder: async () => {
      const { oldest } = store.get();
      if (!followed || !oldest) return;
      const { accountId, end } = followed;
      await readOrders(dependencies.broker, store, { accountId, after: oldest.cursor }, end.signal);
    },
    loadOlderFills: async () => {
      const after = store.get().olderFills;
      if (!followed || after === null) return;
      const { accountId, end } = followed;
      const place = { accountId, after, enough: 1 };
      const past = await readPastFills(dependencies.broker, place, end.signal);
      if (!end.signal.aborted) takeFills(store, past.fills, past.after);
    },
  };
}

type Follow = (
  dependencies: Dependencies,
  store: Store<AccountState>,
  accountId: string,
  signal: AbortSignal,
) => Promise<void>;

/** A state of an order, with the fill that it is of. */
interface Taken {
  readonly order: Order;
  readonly fill: Fill | null;
}

/** The account that is followed. */
interface Followed {
  readonly accountId: string;
  readonly end: AbortController;
  readonly take: (taken: Taken) => void;
}

/** Where the orders of the account go. */
interface Taking extends Pick<Followed, 'take'> {
  readonly store: Store<AccountState>;
}

const takeAll = (store: Store<AccountState>, taken: readonly Taken[]): void =>
  store.update((state) => ({
    ...state,
    orders: withOrders(
      state.orders,
      taken.map(({ order }) => order),
    ),
    sending: taken.reduce((sending, { order }) => without(sending, order.clientOrderId), state.sending),
    fills: taken.some(({ fill }) => fill)
      ? [...state.fills, ...taken.flatMap(({ fill }) => fill ?? [])]
      : state.fills,
  }));

const drop = (store: Store<AccountState>, clientOrderId: string): void =>
  store.update((state) => ({ ...state, sending: without(state.sending, clientOrderId) }));

/** A request that lost its answer may still be on its way: it has this long to arrive. */
const ARRIVAL_MS = 2_000;

/** Asks the broker for an order without an answer, again and again until it answers. */
function lookUp(
  { broker, browser, notices }: Dependencies,
  { store, take }: Taking,
  place: { readonly accountId: string; readonly clientOrderId: string },
  signal: AbortSignal,
): void {
  const { clientOrderId } = place;
  const sent = store.get().sending.get(clientOrderId);
  if (!sent) return;
  const unanswered = { ...sent, isUnanswered: true };
  store.update((state) => ({
    ...state,
    sending: new Map(state.sending).set(clientOrderId, unanswered),
  }));
  const ask = async (): Promise<void> => {
    // The stream has brought it, or the user has sent it again.
    if (store.get().sending.get(clientOrderId) !== unanswered) return;
    const { account } = await broker.orderByClientOrderId(place, { signal });
    if (signal.aborted || store.get().sending.get(clientOrderId) !== unanswered) return;
    const order = account?.orderByClientOrderId;
    if (order) return take({ order, fill: null });
    drop(store, clientOrderId);
    const { side, quantity, ticker } = sent.input;
    notices.show({ kind: 'error', text: { cause: 'absent', side, quantity, ticker } });
  };
  browser.clock.after(ARRIVAL_MS, () => {
    if (!signal.aborted) keepFollowing(browser, ask, signal);
  });
}

async function followOrders(
  dependencies: Dependencies,
  { store, take }: Taking,
  accountId: string,
  signal: AbortSignal,
): Promise<void> {
  const { broker, browser, notices } = dependencies;
  const account = await readOrders(broker, store, { accountId }, signal);
  // After the cursor: a fill that these reads miss comes on the stream.
  keepFollowing(browser, () => readFills(dependencies, store, accountId, signal), signal);
  // Among so many orders an open one may be older than those of the first page.
  if (account?.orders?.pageInfo.hasNextPage) await readOpenOrders(broker, store, accountId, signal);
  store.update((state) => ({ ...state, isLoaded: true }));
  const updates = broker.orderStream({ accountId, after: account?.ordersCursor ?? null }, { signal });
  for await (const { orders: update } of updates) {
    take({ order: update.order, fill: fillOf(update) });
    const notice = endOf(update);
    if (notice) notices.show(notice);
  }
}

/** Reads a page of orders, newest first. */
async function readOrders(
  broker: BrokerClient,
  store: Store<AccountState>,
  place: { readonly accountId: string; readonly after?: string },
  signal: AbortSignal,
) {
  const { account } = await broker.orders({ ...place, first: PAGE }, { signal });
  const { nodes = [], pageInfo } = account?.orders ?? {};
  const [last, cursor] = [nodes.at(-1), pageInfo?.endCursor];
  const oldest = pageInfo?.hasNextPage && last && cursor ? { cursor, at: last.createdAt } : null;
  store.update((state) => ({ ...state, orders: withOrders(state.orders, nodes), oldest }));
  return account;
}

/** Reads all open orders. One that opens meanwhile is newer than the cursor of the stream, which brings it. */
async function readOpenOrders(
  broker: BrokerClient,
  store: Store<AccountState>,
  accountId: string,
  signal: AbortSignal,
): Promise<void> {
  let after: string | null = null;
  do {
    const variables = { accountId, status: OPEN_STATUSES, first: PAGE, after };
    const { account }: OrdersQuery = await broker.orders(variables, { signal });
    const { nodes = [], pageInfo } = account?.orders ?? {};
    store.update((state) => ({ ...state, orders: withOrders(state.orders, nodes) }));
    after = pageInfo?.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
}

const readFills: Follow = async ({ broker }, store, accountId, signal) => {
  const open = await readOpenFills(broker, accountId, signal);
  const past = await readPastFills(broker, { accountId, after: null, enough: FILLS }, signal);
  if (!signal.aborted) takeFills(store, [...open, ...past.fills], past.after);
};

const takeFills = (store: Store<AccountState>, past: readonly Fill[], olderFills: string | null): void =>
  store.update((state) => ({ ...state, fills: merged(past, state.fills), olderFills, hasFills: true }));

const followPortfolio: Follow = async ({ broker }, store, accountId, signal) => {
  const states = broker.portfolioStream({ accountId, everyMs: PORTFOLIO_EVERY_MS }, { signal });
  for await (const { portfolio } of states) store.update((state) => ({ ...state, portfolio }));
};

function without<Value>(map: ReadonlyMap<string, Value>, key: string): ReadonlyMap<string, Value> {
  if (!map.has(key)) return map;
  const rest = new Map(map);
  rest.delete(key);
  return rest;
}

function fillOf({ order, execution }: OrderStreamSubscription['orders']): Fill | null {
  if (!execution) return null;
  const { id, price, quantity, fees, at } = execution;
  return { id, ticker: order.ticker, side: order.side, price, quantity, fees, at };
}
