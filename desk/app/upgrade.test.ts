import { expect, test } from 'vitest';
import { upgradeCheck } from './upgrade.ts';

const RUNNING = 'http://127.0.0.1:4000/desk/main-ABCD2345.js';

test.each([
  ['the same script', '<script src="/desk/main-ABCD2345.js"></script>', false],
  ['another script', '<script src="/desk/main-WXYZ2345.js"></script>', true],
  ['no desk', 'The desk is not built', false],
])('a gateway that serves %s', async (_name, page, isUpgraded) => {
  expect(await upgradeCheck(RUNNING, async () => page)()).toBe(isUpgraded);
});

test('a gateway that does not answer, and a script of the development server, say nothing', async () => {
  expect(await upgradeCheck(RUNNING, () => Promise.reject(new Error('offline')))()).toBe(false);
  const page = '<script src="/desk/main-ABCD2345.js"></script>';
  expect(await upgradeCheck('http://127.0.0.1:4080/desk/main.js', async () => page)()).toBe(false);
});
