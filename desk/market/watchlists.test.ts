import { expect, test } from 'vitest';
import { addList, createWatchlists, removeShownList, shownList, toggleTicker } from './watchlists.ts';

/** A browser's storage with one text in it. */
function storageOf(text: string | null): Storage & { kept: string | null } {
  const storage = {
    kept: text,
    getItem: () => storage.kept,
    setItem: (_key: string, value: string) => void (storage.kept = value),
  };
  return storage as unknown as Storage & { kept: string | null };
}

const kept = (lists: unknown, shownId: unknown = 'a'): string => JSON.stringify({ lists, shownId });

test.each([
  ['nothing', null],
  ['a text that is no JSON', '{'],
  ['another form', '[1]'],
  ['no list', kept([])],
  ['a list whose tickers are markup', kept([{ id: 'a', name: 'x', tickers: ['<img src=x>'] }])],
])('a browser that keeps %s has the first list', (_name, text) => {
  expect(shownList(createWatchlists(storageOf(text)).get()).tickers).toContain('PETR4');
});

test('kept lists come back, and one of them is shown', () => {
  const list = { id: 'b', name: 'Mine', tickers: ['VALE3'] };
  expect(shownList(createWatchlists(storageOf(kept([list], 'gone'))).get())).toEqual(list);
});

test('a browser whose storage is full goes on without it', () => {
  const storage = storageOf(null);
  storage.setItem = () => {
    throw new DOMException('full', 'QuotaExceededError');
  };
  const lists = createWatchlists(storage);
  lists.update((all) => toggleTicker(all, 'PETR4'));
  expect(shownList(lists.get()).tickers).not.toContain('PETR4');
});

test('lists are added, changed and removed; the last one stays', () => {
  const storage = storageOf(kept([{ id: 'a', name: '', tickers: ['VALE3'] }]));
  const lists = createWatchlists(storage);
  lists.update((all) => addList(all, 'b', 'Second'));
  lists.update((all) => toggleTicker(all, 'ITUB4'));
  expect(createWatchlists(storage).get()).toEqual({
    lists: [
      { id: 'a', name: '', tickers: ['VALE3'] },
      { id: 'b', name: 'Second', tickers: ['ITUB4'] },
    ],
    shownId: 'b',
  });
  for (let count = 0; count < 3; count += 1) lists.update(removeShownList);
  expect(lists.get().lists.map(({ id }) => id)).toEqual(['a']);
});
