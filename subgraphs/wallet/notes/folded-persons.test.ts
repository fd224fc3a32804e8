import { expect, test } from 'vitest';
import type { AccountState, OpenTrade } from '../store/store.ts';
import { mostTrades, withoutNewTrades } from './folded-persons.ts';

const stateOf = (id: string, entrySequence: number, openTradeSequence = entrySequence): AccountState => ({
  account: { id, ownerId: 'usr_1', name: 'main', createdAtMs: 0 },
  entrySequence,
  openTradeSequence,
  holdings: new Map(),
  positions: new Map(),
  notesVersion: '',
});

test('a fold has at most the known trades, and one for each entry until the newest trade', () => {
  const known = {
    accounts: new Map([['acc_1', { state: stateOf('acc_1', 500), trades: Array<OpenTrade>(30) }]]),
    openDays: new Map(),
  };
  const states = [stateOf('acc_1', 503), stateOf('acc_2', 40)];
  expect(mostTrades(undefined, states)).toBe(543);
  expect(mostTrades(known, states)).toBe(30 + 3 + 40);
  expect(mostTrades(known, [stateOf('acc_1', 900, 420)])).toBe(30);
  expect(mostTrades(known, [])).toBe(0);
});

test.each([
  ['nothing new', stateOf('acc_1', 500, 400), true],
  ['entries that are no trades', stateOf('acc_1', 510, 400), true],
  ['a new trade', stateOf('acc_1', 510, 505), false],
  ['a state of before', stateOf('acc_1', 499, 400), false],
  ['a day that has closed', { ...stateOf('acc_1', 510, 400), notesVersion: '2026-11-30 1 0' }, false],
  ['an account that was opened since', stateOf('acc_2', 1, 0), false],
])('of %s the known open days are used or not', (_name, state, isKnown) => {
  const trades = Array<OpenTrade>(30);
  const known = {
    accounts: new Map([['acc_1', { state: stateOf('acc_1', 500, 400), trades }]]),
    openDays: new Map(),
  };
  const renewed = withoutNewTrades(known, [state]);
  expect(renewed?.accounts.get('acc_1')).toEqual(isKnown ? { state, trades } : undefined);
});
