import { expect, test } from 'vitest';
import { limitErrors } from './error-limit.ts';

const failure = (index: number, code: string) => ({
  message: `failure ${index}`,
  path: ['list', index],
  extensions: { code },
});

test('the last of too many errors has their number, and the code of the first that is left out', () => {
  const failures = Array.from({ length: 250 }, (_, index) => failure(index, index < 99 ? 'FIRST' : 'OTHER'));
  const errors = limitErrors(failures);
  expect(errors).toHaveLength(100);
  expect(errors[98]?.toJSON()).toEqual(failures[98]);
  expect(errors[99]?.toJSON()).toEqual({
    message: '151 more errors are left out.',
    extensions: { code: 'OTHER' },
  });
});
