import { expect, test } from 'vitest';
import { SettingsError } from '#platform/config.ts';
import { silentLog, type Log } from '#platform/observability/log.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { parseCron, startSchedule } from './schedule.ts';

const NOW_MS = Date.parse('2026-03-16T13:02:00Z');
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};

test.each([
  ['*/5 * * * *', '2026-03-16T13:05:00.000Z'],
  ['30 20 * * 1-5', '2026-03-16T23:30:00.000Z'],
])('%s is due next at %s', (expression, instant) => {
  const nextMs = parseCron('INGEST_CRON', expression, NOW_MS)(NOW_MS);
  expect(new Date(nextMs ?? 0).toISOString()).toBe(instant);
});

test.each(['', 'sometimes', '61 * * * *', '* * *', '0 0 30 2 *'])('%j cannot be used', (expression) => {
  expect(() => parseCron('INGEST_CRON', expression, NOW_MS)).toThrow(SettingsError);
  expect(() => parseCron('INGEST_CRON', expression, NOW_MS)).toThrow('INGEST_CRON');
});

test('runs when due, one run at a time, continues after a failure, and stops', async () => {
  const clock = createManualClock(NOW_MS);
  const errors: string[] = [];
  const log: Log = { ...silentLog, warn: (_fields, message) => void errors.push(message) };
  const runs: (() => void)[] = [];
  let fail = false;
  const run = async (): Promise<void> => {
    if (fail) throw new Error('no');
    await new Promise<void>((resolve) => runs.push(resolve));
  };
  const stop = startSchedule('ingestion', parseCron('INGEST_CRON', '*/5 * * * *', NOW_MS), {
    clock,
    run,
    log,
  });
  clock.advance(180_000);
  expect(runs).toHaveLength(1);
  clock.advance(600_000);
  expect(runs).toHaveLength(1);
  runs[0]?.();
  await settle();
  fail = true;
  clock.advance(300_000);
  await settle();
  expect(errors).toEqual(['a background task failed and will run again']);
  fail = false;
  clock.advance(300_000);
  expect(runs).toHaveLength(2);
  const stopped = stop();
  runs[1]?.();
  await stopped;
  clock.advance(3_600_000);
  expect(runs).toHaveLength(2);
});
