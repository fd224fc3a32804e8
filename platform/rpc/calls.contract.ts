import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { RpcUnavailable, type Calls } from './local.ts';

/** A contract to try forms of calls with. */
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

/** How a form of calls is made: callers that are there before who answers. */
export interface CallsHarness {
  readonly calls: SampleCalls;
  readonly answerWith: (implementation: SampleCalls) => Promise<void>;
  readonly close: () => Promise<void>;
}

export const sampleImplementation: SampleCalls = {
  add: async ({ numbers }) => numbers.reduce((sum, number) => sum + number, 0),
  nothing: async () => null,
  fail: async () => {
    throw new TypeError('a bug');
  },
};

/** What calls are, whether the one who answers is in this process or another. */
export function callsContract(form: string, makeHarness: () => Promise<CallsHarness>): void {
  describe(`calls, ${form}`, () => {
    const within = async (work: (harness: CallsHarness) => Promise<void>): Promise<void> => {
      const harness = await makeHarness();
      await work(harness).finally(() => harness.close());
    };

    test('a call that nobody answers yet is unavailable, and answered once somebody does', () =>
      within(async ({ calls, answerWith }) => {
        await expect(calls.add({ numbers: [1] })).rejects.toBeInstanceOf(RpcUnavailable);
        await answerWith(sampleImplementation);
        expect(await calls.add({ numbers: [1, 2, 3] })).toBe(6);
      }));

    test('null is an answer', () =>
      within(async ({ calls, answerWith }) => {
        await answerWith(sampleImplementation);
        expect(await calls.nothing({})).toBeNull();
      }));

    test('a failure of the implementation is no unavailability and harms no later call', () =>
      within(async ({ calls, answerWith }) => {
        await answerWith(sampleImplementation);
        const failure: unknown = await calls.fail({}).catch((error: unknown) => error);
        expect(failure).toBeInstanceOf(Error);
        expect(failure).not.toBeInstanceOf(RpcUnavailable);
        expect(await calls.add({ numbers: [4, 5] })).toBe(9);
      }));

    test('many calls at once each get their own answer', () =>
      within(async ({ calls, answerWith }) => {
        await answerWith(sampleImplementation);
        const numbers = Array.from({ length: 200 }, (_, index) => index);
        const answers = await Promise.all(numbers.map((number) => calls.add({ numbers: [number, 1] })));
        expect(answers).toEqual(numbers.map((number) => number + 1));
      }));
  });
}
