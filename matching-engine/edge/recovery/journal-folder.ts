import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '#platform/time/clock.ts';
import { seekLeadership } from '#platform/files/leadership.ts';
import { openDiskFiles, removeLeftovers } from '#platform/disk-log/disk-files.ts';
import type { LogFiles } from '#platform/disk-log/files.ts';

/** How an engine comes by its folder when another one has it. */
export interface Waiting {
  readonly wallClock: Clock;
  /** Called once when another engine has the folder, with which one that is. */
  readonly onWaiting: (leader: string) => void;
  /** Ends the waiting, which then rejects with the signal's reason. */
  readonly signal: AbortSignal;
}

/**
 * Opens the folder of a journal for the one engine that may write there, made when it is not there. Waits while another
 * engine has it. Should a third one take it over later, writes reject with LogLost.
 */
export async function openJournalFolder(folder: string, waiting: Waiting): Promise<LogFiles> {
  await mkdir(folder, { recursive: true });
  const leadership = await seekLeadership({ file: path.join(folder, 'leader'), ...waiting });
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
