import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { MemoryLimits } from '../../exchange/state.ts';

/** What the process needs to know: it shares nothing with the engine but the folder. */
export interface SnapshotTask {
  readonly folder: string;
  /** Of a command that ends a file of the journal. */
  readonly index: number;
  readonly shard: number;
  readonly limits: MemoryLimits;
}

/** Its answer. */
export interface SnapshotMade {
  /** Index of the oldest snapshot that is kept. */
  readonly oldestIndex: number;
}

const PROGRAM = path.join(import.meta.dirname, 'snapshot-main.ts');

/**
 * Makes a snapshot in a process of its own, so that the engine does not stand still however many orders rest. Answers
 * the index of the oldest snapshot that is kept.
 */
export async function makeSnapshotInProcess(task: SnapshotTask): Promise<number> {
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const child = fork(PROGRAM, [JSON.stringify(task)], {
    execArgv: ['--import', loader],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  return new Promise<number>((resolve, reject) => {
    child.once('message', (made) => resolve((made as SnapshotMade).oldestIndex));
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      reject(new Error(`the process that makes a snapshot ended: ${signal ?? code}`)),
    );
  });
}
