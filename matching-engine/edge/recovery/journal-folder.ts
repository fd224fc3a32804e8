import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '#platform/time/clock.ts';
import { PRIVATE_FOLDER_MODE } from '#platform/files/private-folder.ts';
import { seekLeadership } from '#platform/files/leadership.ts';
import { openDiskFiles, removeLeftovers } from '#platform/disk-log/disk-files.ts';
import type { LogFiles } from '#platform/disk-log/files.ts';

/** Standby of an engine while another engine leads its folder. */
export interface StandbyOptions {
  readonly wallClock: Clock;
  /** Called once when another engine leads the folder, with its name. */
  readonly onWaiting: (leader: string) => void;
  /** Ends the standby: opening then rejects with the signal's reason. */
  readonly signal: AbortSignal;
}

/**
 * Opens the folder of a journal for its leader, and creates the folder if needed. Waits while another engine leads it.
 * When another engine takes the lead later, writes reject with LogLost.
 */
export async function openJournalFolder(folder: string, standby: StandbyOptions): Promise<LogFiles> {
  await mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER_MODE });
  const leadership = await seekLeadership({ file: path.join(folder, 'leader'), ...standby });
  await removeLeftovers(folder);
  const files = await openDiskFiles(folder, () => leadership.isOurs());
  return {
    ...files,
    close: async () => {
      await files.close();
      await leadership.release();
    },
  };
}
