import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { pollUntil } from '#platform/retry/poll.ts';
import { createWallClock } from '#platform/time/clock.ts';

/**
 * Profiles the processor of a process between two SIGUSR2, and writes each profile to a file of its number. Loaded before the
 * broker's program, so that the broker itself needs no such function.
 */
const PROGRAM = `
  import { Session } from 'node:inspector';
  import { renameSync, writeFileSync } from 'node:fs';
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.setSamplingInterval', { interval: 500 });
  let number = 0;
  let isRunning = false;
  process.on('SIGUSR2', () => {
    isRunning = !isRunning;
    if (isRunning) return session.post('Profiler.start');
    session.post('Profiler.stop', (error, { profile }) => {
      const file = new URL(number++ + '.cpuprofile', FOLDER);
      writeFileSync(new URL(file + '.new'), JSON.stringify(profile));
      renameSync(new URL(file + '.new'), file);
    });
  });`;

/** Arguments of Node that make a process write its profiles to a folder. */
export function profilingArguments(folder: string): string[] {
  const program = PROGRAM.replace('FOLDER', JSON.stringify(`${pathToFileURL(path.resolve(folder)).href}/`));
  return [`--import=data:text/javascript,${encodeURIComponent(program)}`];
}

const WRITTEN_WITHIN_MS = 60_000;

/** The profiles of a process that was started with `profilingArguments`. */
export interface Profiler {
  start(): void;
  /** Ends a profile and returns its file. */
  stop(): Promise<string>;
}

export function createProfiler(pid: number, folder: string): Profiler {
  let number = 0;
  return {
    start: () => void process.kill(pid, 'SIGUSR2'),
    stop: async () => {
      const file = path.join(folder, `${number++}.cpuprofile`);
      process.kill(pid, 'SIGUSR2');
      const isWritten = (): Promise<boolean> =>
        readFile(file).then(
          () => true,
          () => false,
        );
      await pollUntil(isWritten, { clock: createWallClock(), everyMs: 50, timeoutMs: WRITTEN_WITHIN_MS });
      return file;
    },
  };
}
