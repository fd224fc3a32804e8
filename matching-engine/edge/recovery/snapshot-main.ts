/** The process that makes a snapshot, started by the engine: see snapshot-process.ts. */
import { createFastBook } from '../../core/fast/fast-book.ts';
import { openDiskFiles } from '#platform/disk-log/disk-files.ts';
import { makeSnapshot } from './recovery.ts';
import type { SnapshotMade, SnapshotTask } from './snapshot-process.ts';

const { folder, index, shard, limits } = JSON.parse(process.argv[2] ?? '') as SnapshotTask;
// Whoever asked is gone: the next engine asks for one of its own.
process.on('disconnect', () => process.exit(0));
const files = await openDiskFiles(folder);
const oldestIndex = await makeSnapshot(files, index, { book: createFastBook, shard, limits });
const made: SnapshotMade = { oldestIndex };
process.send?.(made, () => process.exit(0));
