import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** The task of the snapshot process, which shares nothing with the engine but the folder. */
export interface SnapshotTask {
  readonly folder: string;
  /** Index of the last command of the snapshot, which is the last of a journal file. */
  readonly index: number;
  readonly shard: number;
}

/** The answer of the snapshot process. */
export interface SnapshotMade {
  /** Index of the oldest snapshot that is kept. */
  readonly oldestIndex: number;
}

const PROGRAM = path.join(import.meta.dirname, 'snapshot-main.ts');

/** Arguments of Node for the program of this folder, which the loader `tsx` translates. */
const loaderArguments = (): string[] => [
  '--import',
  pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href,
];

/**
 * Makes a snapshot in a process of its own, so that the engine is not blocked however many orders rest. Returns the
 * index of the oldest snapshot that is kept.
 *
 * @param compiled compiled form of `snapshot-main.ts`; absent: the loader translates it for each snapshot
 */
export async function makeSnapshotInProcess(task: SnapshotTask, compiled?: string): Promise<number> {
  const child = fork(compiled ?? PROGRAM, [JSON.stringify(task)], {
    execArgv: compiled === undefined ? loaderArguments() : [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  return new Promise<number>((resolve, reject) => {
    child.once('message', (made) => resolve((made as SnapshotMade).oldestIndex));
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      reject(new Error(`the process that makes a snapshot ended early: ${signal ?? code}`)),
    );
  });
}
