import { expect, test } from 'vitest';
import { z } from 'zod';
import { createFailoverCalls } from './failover.ts';
import { RpcFailed, RpcUnavailable } from './local.ts';

const contract = {
  service: 'clock',
  methods: { now: { input: z.object({}), output: z.string() } },
} as const;

test('calls go first to the instance that answered last, then to the others', async () => {
  const called: string[] = [];
  let answering = 'b';
  const instance = (name: string) => ({
    now: async () => {
      called.push(name);
      if (name !== answering) throw new RpcUnavailable(`${name} stands by`);
      return name;
    },
  });
  const calls = createFailoverCalls(contract, ['a', 'b', 'c'].map(instance));
  expect(await calls.now({})).toBe('b');
  expect(await calls.now({})).toBe('b');
  answering = 'a';
  expect(await calls.now({})).toBe('a');
  expect(called).toEqual(['a', 'b', 'b', 'b', 'c', 'a']);
  answering = '';
  await expect(calls.now({})).rejects.toThrow('a stands by; b stands by; c stands by');
});

test('RpcFailed is an answer: no other instance is called', async () => {
  const failing = { now: () => Promise.reject(new RpcFailed('a bug')) };
  const other = { now: async () => 'other' };
  await expect(createFailoverCalls(contract, [failing, other]).now({})).rejects.toThrow(RpcFailed);
});
