import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { RpcUnavailable, type Calls } from './local.ts';

/** A sample contract for tests of calls. */
export const sampleContract = {
  service: 'sample',
  methods: {
    add: {
      input: z.object({ numbers: z.array(z.int()), correlationId: z.string().optional() }),
      output: z.int(),
    },
    nothing: { input: z.object({}), output: z.null() },
    fail: { input: z.object({}), output: z.null() },
  },
} as const;
export type SampleCalls = Calls<typeof sampleContract>;

/** One form of calls under test. The calls exist before their implementation. */
export interface CallsHarness {
  readonly calls: SampleCalls;
  readonly implement: (implementation: SampleCalls) => Promise<void>;
  readonly close: () => Promise<void>;
}

export const sampleImplementation: SampleCalls = {
  add: async ({ numbers }) => numbers.reduce((sum, number) => sum + number, 0),
  nothing: async () => null,
  fail: async () => {
    throw new TypeError('a bug');
  },
};

/** The contract of calls, to an implementation in this process or another. */
export function callsContract(form: string, makeHarness: () => Promise<CallsHarness>): void {
  describe(`calls, ${form}`, () => {
    const within = async (work: (harness: CallsHarness) => Promise<void>): Promise<void> => {
      const harness = await makeHarness();
      await work(harness).finally(() => harness.close());
    };

    test('a call is unavailable before its implementation starts, and answered after', () =>
      within(async ({ calls, implement }) => {
        await expect(calls.add({ numbers: [1] })).rejects.toBeInstanceOf(RpcUnavailable);
        await implement(sampleImplementation);
        expect(await calls.add({ numbers: [1, 2, 3] })).toBe(6);
      }));

    test('null is a valid answer', () =>
      within(async ({ calls, implement }) => {
        await implement(sampleImplementation);
        expect(await calls.nothing({})).toBeNull();
      }));

    test('a failure of the implementation is not RpcUnavailable and does not affect later calls', () =>
      within(async ({ calls, implement }) => {
        await implement(sampleImplementation);
        const failure: unknown = await calls.fail({}).catch((error: unknown) => error);
        expect(failure).toBeInstanceOf(Error);
        expect(failure).not.toBeInstanceOf(RpcUnavailable);
        expect(await calls.add({ numbers: [4, 5] })).toBe(9);
      }));

    test('concurrent calls each get their own answer', () =>
      within(async ({ calls, implement }) => {
        await implement(sampleImplementation);
        const numbers = Array.from({ length: 200 }, (_, index) => index);
        const answers = await Promise.all(numbers.map((number) => calls.add({ numbers: [number, 1] })));
        expect(answers).toEqual(numbers.map((number) => number + 1));
      }));
  });
}
