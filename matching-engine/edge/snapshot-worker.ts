import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { MemoryLimits } from '../exchange/state.ts';

/** What a worker needs to know: plain data, since it shares nothing with the engine. */
export interface SnapshotTask {
  readonly folder: string;
  /** Of a command that ends a file of the journal. */
  readonly index: number;
  readonly shard: number;
  readonly limits: MemoryLimits;
}

/**
 * Makes a snapshot in a thread of its own, so that the engine does not stand still however many orders rest. Answers the
 * index of the oldest snapshot that is kept.
 */
export async function makeSnapshotInWorker(task: SnapshotTask): Promise<number> {
  const worker = new Worker(new URL('./snapshot-thread.ts', import.meta.url), {
    workerData: task,
    execArgv: loaderOfTypeScript(),
  });
  try {
    return await new Promise<number>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', (code) => reject(new Error(`the snapshot's thread ended with ${code}`)));
    });
  } finally {
    await worker.terminate();
  }
}

/** A thread does not know what loads TypeScript in its process, when that is not on the command line. */
const loaderOfTypeScript = (): string[] => [
  '--import',
  pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href,
];
