import type { BrokerClient, OrderStreamSubscription, PortfolioStreamSubscription } from '#sdk/src/index.ts';
import { FillsDocument } from '../generated/documents.ts';
import type { Session } from '../session/session.ts';
import type { Browser } from '../state/browser.ts';
import { keepFollowing } from '../state/keep-following.ts';
import type { Notice, Notices } from '../state/notices.ts';
import { createStore, type Store } from '../state/store.ts';
import { isOpen, withOrder, type Order, type SendingOrder } from './order-rows.ts';

type Portfolio = PortfolioStreamSubscription['portfolio'];

/** A fill of an own order, for the chart. */
export interface Fill {
  readonly id: string;
  readonly ticker: string;
  readonly side: 'BUY' | 'SELL';
  readonly price: string;
  readonly quantity: number;
  /** Its provisional costs. */
  readonly fees: string;
  readonly at: string;
}

/** Orders, cash and positions of the account on the screen, as the streams bring them. */
export interface AccountState {
  /** By client order id. */
  readonly orders: ReadonlyMap<string, Order>;
  readonly sending: ReadonlyMap<string, SendingOrder>;
  readonly fills: readonly Fill[];
  readonly portfolio: Portfolio | null;
  /** Cursor of the oldest order that is loaded; null when there is no older one. */
  readonly oldest: string | null;
  /** False until the first orders have come. */
  readonly isLoaded: boolean;
}

const EMPTY: AccountState = {
  orders: new Map(),
  sending: new Map(),
  fills: [],
  portfolio: null,
  oldest: null,
  isLoaded: false,
};

export interface AccountStreams extends Pick<Store<AccountState>, 'get' | 'subscribe'> {
  /** Shows an order before the broker answers. */
  readonly sending: (order: SendingOrder) => void;
  /** The broker has answered: with the order, or with none. */
  readonly answered: (clientOrderId: string, order: Order | null) => void;
  /** Loads the orders before the oldest one. */
  readonly loadOlder: () => Promise<void>;
}

/** Orders of one request. */
const PAGE = 200;
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
  let followed: { readonly accountId: string; readonly end: AbortController } | null = null;
  const change = (): void => {
    const accountId = sessions.get()?.accountId ?? null;
    if (accountId === (followed?.accountId ?? null)) return;
    followed?.end.abort();
    followed = null;
    store.set(EMPTY);
    if (accountId === null) return;
    followed = { accountId, end: new AbortController() };
    const { signal } = followed.end;
    for (const follow of [followOrders, readFills, followPortfolio])
      keepFollowing(dependencies.browser, () => follow(dependencies, store, accountId, signal), signal);
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
      if (order) take(store, order);
      else store.update((state) => ({ ...state, sending: without(state.sending, clientOrderId) }));
    },
    loadOlder: async () => {
      const after = store.get().oldest;
      if (!followed || after === null) return;
      await readOrders(
        dependencies.broker,
        store,
        { accountId: followed.accountId, after },
        followed.end.signal,
      );
    },
  };
}

type Follow = (
  dependencies: Dependencies,
  store: Store<AccountState>,
  accountId: string,
  signal: AbortSignal,
) => Promise<void>;

const take = (store: Store<AccountState>, order: Order): void =>
  store.update((state) => ({
    ...state,
    orders: withOrder(state.orders, order),
    sending: without(state.sending, order.clientOrderId),
  }));

const followOrders: Follow = async ({ broker, notices }, store, accountId, signal) => {
  const account = await readOrders(broker, store, { accountId }, signal);
  const updates = broker.orderStream({ accountId, after: account?.ordersCursor ?? null }, { signal });
  for await (const { orders: update } of updates) {
    take(store, update.order);
    const fill = fillOf(update);
    if (fill) store.update((state) => ({ ...state, fills: [...state.fills, fill] }));
    const notice = endOf(update);
    if (notice) notices.show(notice);
  }
};

/** The notice of an order that ended by itself; null for any other update. */
function endOf({ order, execution }: OrderStreamSubscription['orders']): Omit<Notice, 'id'> | null {
  const { status, side, quantity, filledQuantity, minimumQuantity, ticker, refusal, timeInForce } = order;
  if (status === 'FILLED' && execution)
    return { kind: 'success', text: { cause: 'filled', side, quantity, ticker } };
  if (status === 'REJECTED' || (refusal && !isOpen(order)))
    return { kind: 'error', text: { cause: 'rejected', ticker, refusal } };
  // Without its minimum quantity an order ends on arrival.
  const isImmediate =
    timeInForce === 'IOC' || timeInForce === 'FOK' || (minimumQuantity && filledQuantity === 0);
  if (!isImmediate || (status !== 'CANCELED' && status !== 'EXPIRED')) return null;
  return { kind: 'error', text: { cause: 'unfilled', side, quantity: quantity - filledQuantity, ticker } };
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
  const oldest = pageInfo?.hasNextPage ? pageInfo.endCursor : null;
  store.update((state) => ({
    ...state,
    orders: nodes.reduce(withOrder, state.orders),
    oldest,
    isLoaded: true,
  }));
  return account;
}

const readFills: Follow = async ({ broker }, store, accountId, signal) => {
  const { account } = await broker.request(FillsDocument, { accountId }, { signal });
  const past = (account?.orders?.nodes ?? []).flatMap(({ ticker, side, executions }) =>
    executions.map((execution): Fill => ({ ...execution, ticker, side })),
  );
  store.update((state) => ({ ...state, fills: merged(past, state.fills) }));
};

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

const merged = (past: readonly Fill[], live: readonly Fill[]): readonly Fill[] => {
  const known = new Map([...past, ...live].map((fill) => [fill.id, fill]));
  return [...known.values()].sort((one, other) => (one.at < other.at ? -1 : 1));
};
