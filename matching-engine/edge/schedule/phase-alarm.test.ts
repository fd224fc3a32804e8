import { describe, expect, test } from 'vitest';
import { createFaultyFiles } from '#platform/disk-log/test/faulty-files.ts';
import { silentLog } from '#platform/observability/log.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { createWorld, phasesOf, until } from '#test/support/engine/engine-harness.ts';
import { instrumentFact } from '#test/support/samples/instrument.ts';
import { createPhaseAlarm } from './phase-alarm.ts';

/** An alarm over a schedule whose due times the test sets; a submission does the group's reset, as the pipeline does. */
function createTrial(firstDueMs: number) {
  const clock = createManualClock(0);
  const armedAtMs: number[] = [];
  const rungAtMs: number[] = [];
  const due = { ms: firstDueMs, nextMs: Infinity };
  const alarm = createPhaseAlarm(
    {
      ...clock,
      at: (instantMs, callback) => {
        armedAtMs.push(instantMs);
        return clock.at(instantMs, callback);
      },
    },
    () => due.ms,
    async () => {
      rungAtMs.push(clock.nowMs());
      due.ms = due.nextMs;
      alarm.reset();
    },
    silentLog,
  );
  return { clock, alarm, due, armedAtMs, rungAtMs };
}

describe('the alarm', () => {
  test('is armed once for a due time, however many commands come', () => {
    const { alarm, armedAtMs } = createTrial(100);
    for (let command = 0; command < 1_000; command++) alarm.reset();
    expect(armedAtMs).toEqual([100]);
  });

  test('follows a due time that changes, and rings once for each', () => {
    const { clock, alarm, due, armedAtMs, rungAtMs } = createTrial(100);
    due.ms = 50;
    due.nextMs = 200;
    alarm.reset();
    clock.advance(150);
    expect(rungAtMs).toEqual([50]);
    due.nextMs = 300;
    clock.advance(100);
    expect({ armedAtMs, rungAtMs }).toEqual({ armedAtMs: [100, 50, 200, 300], rungAtMs: [50, 200] });
  });

  test('does not ring after a stop', () => {
    const { clock, alarm, rungAtMs } = createTrial(100);
    alarm.stop();
    alarm.reset();
    clock.advance(1_000);
    expect(rungAtMs).toEqual([]);
  });
});

describe('a phase that is due without traffic', () => {
  test('is published once the log takes it, and the next one comes at its time', async () => {
    const world = await createWorld();
    await world.list(instrumentFact());
    let isDown = false;
    const { part } = await world.start({ faults: () => ({ write: () => (isDown ? 'lost' : 'none') }) });
    const nowMs = world.marketClock.nowMs();
    await part.calls.halt({ ticker: null, endsAtMs: nowMs + 60_000 });
    isDown = true;
    world.marketClock.set(nowMs + 60_000);
    await until(world, async () => (await part.readiness()).some(({ ready }) => !ready));
    world.marketClock.set(nowMs + 60 * 60_000);
    expect((await phasesOf(world)).at(-1)).toBe('HALTED');
    isDown = false;
    await until(world, async () => (await phasesOf(world)).at(-1) === 'CONTINUOUS');
    expect((await phasesOf(world)).slice(-3)).toEqual(['HALTED', 'AUCTION', 'CONTINUOUS']);
    await part.stop();
  });

  test('ends the engine when it cannot be written to the journal', async () => {
    const world = await createWorld();
    await world.list(instrumentFact());
    let isFull = false;
    const { part, crash } = await world.start({
      wrapFiles: (files) =>
        createFaultyFiles(files, {
          before: () => {
            if (isFull) throw new Error('the disk is full');
          },
        }),
    });
    const nowMs = world.marketClock.nowMs();
    await part.calls.halt({ ticker: null, endsAtMs: nowMs + 60_000 });
    isFull = true;
    world.marketClock.set(nowMs + 60_000);
    await until(world, () => world.failures.length > 0);
    expect(world.failures).toMatchObject([{ message: 'the disk is full' }]);
    crash();
  });
});
