import { expect, test } from 'vitest';
import { ifExists } from './exists.ts';

test('only a missing file reads as null', async () => {
  const failure = (code: string): Error => Object.assign(new Error(code), { code });
  expect(await ifExists(Promise.resolve('text'))).toBe('text');
  expect(await ifExists(Promise.reject(failure('ENOENT')))).toBeNull();
  await expect(ifExists(Promise.reject(failure('EACCES')))).rejects.toThrow('EACCES');
});
