import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const fixture = path.resolve(import.meta.dirname, '../test/support/process-fixture.ts');

interface Run {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly errors: () => string;
  /** Resolves once the output holds a text. */
  readonly said: (text: string) => Promise<void>;
  readonly ended: Promise<number | null>;
}

function run(settings: Record<string, string> = {}, args: readonly string[] = [], ipc = false): Run {
  const child = spawn(process.execPath, ['--import', 'tsx', fixture, ...args], {
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'pipe', ...(ipc ? (['ipc'] as const) : [])],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  let errors = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const streams = [child.stdout, child.stderr].map((stream) => stream && once(stream, 'end'));
  const ended = Promise.all([once(child, 'exit'), ...streams]).then(() => child.exitCode);
  const said = async (text: string): Promise<void> => {
    while (!output.includes(text)) if (child.stdout) await once(child.stdout, 'data');
  };
  return { child, output: () => output, errors: () => errors, said, ended };
}

test('SIGTERM stops everything in the reverse order, and the process ends well', async () => {
  const { child, output, errors, said, ended } = run();
  await said('up');
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(output()).toBe('up\nstopped second\nstopped first\n');
  expect(errors()).toBe('');
});

test('a second signal does not wait for what hangs', async () => {
  const { child, said, ended } = run({ FIXTURE: 'hangs' });
  await said('up');
  child.kill('SIGINT');
  await said('hanging');
  child.kill('SIGINT');
  expect(await ended).toBe(1);
});

test('a process that was spawned with a channel ends when its parent is gone', async () => {
  const { child, output, said, ended } = run({}, [], true);
  await said('up');
  child.disconnect();
  expect(await ended).toBe(0);
  expect(output()).toContain('stopped first');
});

test('a start that is refused is one line without a stack, undoes what it did, and exits 1', async () => {
  const { output, errors, ended } = run({ FIXTURE: 'refuses' });
  expect(await ended).toBe(1);
  expect(errors()).toBe('fixture: cannot start: the disk is full\n');
  expect(output()).toBe('stopped second\nstopped first\n');
});

test('a bug in the start is logged with its stack', async () => {
  const { errors, ended } = run({ FIXTURE: 'breaks' });
  expect(await ended).toBe(1);
  expect(errors()).toContain('fixture: cannot start: a bug\n');
  expect(errors()).toContain('"stack":"TypeError: a bug');
});

test('a bug that nobody caught is logged and ends the process with 1', async () => {
  const { errors, ended } = run({ FIXTURE: 'crashes' });
  expect(await ended).toBe(1);
  expect(errors()).toContain('fixture: ended: a late bug');
  expect(errors()).toContain('"err":{"type":"TypeError"');
});

test('bad settings and unknown options exit 2 with one line, help exits 0', async () => {
  const settings = run({ FIXTURE: 'dances' });
  expect(await settings.ended).toBe(2);
  expect(settings.errors()).toBe('fixture: FIXTURE=dances cannot be used: it takes a behaviour.\n');
  const option = run({}, ['--color']);
  expect(await option.ended).toBe(2);
  expect(option.errors()).toBe("fixture: Unknown option '--color'. See --help.\n");
  const stray = run({}, ['now']);
  expect(await stray.ended).toBe(2);
  expect(stray.errors()).toMatch(/^fixture: Unexpected argument 'now'.* See --help\.\n$/);
  const help = run({}, ['--help']);
  expect(await help.ended).toBe(0);
  expect(help.output()).toBe('helps\n');
});
