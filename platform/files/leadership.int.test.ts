import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import type { Alarm, Clock } from '../time/clock.ts';
import { createManualClock } from '../time/manual-clock.ts';
import { seekLeadership, type Leadership } from './leadership.ts';

interface Seeker {
  /** False while the seeker reads or writes files; otherwise it waits for its clock. */
  readonly isIdle: () => boolean;
  readonly clock: Clock;
}

/** Creates a seeker's own clock, which shows whether the seeker waits for it. */
function createSeeker(shared: Clock): Seeker {
  const pending = new Set<Alarm>();
  const after = (delayMs: number, callback: () => void): Alarm => {
    const inner = shared.after(delayMs, () => {
      pending.delete(alarm);
      callback();
    });
    const alarm = {
      cancel: () => {
        pending.delete(alarm);
        inner.cancel();
      },
    };
    pending.add(alarm);
    return alarm;
  };
  const at = (instantMs: number, callback: () => void): Alarm => after(instantMs - shared.nowMs(), callback);
  return { isIdle: () => pending.size > 0, clock: { nowMs: shared.nowMs, at, after } };
}

/** Releases leadership at the end of the test if the test did not, so that no file stays open. */
function releasedOnce(leadership: Leadership): Leadership {
  let released: Promise<void> | null = null;
  const release = (): Promise<void> => (released ??= leadership.release());
  onTestFinished(release);
  return { ...leadership, release };
}

async function createRace() {
  const folder = await mkdtemp(path.join(tmpdir(), 'leadership-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'leader');
  const shared = createManualClock(1_000_000);
  const seekers = new Set<Seeker>();
  const seek = (options: { onWaiting?: (leader: string) => void; signal?: AbortSignal } = {}) => {
    const { onWaiting = () => undefined, signal = new AbortController().signal } = options;
    const seeker = createSeeker(shared);
    seekers.add(seeker);
    let leadership: Leadership | null = null;
    const seeking = seekLeadership({ file, wallClock: seeker.clock, onWaiting, signal })
      .then((one) => (leadership = releasedOnce(one)))
      .finally(() => seekers.delete(seeker));
    return { seeking, leads: () => leadership !== null };
  };
  /** Moves the clock in small steps. Before each step every seeker has looked, however slow the disk is. */
  const pass = async (durationMs: number): Promise<void> => {
    for (let passedMs = 0; passedMs < durationMs; passedMs += 100) {
      shared.advance(100);
      do await setImmediate();
      while (![...seekers].every(({ isIdle }) => isIdle()));
    }
  };
  /** Seeks leadership when there is no leader. */
  const lead = async (): Promise<Leadership> => {
    const { seeking, leads } = seek();
    while (!leads()) await pass(100);
    return seeking;
  };
  return { file, seek, pass, lead };
}

test('a lone seeker leads within a moment; the next one waits until the leader releases', async () => {
  const { seek, pass, lead } = await createRace();
  const first = await lead();
  expect(first.isOurs()).toBe(true);
  const waiting: string[] = [];
  const second = seek({ onWaiting: (leader) => void waiting.push(leader) });
  await pass(40_000);
  expect(second.leads()).toBe(false);
  expect(waiting).toEqual([expect.stringContaining(`process ${process.pid} on ${hostname()}`)]);
  await first.release();
  while (!second.leads()) await pass(100);
  expect((await second.seeking).isOurs()).toBe(true);
  expect(first.isOurs()).toBe(false);
});

test('of several seekers that see no leader at the same moment, one leads and the others wait', async () => {
  const { seek, pass } = await createRace();
  const waiting: string[] = [];
  const onWaiting = (leader: string): void => void waiting.push(leader);
  const together = [seek({ onWaiting }), seek({ onWaiting }), seek({ onWaiting })];
  while (!together.some((one) => one.leads())) await pass(100);
  await pass(5_000);
  expect(together.filter((one) => one.leads())).toHaveLength(1);
  expect(waiting).toHaveLength(2);
});

test('a killed leader is replaced at once', async () => {
  const { file, seek, pass, lead } = await createRace();
  const dead = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)']);
  await once(dead, 'spawn');
  const first = await lead();
  const leader = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
  await first.release();
  await writeFile(file, JSON.stringify({ ...leader, pid: dead.pid, startedAt: null }));
  const second = seek();
  await pass(1_000);
  expect(second.leads()).toBe(false);
  const ended = once(dead, 'exit');
  dead.kill('SIGKILL');
  await ended;
  while (!second.leads()) await pass(100);
  expect((await second.seeking).isOurs()).toBe(true);
});

test('a leader on another machine is replaced only when its heartbeat stops', async () => {
  const { file, seek, pass } = await createRace();
  await writeFile(file, JSON.stringify({ pid: 1, startedAt: null, host: 'another machine' }));
  const second = seek();
  for (let beat = 1; beat < 5; beat++) {
    await pass(10_000);
    await utimes(file, beat, beat);
  }
  expect(second.leads()).toBe(false);
  await pass(16_000);
  while (!second.leads()) await pass(100);
  expect((await second.seeking).isOurs()).toBe(true);
});

test('a leader that was replaced while it was suspended notices it', async () => {
  const { file, pass, lead } = await createRace();
  const first = await lead();
  await writeFile(`${file}.other`, JSON.stringify({ pid: 1, startedAt: null, host: 'another machine' }));
  const { rename } = await import('node:fs/promises');
  await rename(`${file}.other`, file);
  expect(first.isOurs()).toBe(false);
  await first.release();
  expect(await readFile(file, 'utf8')).toContain('another machine');
  await pass(100);
});

test('a partly written file counts as no leader', async () => {
  const { file, lead } = await createRace();
  await writeFile(file, '{"pid":');
  const first = await lead();
  expect(first.isOurs()).toBe(true);
});

test('an abort ends the wait at once with its reason', async () => {
  const { seek, pass, lead } = await createRace();
  await lead();
  const controller = new AbortController();
  const { seeking } = seek({ signal: controller.signal });
  await pass(300);
  controller.abort(new Error('enough'));
  await expect(seeking).rejects.toThrow('enough');
});

test('an abort before leadership has settled releases it', async () => {
  const { file, seek, pass } = await createRace();
  const controller = new AbortController();
  const { seeking } = seek({ signal: controller.signal });
  await pass(100);
  expect(await readFile(file, 'utf8')).toContain(String(process.pid));
  controller.abort(new Error('enough'));
  await expect(seeking).rejects.toThrow('enough');
  expect(await readFile(file, 'utf8')).toBe('');
});
