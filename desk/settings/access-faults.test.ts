import { expect, test } from 'vitest';
import { accessFaults } from './access-faults.ts';

const good = { name: 'Ana', email: ' Ana@Example.com ', password: 'correct horse' };

test.each([
  [good, true, {}],
  [{ ...good, email: 'x', password: '123' }, true, { email: 'bad-email', password: 'short-password' }],
  [
    { name: ' ', email: '', password: '' },
    true,
    { name: 'no-name', email: 'no-email', password: 'no-password' },
  ],
  [{ ...good, name: '', password: '123' }, false, {}],
  [{ ...good, email: 'x', password: '' }, false, { email: 'bad-email', password: 'no-password' }],
])('%j, as a new user: %s, has the faults %j, all at once', (typed, isNew, faults) => {
  expect(accessFaults(typed, isNew)).toEqual(faults);
});
