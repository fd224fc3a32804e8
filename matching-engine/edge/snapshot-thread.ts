/** The thread that makes a snapshot: see snapshot-worker.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { createFastBook } from '../core/fast/fast-book.ts';
import { openDiskFiles } from '../journal/disk-files.ts';
import { makeSnapshot } from './recovery.ts';
import type { SnapshotTask } from './snapshot-worker.ts';

const { folder, index, shard, limits } = workerData as SnapshotTask;
const files = await openDiskFiles(folder);
parentPort?.postMessage(await makeSnapshot(files, index, { book: createFastBook, shard, limits }));
