import { expect, test } from 'vitest';
import type { AccountState, OpenTrade } from '../store/store.ts';
import { mostTrades } from './folded-persons.ts';

const stateOf = (id: string, entrySequence: number): AccountState => ({
  account: { id, ownerId: 'usr_1', name: 'main', createdAtMs: 0 },
  entrySequence,
  holdings: new Map(),
  positions: new Map(),
  notesVersion: '',
});

test('a fold has at most the known trades, and one for each entry since', () => {
  const known = {
    accounts: new Map([['acc_1', { state: stateOf('acc_1', 500), trades: Array<OpenTrade>(30) }]]),
    openDays: new Map(),
  };
  const states = [stateOf('acc_1', 503), stateOf('acc_2', 40)];
  expect(mostTrades(undefined, states)).toBe(543);
  expect(mostTrades(known, states)).toBe(30 + 3 + 40);
  expect(mostTrades(known, [])).toBe(0);
});
