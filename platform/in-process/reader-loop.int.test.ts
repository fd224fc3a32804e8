import { expect, test } from 'vitest';
import { runProgram } from '#test/support/programs/run-program.ts';
import type { KeptPromises } from './test/measure-kept-promises.ts';

test('keeps nothing of the rounds that it has waited', async () => {
  const program = await runProgram('platform/in-process/test/measure-kept-promises.ts');
  expect(await program.ended, program.errors()).toBe(0);
  const { rounds, kept } = JSON.parse(program.output()) as KeptPromises;
  expect(rounds).toBe(500);
  expect(kept).toBeLessThan(200);
});
