import { expect, test } from 'vitest';
import { z } from 'zod';
import { createFailoverCalls } from './failover.ts';
import { RpcFailed, RpcUnavailable } from './local.ts';

const contract = {
  service: 'clock',
  methods: { ask: { input: z.object({}), output: z.string() } },
} as const;

test('the instance that answers is asked first from then on; the others when it does not', async () => {
  const asked: string[] = [];
  let answering = 'b';
  const instance = (name: string) => ({
    ask: async () => {
      asked.push(name);
      if (name !== answering) throw new RpcUnavailable(`${name} stands by`);
      return name;
    },
  });
  const calls = createFailoverCalls(contract, ['a', 'b', 'c'].map(instance));
  expect(await calls.ask({})).toBe('b');
  expect(await calls.ask({})).toBe('b');
  answering = 'a';
  expect(await calls.ask({})).toBe('a');
  expect(asked).toEqual(['a', 'b', 'b', 'b', 'c', 'a']);
  answering = '';
  await expect(calls.ask({})).rejects.toThrow('a stands by; b stands by; c stands by');
});

test('an answer that says failure is an answer', async () => {
  const failing = { ask: () => Promise.reject(new RpcFailed('a bug')) };
  const other = { ask: async () => 'other' };
  await expect(createFailoverCalls(contract, [failing, other]).ask({})).rejects.toThrow(RpcFailed);
});
