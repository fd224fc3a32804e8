import { expect, test } from 'vitest';
import { createManualClock } from '../time/manual-clock.ts';
import { createForwardedSignals } from './forwarded-signals.ts';

test('under npm a SIGINT right after another one is its copy; a later one, and any other signal, is not', () => {
  const clock = createManualClock(0);
  const isForwarded = createForwardedSignals(clock, true);
  expect([isForwarded('SIGINT'), isForwarded('SIGINT'), isForwarded('SIGTERM')]).toEqual([
    false,
    true,
    false,
  ]);
  clock.advance(250);
  expect([isForwarded('SIGINT'), isForwarded('SIGINT')]).toEqual([false, true]);
});

test('without npm each SIGINT counts', () => {
  const isForwarded = createForwardedSignals(createManualClock(0), false);
  expect([isForwarded('SIGINT'), isForwarded('SIGINT')]).toEqual([false, false]);
});
