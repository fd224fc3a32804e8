import { expect, test } from 'vitest';
import { runProgram } from '#test/support/programs/run-program.ts';
import type { CacheMemory } from '../../test/measure-cached-memory.ts';

test('documents and plans are estimated within half of their memory, and a cache keeps its limit', async () => {
  const program = await runProgram('gateway/test/measure-cached-memory.ts');
  expect(await program.ended, program.errors()).toBe(0);
  const { documents, plans, cacheGrowth } = JSON.parse(program.output()) as CacheMemory;
  for (const { kept, estimated } of [documents, plans]) {
    expect(estimated / kept).toBeGreaterThan(0.5);
    expect(estimated / kept).toBeLessThan(1.5);
  }
  expect(cacheGrowth).toBeLessThan(1.5);
});
