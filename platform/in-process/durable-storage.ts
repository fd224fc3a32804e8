import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../time/clock.ts';
import { takeLock } from '../files/data-dir-lock.ts';
import { StartError } from '../process/start-error.ts';
import { openProgressFile, type ProgressFile } from './progress-file.ts';
import { openSegmentLog, type SegmentLog } from './segment-log.ts';
import type { Storage } from './storage.ts';

export interface DurableStorageOptions {
  /** This process's alone while the storage is open. */
  readonly folder: string;
  readonly clock: Clock;
  readonly segmentBytes?: number;
}

const SEGMENT_BYTES = 8_388_608;
const RECENT_BYTES = 4_194_304;

/** A storage in a folder: each log a folder of segments, progress in files beside them. */
export async function openDurableStorage(options: DurableStorageOptions): Promise<Storage> {
  const { folder, clock, segmentBytes = SEGMENT_BYTES } = options;
  const unlock = await takeFolder(folder);
  const logs: SegmentLog[] = [];
  const progresses: ProgressFile[] = [];
  const place = (name: string, suffix: string): string =>
    path.join(folder, encodeURIComponent(name) + suffix);
  return {
    openLog: async (name) => {
      const log = await openSegmentLog({
        folder: place(name, ''),
        clock,
        segmentBytes,
        recentBytes: RECENT_BYTES,
      });
      logs.push(log);
      return log;
    },
    openProgress: async (name) => {
      const progress = await openProgressFile(place(name, '.progress'), clock);
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
      await unlock();
    },
  };
}

async function takeFolder(folder: string): Promise<() => Promise<void>> {
  try {
    await mkdir(folder, { recursive: true });
    return await takeLock(path.join(folder, 'lock'), `the folder ${folder}`);
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(`the folder ${folder} cannot be written: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
