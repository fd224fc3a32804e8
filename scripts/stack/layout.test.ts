import { expect, test } from 'vitest';
import { environmentOf, makeSecret, shownEnvironment } from './layout.ts';

test('the printed addresses hold no password', () => {
  const password = makeSecret();
  const lines = shownEnvironment(environmentOf(password));
  expect(lines).toHaveLength(5);
  expect(lines.join('\n')).not.toContain(password);
  expect(lines[0]).toBe('DATABASE_URL=postgres://***@127.0.0.1:5532/postgres');
});
