import { expect, test } from 'vitest';
import { caseOf, type FuzzCase } from './cases.ts';
import { readSource } from './source.ts';

const source = { ...(await readSource()), ids: ['QWNjb3VudDox'] };

test('the same seed and number give the same case, others give others', () => {
  const textOf = (one: FuzzCase): string => JSON.stringify(one);
  const cases = Array.from({ length: 200 }, (_, number) => textOf(caseOf(1, number, source)));
  expect(textOf(caseOf(1, 7, source))).toBe(cases[7]);
  expect(textOf(caseOf(2, 7, source))).not.toBe(cases[7]);
  expect(new Set(cases).size).toBeGreaterThan(180);
});

test('cases are bodies and frames, and a good share of them is valid JSON with a query', () => {
  const cases = Array.from({ length: 1_000 }, (_, number) => caseOf(1, number, source));
  const frames = cases.filter(({ kind }) => kind === 'frame').length;
  expect(frames).toBeGreaterThan(200);
  expect(frames).toBeLessThan(400);
  const valid = cases.filter((one) => {
    try {
      return (JSON.parse(String(one.kind === 'body' ? one.body : one.frame)) as object | null) !== null;
    } catch {
      return false;
    }
  });
  expect(valid.length).toBeGreaterThan(600);
});
