import { LogCorrupt } from '#platform/disk-log/errors.ts';
import type { LogFiles } from '#platform/disk-log/files.ts';
import { parseRecordFileName, recoverRecordFile, type RecordFile } from './record-file.ts';

/**
 * Reads the files of a log as the last process left them, oldest first. Cuts off a torn end and removes what an
 * interrupted compaction left.
 * @throws LogCorrupt for anything else that is not as it was written
 */
export async function recoverRecordFiles(files: LogFiles): Promise<RecordFile[]> {
  const found = (await files.list()).flatMap((name) => parseRecordFileName(name) ?? []);
  found.sort((a, b) => a.firstIndex - b.firstIndex || b.generation - a.generation);
  const recovered: RecordFile[] = [];
  for (const [place, file] of found.entries()) {
    const before = recovered.at(-1);
    if (before && file.firstIndex < before.endIndex) {
      await removeLeftover(files, file, before);
      continue;
    }
    if (before && file.firstIndex > before.endIndex) throw missing(files, before, file);
    await recoverRecordFile(files, file, place === found.length - 1);
    recovered.push(file);
  }
  return recovered;
}

/** Compaction first adds one file in the place of several, and then removes these. */
async function removeLeftover(files: LogFiles, file: RecordFile, rewritten: RecordFile): Promise<void> {
  if (rewritten.generation <= file.generation)
    throw new LogCorrupt(`${files.place}: ${file.name} and ${rewritten.name} hold the same records`);
  await files.remove(file.name);
}

const missing = (files: LogFiles, before: RecordFile, after: RecordFile): LogCorrupt =>
  new LogCorrupt(`${files.place} lacks the records from ${before.endIndex} to ${after.firstIndex - 1}`);
