import { expect, test } from 'vitest';
import { traceRules, unknownRules } from '#scripts/docs/rules.ts';
import { repositoryFiles } from './source-files.ts';

const files = repositoryFiles();

test('every rule of the exchange has code that names it', () => {
  const without = traceRules(files).filter(({ code }) => code.length === 0);
  expect(without.map(({ id }) => `nothing says '// rule ${id}'`)).toEqual([]);
});

test('every rule of the exchange has a test that names it', () => {
  const without = traceRules(files).filter(({ tests }) => tests.length === 0);
  expect(without.map(({ id }) => `no test says '[${id}]'`)).toEqual([]);
});

test('code names no rule that the catalogue does not have', () => {
  expect(unknownRules(files)).toEqual([]);
});
