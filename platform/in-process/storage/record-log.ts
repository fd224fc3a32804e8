import type { Clock } from '#platform/time/clock.ts';
import type { ByteWriter } from '#platform/disk-log/byte-writer.ts';
import type { LogFiles } from '#platform/disk-log/files.ts';
import { createLogWriter, type LogWriter } from '#platform/disk-log/log-writer.ts';
import { isMissing } from '#platform/files/exists.ts';
import { droppable, isWorthCompacting, removeFiles, rewriteCompacted } from './compaction.ts';
import { createRecentEntries } from './recent-entries.ts';
import { writeBatch } from './record-batch.ts';
import { createRecordFile, encodeRecordHeader, readRecordFile, type RecordFile } from './record-file.ts';
import { recoverRecordFiles } from './recovery.ts';
import type { Entry, RecordLog } from './storage.ts';

/** A record log on disk. */
export interface DurableRecordLog extends RecordLog {
  /** Why nothing can be written any more; null while the log works. */
  failure(): Error | null;
}

export interface RecordLogOptions {
  /** Holds the files of this log alone. */
  readonly files: LogFiles;
  readonly clock: Clock;
  /** A file of this length is followed by a new one. */
  readonly segmentBytes: number;
  /** Memory that the newest records of the log take. */
  readonly recentBytes: number;
}

/**
 * Opens a record log: the disk log (platform/disk-log/log-writer.ts describes how a write gets to the disk) plus compaction,
 * retention and reading from any offset.
 * @throws LogCorrupt with the file and the byte
 */
export async function openRecordLog(options: RecordLogOptions): Promise<DurableRecordLog> {
  const { files, clock } = options;
  const list = await recoverRecordFiles(files);
  const writer = createWriter(options, list);
  const recent = createRecentEntries(options.recentBytes);
  const listeners = new Set<() => void>();
  const maintain = createMaintenance();
  let endOffset = list.at(-1)?.endIndex ?? 0;
  let closed = false;

  const compact = async (keyOf: (payload: Uint8Array) => string): Promise<void> => {
    const standing = list.slice(0, -1);
    if (!isWorthCompacting(standing)) return;
    const rewritten = await rewriteCompacted(files, standing, keyOf, clock.nowMs());
    list.splice(0, standing.length, rewritten);
    await removeFiles(files, standing);
  };

  return {
    append: async (payloads) => {
      if (closed) throw new Error(`${files.place} is closed`);
      const encode = (to: ByteWriter): void => writeBatch(to, clock.nowMs(), payloads);
      const firstOffset = await writer.append(payloads.length, encode);
      recent.add(firstOffset, payloads);
      endOffset = firstOffset + payloads.length;
      for (const listener of [...listeners]) listener();
    },
    read: async (fromOffset, max) => recent.read(fromOffset, max) ?? readFiles(files, list, fromOffset, max),
    firstOffset: () => list[0]?.firstIndex ?? 0,
    endOffset: () => endOffset,
    onAppend: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dropBefore: (offset, retention) =>
      maintain.run(async () => {
        const count = droppable(list, offset, clock.nowMs(), retention);
        if (count > 0) await removeFiles(files, list.splice(0, count));
      }),
    compact: (keyOf) => maintain.run(() => compact(keyOf)),
    failure: () => writer.failure(),
    close: async () => {
      closed = true;
      await writer.settled();
      await maintain.settled();
      await files.close();
    },
  };
}

/** Writes to the end of the newest file; adds the files that it makes to the list. */
function createWriter({ files, segmentBytes }: RecordLogOptions, list: RecordFile[]): LogWriter {
  const tail = list.at(-1) ?? null;
  return createLogWriter({
    files,
    nextIndex: tail?.endIndex ?? 0,
    tail,
    createSegment: async (firstIndex) => {
      const file = createRecordFile(firstIndex, 0);
      await files.create(file.name, encodeRecordHeader(file));
      list.push(file);
      return file;
    },
    segmentBytes,
    survivesFullDisk: true,
  });
}

/** Runs one piece of work at a time, since each removes files. */
function createMaintenance() {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run: (work: () => Promise<void>): Promise<void> => {
      const done = last.then(work);
      last = done.catch(() => undefined);
      return done;
    },
    settled: async (): Promise<void> => void (await last),
  };
}

/** Reads on from file to file until it finds a record. A file that was removed meanwhile is looked up again. */
async function readFiles(
  files: LogFiles,
  list: readonly RecordFile[],
  fromOffset: number,
  max: number,
): Promise<Entry[]> {
  let offset = fromOffset;
  for (;;) {
    const file = list.findLast(({ firstIndex }) => firstIndex <= offset) ?? list[0];
    if (!file || offset >= (list.at(-1)?.endIndex ?? 0)) return [];
    const entries = await readRecordFile(files, file, offset, max).catch((error: unknown) => {
      if (isMissing(error) && !list.includes(file)) return null;
      throw error;
    });
    if (entries && entries.length > 0) return entries;
    if (entries) offset = Math.max(offset, file.endIndex);
  }
}
