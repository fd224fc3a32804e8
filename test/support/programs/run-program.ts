import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { compileProgram } from './compile-program.ts';

export const projectRoot = path.resolve(import.meta.dirname, '../../..');

/** A program of the project as a child process, which ends with its test. */
export interface RunningProgram {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly errors: () => string;
  /** Resolves once the output holds a text. */
  readonly printed: (text: string) => Promise<void>;
  /** The exit code, once it has ended. */
  readonly ended: Promise<number | null>;
}

interface ProgramOptions {
  /** Whether it has an IPC channel to this process. */
  readonly channel?: boolean;
}

/** Runs a program of the project for one test, with these settings over those of the environment. */
export const runProgram: typeof spawnProgram = async (...given) => {
  const running = await spawnProgram(...given);
  onTestFinished(() => void running.child.kill('SIGKILL'));
  return running;
};

/** Starts a program of the project; the caller ends it. */
export async function spawnProgram(
  file: string,
  settings: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
  options: ProgramOptions = {},
): Promise<RunningProgram> {
  const child = spawn(process.execPath, [await compileProgram(file), ...args], {
    cwd: projectRoot,
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'pipe', ...(options.channel ? (['ipc'] as const) : [])],
  });
  let output = '';
  let errors = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const streams = [child.stdout, child.stderr].map((stream) => stream && once(stream, 'end'));
  const ended = Promise.all([once(child, 'exit'), ...streams]).then(() => child.exitCode);
  const printed = async (text: string): Promise<void> => {
    while (!output.includes(text)) {
      if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}:\n${errors}`);
      if (child.stdout) await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
    }
  };
  return { child, output: () => output, errors: () => errors, printed, ended };
}
