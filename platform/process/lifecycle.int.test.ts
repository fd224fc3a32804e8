import { once } from 'node:events';
import { expect, test } from 'vitest';
import { eventually } from '#test/support/eventually.ts';
import { runProgram } from '#test/support/programs/run-program.ts';

const run = (
  settings: Record<string, string> = {},
  args: readonly string[] = [],
  options: { channel?: boolean } = {},
) => runProgram('test/support/programs/process-fixture.ts', settings, args, options);

test('SIGTERM stops everything in reverse order and the process exits 0', async () => {
  const { child, output, errors, printed, ended } = await run();
  await printed('up');
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(output().replace(/\d\.\d s/, 'N s')).toBe(
    'up\nstopping on SIGTERM; a second Ctrl-C ends it at once\n  ending the second\nstopped second\nstopped first\nstopped after N s\n',
  );
  expect(errors()).toBe('');
});

test('a second signal ends a process whose stop hangs', async () => {
  const { child, output, errors, printed, ended } = await run({ FIXTURE: 'hangs' });
  await printed('up');
  child.kill('SIGINT');
  await printed('hanging');
  // Not a second SIGINT: where npm runs the tests, one that follows at once is npm's copy of the first.
  child.kill('SIGTERM');
  expect(await ended).toBe(1);
  expect(output()).toBe('up\nstopping on SIGINT; a second Ctrl-C ends it at once\nhanging\n');
  expect(errors()).toBe(
    'fixture: ended at once by a second signal, without the rest of the stop (third, second, first): the next start recovers from what is on disk\n',
  );
});

test('SIGHUP changes nothing in a process without a terminal', async () => {
  const { child, errors, printed, ended } = await run();
  await printed('up');
  child.kill('SIGHUP');
  await eventually(async () => expect(errors()).toContain('nothing to reload'));
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
});

test('a process with an IPC channel stops when its parent is gone', async () => {
  const { child, output, printed, ended } = await run({}, [], { channel: true });
  await printed('up');
  child.disconnect();
  expect(await ended).toBe(0);
  expect(output()).toContain('stopped first');
});

test('a start that throws StartError reports one line without a stack, stops what it started, and exits 1', async () => {
  const { output, errors, ended } = await run({ FIXTURE: 'refuses' });
  expect(await ended).toBe(1);
  expect(errors()).toBe('fixture: cannot start: the disk is full\n');
  expect(output()).toBe('stopped second\nstopped first\n');
});

test('a bug in the start is logged with its stack', async () => {
  const { errors, ended } = await run({ FIXTURE: 'breaks' });
  expect(await ended).toBe(1);
  expect(errors()).toContain('fixture: cannot start: a bug\n');
  expect(errors()).toContain('"stack":"TypeError: a bug');
});

test('a secret setting is masked in the log and in the reported reason', async () => {
  const { errors, ended } = await run({ FIXTURE: 'leaks' });
  expect(await ended).toBe(1);
  expect(errors()).toContain('fixture: cannot start: no login as ***\n');
  expect(errors()).toContain('"message":"no login as ***"');
  expect(errors()).not.toContain('swordfish');
});

test.each([
  { what: 'a stop', fixture: {}, end: 'SIGTERM' as const, code: 0 },
  { what: 'an uncaught error', fixture: { FIXTURE: 'crashes later' }, end: 'SIGUSR2' as const, code: 1 },
])('$what ends a process whose output nobody reads any more', async ({ fixture, end, code }) => {
  const { child, printed } = await run(fixture);
  await printed('up');
  const exit = once(child, 'exit');
  child.stdout?.destroy();
  child.stderr?.destroy();
  child.kill(end);
  expect(await exit).toEqual([code, null]);
});

test('an uncaught error is logged and the process exits 1', async () => {
  const { errors, ended } = await run({ FIXTURE: 'crashes' });
  expect(await ended).toBe(1);
  expect(errors()).toContain('fixture: ended: a late bug');
  expect(errors()).toContain('"err":{"type":"TypeError"');
});

test('bad settings and unknown options exit 2 with one line, help exits 0', async () => {
  const settings = await run({ FIXTURE: 'dances' });
  expect(await settings.ended).toBe(2);
  expect(settings.errors()).toBe('fixture: FIXTURE=dances cannot be used: it takes a behaviour.\n');
  const option = await run({}, ['--color']);
  expect(await option.ended).toBe(2);
  expect(option.errors()).toBe("fixture: Unknown option '--color'. See --help.\n");
  const stray = await run({}, ['now']);
  expect(await stray.ended).toBe(2);
  expect(stray.errors()).toMatch(/^fixture: Unexpected argument 'now'.* See --help\.\n$/);
  const help = await run({}, ['--help']);
  expect(await help.ended).toBe(0);
  expect(help.output()).toBe('helps\n');
});
