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

export const MOST_LISTS = 10;
export const MOST_TICKERS = 50;
/** Characters of a list's name; the tab shows what fits, and the whole name when pointed at. */
export const MOST_NAME = 60;

/** A typed name as a list keeps it: one line of what can be seen, at most 60 characters. Markup is text like any other. */
export const listNameOf = (typed: string): string =>
  [
    ...typed
      .replace(/\p{Cf}/gu, '')
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .trim(),
  ]
    .slice(0, MOST_NAME)
    .join('')
    .trim();

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

/** A kept list within the limits of a new one. */
const limited = ({ id, name, tickers }: Watchlist): Watchlist => ({
  id,
  name: listNameOf(name),
  tickers: [...new Set(tickers)].slice(0, MOST_TICKERS),
});

/** The lists live in the browser: the graph has none. */
export const createWatchlists = (storage: Storage | null): Store<Watchlists> =>
  createStoredStore<Watchlists>(storage, {
    key: 'desk:watchlists',
    first: FIRST,
    read: (parsed) => {
      const lists =
        isRecord(parsed) && Array.isArray(parsed['lists'])
          ? parsed['lists'].filter(isWatchlist).map(limited)
          : [];
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

export const isFull = ({ tickers }: Watchlist): boolean => tickers.length >= MOST_TICKERS;

/** Adds a ticker at the top of the list on the screen, or takes it away. A full list takes no other. */
export const toggleTicker = (all: Watchlists, ticker: string): Watchlists =>
  withShown(all, (list) => ({
    ...list,
    tickers: list.tickers.includes(ticker)
      ? list.tickers.filter((one) => one !== ticker)
      : isFull(list)
        ? list.tickers
        : [ticker, ...list.tickers],
  }));

export const addList = (all: Watchlists, id: string, name: string): Watchlists =>
  all.lists.length >= MOST_LISTS ? all : { lists: [...all.lists, { id, name, tickers: [] }], shownId: id };

/** The first name with a number that no list has. */
export function freeName({ lists }: Watchlists, nameOf: (count: number) => string): string {
  const names = new Set(lists.map(({ name }) => name));
  let count = 2;
  while (names.has(nameOf(count))) count += 1;
  return nameOf(count);
}

/** Gives the list on the screen another name; without one it keeps its own. */
export const renameShownList = (all: Watchlists, typed: string): Watchlists => {
  const name = listNameOf(typed);
  return name === '' ? all : withShown(all, (list) => ({ ...list, name }));
};

/** Removes the list on the screen; the last one stays. */
export function removeShownList(all: Watchlists): Watchlists {
  const lists = all.lists.filter(({ id }) => id !== all.shownId);
  const [first] = lists;
  return first ? { lists, shownId: first.id } : all;
}
