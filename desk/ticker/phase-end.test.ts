import { expect, test } from 'vitest';
import { phaseEndOf } from './phase-end.ts';

const END = '2026-03-16T14:05:00.000Z';
const at = (time: string): number => Date.parse(`2026-03-16T${time}Z`);

test.each([
  ['an auction', 'AUCTION', END, at('14:01:30'), 210_000],
  ['a halt by the circuit breaker', 'HALTED', END, at('13:35:00'), 1_800_000],
  ['an auction past its earliest end', 'AUCTION', END, at('14:05:07'), 0],
  ['a call while the clock jumps a day', 'CLOSING_CALL', END, at('14:05:00') + 86_400_000, 0],
] as const)('%s has the rest of its time', (_name, phase, phaseEndsAt, nowMs, restMs) => {
  expect(phaseEndOf({ phase, phaseEndsAt }, nowMs)).toEqual({ at: END, restMs });
});

test.each([
  ['continuous trading, whose end the header shows', 'CONTINUOUS', END, at('14:00:00')],
  ['a halt without a known end', 'HALTED', null, at('14:00:00')],
  ['a market whose clock is not known yet', 'AUCTION', END, null],
] as const)('%s has none', (_name, phase, phaseEndsAt, nowMs) => {
  expect(phaseEndOf({ phase, phaseEndsAt }, nowMs)).toBeNull();
});
