import { expect, test } from 'vitest';
import { exceededVariables } from './variable-size.ts';

const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)]);

test.each<[string, unknown, string | null]>([
  ['no variables', undefined, null],
  ['50 orders', { inputs: Array.from({ length: 50 }, () => ({ ticker: 'PETR4', quantity: 100 })) }, null],
  ['a list of 4,999 values', { values: Array.from({ length: 4_999 }, () => 'A') }, null],
  [
    'a list of 5,000 values',
    { values: Array.from({ length: 5_000 }, () => 'A') },
    'The variables have more than 5000 values.',
  ],
  [
    'many small lists',
    { values: Array.from({ length: 2_600 }, () => [1]) },
    'The variables have more than 5000 values.',
  ],
  ['50 levels', nested(50), null],
  ['51 levels', nested(51), 'The variables nest lists and objects more than 50 levels deep.'],
])('bounds %s', (_name, variables, message) => {
  expect(exceededVariables(variables)).toBe(message);
});
