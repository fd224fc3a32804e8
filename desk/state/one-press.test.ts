import { expect, test } from 'vitest';
import { isEcho, type Press } from './one-press.ts';

/** An element within others of these selectors. */
const within = (...selectors: readonly string[]): EventTarget =>
  ({
    closest: (list: string) => list.split(', ').find((selector) => selectors.includes(selector)) ?? null,
  }) as unknown as EventTarget;

const press = (changes: Partial<Press>): Press => ({
  ...{ type: 'click', target: within('button'), detail: 1 },
  ...changes,
});

test('the second click of a double click is none of its own', () => {
  expect(isEcho(press({}))).toBe(false);
  expect(isEcho(press({ detail: 2 }))).toBe(true);
  expect(isEcho(press({ detail: 3, target: within('a[href]') }))).toBe(true);
});

test('a click of the keyboard, one beside all controls and one of a step count each', () => {
  expect(isEcho(press({ detail: 0 }))).toBe(false);
  expect(isEcho(press({ detail: 2, target: within() }))).toBe(false);
  expect(isEcho(press({ detail: 2, target: within('button', '[data-repeats]') }))).toBe(false);
  expect(isEcho(press({ detail: 2, target: null }))).toBe(false);
});

test('Enter held down is one press, in a field too; other keys repeat', () => {
  const enter = { type: 'keydown', detail: 0, key: 'Enter' };
  expect(isEcho(press(enter))).toBe(false);
  expect(isEcho(press({ ...enter, repeat: true }))).toBe(true);
  expect(isEcho(press({ ...enter, repeat: true, target: within() }))).toBe(true);
  expect(isEcho(press({ ...enter, repeat: true, key: 'ArrowUp' }))).toBe(false);
});
