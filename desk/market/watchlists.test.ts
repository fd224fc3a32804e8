import { expect, test } from 'vitest';
import {
  addList,
  createWatchlists,
  freeName,
  isFull,
  listNameOf,
  removeShownList,
  renameShownList,
  shownList,
  toggleTicker,
  type Watchlists,
} from './watchlists.ts';

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

test.each([
  ['  Bancos  grandes ', 'Bancos grandes'],
  ['two\nlines\tand a tab', 'two lines and a tab'],
  ['\u202ereversed\u200b', 'reversed'],
  ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
  ['\u{1f680}'.repeat(70), '\u{1f680}'.repeat(60)],
  [' \u200d ', ''],
])('a list that is named %j has the name %j', (typed, name) => {
  expect(listNameOf(typed)).toBe(name);
});

const one: Watchlists = { lists: [{ id: 'a', name: '', tickers: ['VALE3'] }], shownId: 'a' };

test('the list on the screen gets another name, and keeps it when none is typed', () => {
  const renamed = renameShownList(one, ' Minérios ');
  expect(shownList(renamed).name).toBe('Minérios');
  expect(renameShownList(renamed, '  ')).toBe(renamed);
});

test('a new list has a name that no other has', () => {
  const nameOf = (count: number): string => `Lista ${count}`;
  const three = addList(addList(one, 'b', 'Lista 2'), 'c', 'Lista 4');
  expect(freeName(one, nameOf)).toBe('Lista 2');
  expect(freeName(three, nameOf)).toBe('Lista 3');
});

test('a full list takes no other ticker and gives none away', () => {
  const tickers = Array.from({ length: 50 }, (_, index) => `AAAA${index}`);
  const full: Watchlists = { lists: [{ id: 'a', name: '', tickers }], shownId: 'a' };
  expect(isFull(shownList(full))).toBe(true);
  expect(shownList(toggleTicker(full, 'PETR4')).tickers).toEqual(tickers);
  expect(shownList(toggleTicker(full, 'AAAA7')).tickers).toHaveLength(49);
});

test('kept lists come back within the limits of new ones', () => {
  const tickers = [...Array.from({ length: 60 }, (_, index) => `AAAA${index}`), 'AAAA0'];
  const list = { id: 'a', name: `<b>${'x'.repeat(100)}`, tickers };
  const back = shownList(createWatchlists(storageOf(kept([list]))).get());
  expect(back.name).toBe(`<b>${'x'.repeat(57)}`);
  expect(back.tickers).toEqual(tickers.slice(0, 50));
});
