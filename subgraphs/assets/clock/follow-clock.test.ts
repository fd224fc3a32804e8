import { expect, test } from 'vitest';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { createMemoryEventLog } from '#platform/in-process/event-log/memory-event-log.ts';
import { silentLog } from '#platform/observability/log.ts';
import { followMarketClock } from './follow-clock.ts';
import { clockFactCodec, type ClockFact } from '#contracts/messages/market-facts.ts';
import { TOPICS } from '#contracts/names.ts';

const START = Date.parse('2026-03-16T09:00:00Z');
const fact = (changes: Partial<ClockFact>): ClockFact => ({
  v: 1,
  mode: 'continuous',
  realMs: START,
  simulatedMs: START,
  speed: 1,
  ...changes,
});

test('retries the request to assets until it answers, then follows the answer', async () => {
  const wallClock = createManualClock(START);
  let failures = 3;
  const assets = {
    clock: async () => {
      if (failures-- > 0) throw new Error('not started yet');
      return fact({ mode: 'auto' });
    },
  };
  const following = followMarketClock({
    eventLog: createMemoryEventLog(),
    assets,
    wallClock,
    log: silentLog,
  });
  await expect
    .poll(() => {
      wallClock.advance(100);
      return failures;
    })
    .toBeLessThan(0);
  const followed = await following;
  expect(followed.mode()).toBe('auto');
  const opening = Date.parse('2026-03-16T12:44:00Z');
  expect(followed.clock.nowMs()).toBe(opening + wallClock.nowMs() - START);
  await followed.stop();
});

test('applies a published change, alarms included', async () => {
  const wallClock = createManualClock(START);
  const eventLog = createMemoryEventLog();
  const assets = { clock: async () => fact({}) };
  const followed = await followMarketClock({ eventLog, assets, wallClock, log: silentLog });
  const rung: number[] = [];
  followed.clock.at(START + 60_000, () => rung.push(wallClock.nowMs()));

  const change = fact({ mode: 'b3', speed: 10 });
  await eventLog.append(TOPICS.clock, [{ key: 'clock', value: clockFactCodec.encode(change) }]);
  await expect.poll(() => followed.mode()).toBe('b3');
  wallClock.advance(6_000);
  expect(rung).toEqual([START + 6_000]);
  await followed.stop();
});
