import { createStoredStore, isRecord } from '../state/stored.ts';
import type { Store } from '../state/store.ts';

/** A user's own list of tickers. */
export interface Watchlist {
  readonly id: string;
  /** Empty for the first list, whose name depends on the language. */
  readonly name: string;
  readonly tickers: readonly string[];
}

/** The lists, and the one on the screen. */
export interface Watchlists {
  readonly lists: readonly Watchlist[];
  readonly shownId: string;
}

const MOST_LISTS = 10;
const MOST_TICKERS = 50;

const FIRST: Watchlists = {
  lists: [
    {
      id: 'main',
      name: '',
      tickers: [
        'PETR4',
        'VALE3',
        'ITUB4',
        'BBDC4',
        'B3SA3',
        'BBAS3',
        'ABEV3',
        'WEGE3',
        'MGLU3',
        'RENT3',
        'SUZB3',
        'BOVA11',
      ],
    },
  ],
  shownId: 'main',
};

const isWatchlist = (value: unknown): value is Watchlist =>
  isRecord(value) &&
  typeof value['id'] === 'string' &&
  typeof value['name'] === 'string' &&
  Array.isArray(value['tickers']) &&
  value['tickers'].every((ticker) => typeof ticker === 'string' && /^[A-Z0-9]{4,12}$/.test(ticker));

/** The lists live in the browser: the graph has none. */
export const createWatchlists = (storage: Storage | null): Store<Watchlists> =>
  createStoredStore<Watchlists>(storage, {
    key: 'desk:watchlists',
    first: FIRST,
    read: (parsed) => {
      const lists =
        isRecord(parsed) && Array.isArray(parsed['lists']) ? parsed['lists'].filter(isWatchlist) : [];
      const [first] = lists;
      if (!first || !isRecord(parsed)) return null;
      const shown = lists.find(({ id }) => id === parsed['shownId']) ?? first;
      return { lists: lists.slice(0, MOST_LISTS), shownId: shown.id };
    },
  });

export const shownList = ({ lists, shownId }: Watchlists): Watchlist =>
  lists.find(({ id }) => id === shownId) ?? lists[0] ?? { id: '', name: '', tickers: [] };

const withShown = (all: Watchlists, change: (list: Watchlist) => Watchlist): Watchlists => ({
  ...all,
  lists: all.lists.map((list) => (list.id === all.shownId ? change(list) : list)),
});

/** Adds a ticker at the top of the list on the screen, or takes it away. */
export const toggleTicker = (all: Watchlists, ticker: string): Watchlists =>
  withShown(all, (list) => ({
    ...list,
    tickers: list.tickers.includes(ticker)
      ? list.tickers.filter((one) => one !== ticker)
      : [ticker, ...list.tickers].slice(0, MOST_TICKERS),
  }));

export const addList = (all: Watchlists, id: string, name: string): Watchlists =>
  all.lists.length >= MOST_LISTS ? all : { lists: [...all.lists, { id, name, tickers: [] }], shownId: id };

/** Removes the list on the screen; the last one stays. */
export function removeShownList(all: Watchlists): Watchlists {
  const lists = all.lists.filter(({ id }) => id !== all.shownId);
  const [first] = lists;
  return first ? { lists, shownId: first.id } : all;
}
