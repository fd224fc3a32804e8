import type { LogFiles } from '../files.ts';

/** An append that fails after a part of it reached the disk. */
export interface FailedAppend {
  /** Bytes that reach the disk: 0 for none of them, all for an append that fails only after it was written. */
  readonly keepBytes: number;
  readonly error: Error;
  /** Called after those bytes reached the disk. */
  readonly onFailed?: () => void;
}

/** Faults for tests. Each hook decides from the test's seed; a missing hook means no fault. */
export interface FileFaults {
  /**
   * Runs before each change of a file. It may wait, as a slow disk does, or throw, as the call of a dead process does.
   */
  before?(change: 'append' | 'write' | 'create' | 'truncate' | 'remove', name: string): Promise<void> | void;
  /** Decides how an append ends; null when it succeeds. */
  append?(name: string, bytes: Uint8Array): FailedAppend | null;
}

/** Files that fail as the hooks say. */
export function createFaultyFiles(files: LogFiles, faults: FileFaults): LogFiles {
  return {
    ...files,
    append: async (name, bytes) => {
      await faults.before?.('append', name);
      const failed = faults.append?.(name, bytes);
      if (!failed) return files.append(name, bytes);
      await files.append(name, bytes.subarray(0, failed.keepBytes));
      failed.onFailed?.();
      throw failed.error;
    },
    write: async (name, bytes) => {
      await faults.before?.('write', name);
      await files.write(name, bytes);
    },
    create: async (name, bytes) => {
      await faults.before?.('create', name);
      await files.create(name, bytes);
    },
    truncate: async (name, length) => {
      await faults.before?.('truncate', name);
      await files.truncate(name, length);
    },
    remove: async (name) => {
      await faults.before?.('remove', name);
      await files.remove(name);
    },
  };
}
