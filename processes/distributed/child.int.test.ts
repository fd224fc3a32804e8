import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createWallClock, delay } from '#platform/time/clock.ts';
import { environment } from '#platform/config.ts';
import { compileProgram } from '#test/support/programs/compile-program.ts';
import { projectRoot } from '#test/support/programs/run-program.ts';
import { startChild } from './child.ts';
import { freePort } from '#test/support/network/free-port.ts';

const wallClock = createWallClock();

async function startFixture(behaviour: string, hasSpare = false) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const lines: string[] = [];
  const child = startChild({
    name: 'fixture',
    file: path.relative(projectRoot, await compileProgram('test/support/programs/health-fixture.ts')),
    root: projectRoot,
    env: { ...environment(), PORT: String(port), FIXTURE: behaviour },
    url,
    wallClock,
    print: (line) => lines.push(line),
    hasSpare,
  });
  onTestFinished(() => child.stop());
  const pid = async (): Promise<number> => Number(await (await fetch(url)).text());
  return { child, lines, pid, url };
}

/** Retries until the call succeeds. */
async function retried<T>(call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch {
      await delay(wallClock, 20);
    }
  }
}

test('restarts a ready process that was killed, and prints it', async () => {
  const { child, lines, pid } = await startFixture('ready');
  await child.ready(20_000);
  const first = await pid();
  process.kill(first, 'SIGKILL');
  await child.ready(20_000);
  expect(await retried(pid)).not.toBe(first);
  expect(lines).toContain('fixture | died (SIGKILL): restarting in 200 ms');
  expect(lines).toContain('fixture | up');
});

test('starts the spare process of one that was killed, and makes another', async () => {
  const { child, lines, pid } = await startFixture('ready', true);
  await child.ready(20_000);
  const waiting = (count: number): Promise<void> =>
    retried(async () => {
      if (lines.filter((line) => line === 'fixture | waits').length < count) throw new Error('no spare yet');
    });
  await waiting(1);
  const first = await pid();
  process.kill(first, 'SIGKILL');
  expect(await retried(pid)).not.toBe(first);
  expect(lines).toContain('fixture | died (SIGKILL): its spare starts');
  await waiting(2);
  await child.stop();
});

test('does not restart a stopped process', async () => {
  const { child, lines, url } = await startFixture('ready');
  await child.ready(20_000);
  await child.stop();
  await expect(fetch(url)).rejects.toThrow();
  expect(lines.join()).not.toContain('died');
});

test('fails the start when a process ends before it was ready', async () => {
  const { child } = await startFixture('dies');
  await expect(child.ready(20_000)).rejects.toThrow('fixture ended before it was ready');
});

test('fails the start when a process is not ready in time', async () => {
  const { child } = await startFixture('unready');
  await expect(child.ready(100)).rejects.toThrow('fixture was not ready within 0.1 s: see its output above');
});
