import { expect, test } from 'vitest';
import type { Attack } from './attack.ts';
import type { Target } from './target.ts';
import { latencyOf } from './innocent/statistics.ts';
import { onlyAnswers } from './tally.ts';
import { violations, waits, type Measurements } from './verdict.ts';

const attack: Attack = {
  name: 'x',
  does: 'x',
  expects: 'x',
  run: async () => undefined,
  judge: (result) => onlyAnswers(result, /^429/),
};
const target: Target = {
  graph: 'http://127.0.0.1:1/graphql',
  subgraphs: {},
  limitsLoopback: true,
  hasLowRates: true,
  sessionMaxAgeSeconds: null,
};
const result = {
  answers: { '429 RATE_LIMITED': 7 },
  receivedBytes: 0,
  largestBytes: 0,
  slowestMs: 0,
  violations: [],
};

const measured = (change: Partial<Measurements> = {}): Measurements => ({
  undisturbed: latencyOf([20]),
  during: latencyOf([60]),
  signInsMs: { undisturbed: [], during: [] },
  memory: { beforeBytes: 100e6, peakResidentBytes: 300e6, afterBytes: 115e6, driftBytes: 5e6 },
  innocentFaults: [],
  brokerFaults: [],
  ...change,
});

test('three times the undisturbed p99 and ten percent of memory hold', () => {
  expect(waits(measured())).toEqual([]);
  expect(violations(attack, target, result, measured())).toEqual([]);
});

test.each([
  [{ during: latencyOf([60.1]) }, "an innocent client's p99 is 60.1 ms, over 60.0 ms"],
  [
    { undisturbed: latencyOf([1]), during: latencyOf([30.1]) },
    "an innocent client's p99 is 30.1 ms, over 30.0 ms",
  ],
  [{ during: latencyOf([]) }, 'the innocent client got no answer'],
  [{ signInsMs: { undisturbed: [200], during: [601] } }, 'an innocent sign-in took 601 ms, over 600 ms'],
])('a longer wait fails: %j', (change, problem) => {
  expect(waits(measured(change))).toEqual([problem]);
});

test('memory, faults, bugs and unexpected answers fail', () => {
  const memory = { beforeBytes: 100e6, peakResidentBytes: null, afterBytes: 115.1e6, driftBytes: 5e6 };
  const faulty = measured({ memory, innocentFaults: ['a query got 429'], brokerFaults: ['it ended'] });
  const answers = { '200 INTERNAL_SERVER_ERROR': 1, '500': 1 };
  expect(violations(attack, target, { ...result, answers }, faulty)).toEqual([
    'unexpected answer: 500',
    'unexpected answer: 200 INTERNAL_SERVER_ERROR',
    'a bug of the broker: 500',
    'a bug of the broker: 200 INTERNAL_SERVER_ERROR',
    'innocent client: a query got 429',
    'broker: it ended',
    'memory grew from 100.0 MB to 115.1 MB; without the attack by 5.0 MB',
  ]);
});
