import { expect, test } from 'vitest';
import {
  compareWithList,
  createCandleCheck,
  createNumberCheck,
  createOnceCheck,
  createStateCheck,
  type CheckEvent,
} from './continuity.ts';

const faultsOf = <Event>(check: CheckEvent<Event>, events: readonly Event[]): number =>
  events.flatMap((event) => check(event)).length;

const state = (sequence: number, skipped = 0, key = 'PETR4') => ({ key, sequence, skipped });

test.each([
  ['in order', [state(5), state(6), state(1, 0, 'VALE3'), state(9, 2)], 0],
  ['with a gap that is not reported', [state(5), state(7)], 1],
  ['with a gap that was none', [state(5), state(6, 1)], 1],
  ['that repeat', [state(5), state(5)], 1],
  ['that go back', [state(5), state(4)], 1],
])('states %s', (_name, events, faults) => {
  expect(faultsOf(createStateCheck().check, events)).toBe(faults);
});

test.each([
  ['later', state(9), 0],
  ['the same', state(5), 0],
  ['earlier', state(4), 1],
  ['said to follow a gap', state(9, 3), 1],
])('the first state of a key after its stream was opened again may be %s', (_name, event, faults) => {
  const { check, reopen } = createStateCheck();
  check(state(5));
  reopen();
  expect(check(event)).toHaveLength(faults);
  expect(check(state(event.sequence))).toHaveLength(1);
});

test('numbers rise by one for each key', () => {
  const event = (number: number, key = 'a') => ({ key, number });
  expect(faultsOf(createNumberCheck(), [event(3), event(4), event(1, 'b'), event(5)])).toBe(0);
  expect(faultsOf(createNumberCheck(), [event(3), event(5)])).toBe(1);
  expect(faultsOf(createNumberCheck(), [event(3), event(3)])).toBe(1);
});

test.each([
  [
    'in order',
    [
      ['10:00', false, 1],
      ['10:00', true, 2],
      ['10:01', false, 1],
    ],
    0,
  ],
  [
    'one of which never closes',
    [
      ['10:00', false, 1],
      ['10:01', false, 1],
    ],
    1,
  ],
  [
    'one of which changes after its close',
    [
      ['10:00', true, 2],
      ['10:00', true, 3],
    ],
    1,
  ],
  [
    'one of which loses trades',
    [
      ['10:00', false, 2],
      ['10:00', false, 1],
    ],
    1,
  ],
  [
    'that go back',
    [
      ['10:01', true, 2],
      ['10:00', true, 2],
    ],
    1,
  ],
] as const)('candles %s', (_name, candles, faults) => {
  const events = candles.map(([openedAt, isClosed, tradeCount]) => ({ openedAt, isClosed, tradeCount }));
  expect(faultsOf(createCandleCheck(), events)).toBe(faults);
});

test('an event comes once', () => {
  expect(faultsOf(createOnceCheck(), [{ id: 'a' }, { id: 'b' }, { id: 'a' }])).toBe(1);
});

test.each([
  [['b', 'c'], ['a', 'b', 'c'], 0],
  [['b', 'c'], ['c'], 0],
  [['b', 'd'], ['a', 'b', 'c', 'd'], 1],
  [['b'], ['a', 'b', 'c'], 1],
  [['b', 'c'], ['a', 'b'], 1],
  [['c', 'b'], ['b', 'c'], 1],
  [[], ['a'], 0],
  [['x'], ['a'], 1],
])('the stream %j against the list %j', (received, listed, faults) => {
  expect(compareWithList(received, listed)).toHaveLength(faults);
});
