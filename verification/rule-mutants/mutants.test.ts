import { expect, test } from 'vitest';
import { mutantsOf } from './mutants.ts';

const changesOf = (text: string): string[][] =>
  [...mutantsOf('x.ts', text).values()].map((mutants) => mutants.map(({ change }) => change));

test('a condition becomes false and true, then its comparison is negated', () => {
  const text = 'function f(a: number) {\n  // rule A\n  if (a < 1) return 0;\n  return a > 2;\n}';
  expect(changesOf(text)).toEqual([
    ['a < 1 -> false', 'a < 1 -> true', '< -> >=', '1 -> (1 + 1)', '0 -> (0 + 1)'],
  ]);
});

test('a comment applies to the node below it, also before an else', () => {
  const text = 'if (a) b();\n// rule A\nelse if (c) d();\n// rule B\n// rule C\nf(1);';
  const found = mutantsOf('x.ts', text);
  expect([...found.keys()]).toEqual([
    { rule: 'A', file: 'x.ts', line: 2 },
    { rule: 'B', file: 'x.ts', line: 4 },
    { rule: 'C', file: 'x.ts', line: 5 },
  ]);
  const [ofElse, ofFirst, ofSecond] = [...found.values()];
  expect(ofElse?.map(({ change }) => change)).toEqual(['c -> false', 'c -> true', 'd(); -> ;']);
  expect(ofFirst?.[0]?.text).toContain('\n;');
  expect(ofSecond?.[0]?.text).toBe(ofFirst?.[0]?.text);
});

test('types do not change', () => {
  expect(changesOf('// rule A\nconst limit: 1 | 2 = 1;')).toEqual([['1 -> (1 + 1)']]);
});
