import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { runProgram } from '#test/support/programs/run-program.ts';
import { withCleanUp } from './ending-signal.ts';

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s removes what a command has created, and the command exits with %i', async (signal, code) => {
  const parent = await mkdtemp(path.join(tmpdir(), 'my-broker-signal-'));
  const program = 'test/support/programs/clean-up-fixture.ts';
  const { child, printed, ended } = await runProgram(program, {}, [path.join(parent, 'made')]);
  await printed('up');
  expect(await readdir(parent)).toEqual(['made']);
  child.kill(signal);
  expect(await ended).toBe(code);
  expect(await readdir(parent)).toEqual([]);
});

test('cleans up once after work that succeeds or fails, and leaves no handler', async () => {
  const before = process.listenerCount('SIGINT');
  let count = 0;
  const cleanUp = async (): Promise<void> => void (count += 1);
  expect(await withCleanUp(async () => 7, cleanUp)).toBe(7);
  await expect(withCleanUp(() => Promise.reject(new Error('no')), cleanUp)).rejects.toThrow('no');
  expect(count).toBe(2);
  expect(process.listenerCount('SIGINT')).toBe(before);
});
