/** Program of the process that makes a snapshot; the engine starts it (snapshot-process.ts). */
import { createFastBook } from '../../core/fast/fast-book.ts';
import { openDiskFiles } from '#platform/disk-log/disk-files.ts';
import { makeSnapshot } from './recovery.ts';
import type { SnapshotMade, SnapshotTask } from './snapshot-process.ts';

const { folder, index, shard } = JSON.parse(process.argv[2] ?? '') as SnapshotTask;
// The engine has ended; the next one starts its own snapshot process.
process.on('disconnect', () => process.exit(0));
const files = await openDiskFiles(folder);
const oldestIndex = await makeSnapshot(files, index, { book: createFastBook, shard });
const made: SnapshotMade = { oldestIndex };
process.send?.(made, () => process.exit(0));
