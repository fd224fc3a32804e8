import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '#platform/time/clock.ts';
import { takeLock } from '#platform/files/data-dir-lock.ts';
import { PRIVATE_FOLDER_MODE } from '#platform/files/private-folder.ts';
import { openDiskFiles, removeLeftovers } from '#platform/disk-log/disk-files.ts';
import { StartError } from '#platform/process/start-error.ts';
import { openProgressFile, type DurableProgress } from './progress-file.ts';
import { openRecordLog, type DurableRecordLog } from './record-log.ts';
import type { Storage } from './storage.ts';

export interface DurableStorageOptions {
  /** Belongs to this process alone while the storage is open. */
  readonly folder: string;
  readonly clock: Clock;
  readonly segmentBytes?: number;
}

const SEGMENT_BYTES = 8_388_608;
/** Memory of the newest records of each log: some thousand. */
const RECENT_BYTES = 2_097_152;

/** Opens a storage in a folder: each log is a folder of segments, each progress a file beside them. */
export async function openDurableStorage(options: DurableStorageOptions): Promise<Storage> {
  const { folder, clock, segmentBytes = SEGMENT_BYTES } = options;
  const unlock = await takeFolder(folder);
  const files = await openDiskFiles(folder);
  await removeLeftovers(folder);
  const logs: DurableRecordLog[] = [];
  const progresses: DurableProgress[] = [];
  return {
    openLog: async (name) => {
      const logFolder = path.join(folder, encodeURIComponent(name));
      const logFiles = await openDiskFiles(logFolder);
      await removeLeftovers(logFolder);
      const log = await openRecordLog({ files: logFiles, clock, segmentBytes, recentBytes: RECENT_BYTES });
      logs.push(log);
      return log;
    },
    openProgress: async (name) => {
      const progress = await openProgressFile(files, `${encodeURIComponent(name)}.progress`, clock);
      progresses.push(progress);
      return progress;
    },
    check: async () => {
      const failure = [...logs, ...progresses].map((one) => one.failure()).find(Boolean);
      if (failure) throw new Error(`${folder} cannot be written to: ${failure.message}`, { cause: failure });
    },
    close: async () => {
      await Promise.all(progresses.map((progress) => progress.flush()));
      await Promise.all(logs.map((log) => log.close()));
      await files.close();
      await unlock();
    },
  };
}

async function takeFolder(folder: string): Promise<() => Promise<void>> {
  try {
    await mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER_MODE });
    const { release } = await takeLock(path.join(folder, 'lock'), `the folder ${folder}`);
    return release;
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(`the folder ${folder} cannot be written: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
