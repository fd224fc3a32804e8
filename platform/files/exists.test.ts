import { expect, test } from 'vitest';
import { ifExists, isSystemError } from './exists.ts';

test('only a missing file reads as null', async () => {
  const failure = (code: string): Error => Object.assign(new Error(code), { code });
  expect(await ifExists(Promise.resolve('text'))).toBe('text');
  expect(await ifExists(Promise.reject(failure('ENOENT')))).toBeNull();
  await expect(ifExists(Promise.reject(failure('EACCES')))).rejects.toThrow('EACCES');
});

test('an error of a system call is not one of this program', () => {
  expect(isSystemError(Object.assign(new Error('no'), { code: 'EACCES', syscall: 'open' }))).toBe(true);
  expect(isSystemError(Object.assign(new TypeError('a bug'), { code: 'ERR_INVALID_ARG_TYPE' }))).toBe(false);
});
