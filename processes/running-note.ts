import { readFile, rm, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { ifExists } from '#platform/files/exists.ts';
import { PRIVATE_FILE_MODE } from '#platform/files/private-folder.ts';
import type { StopStack } from '#platform/process/stop-stack.ts';
import type { DataLayout } from './data-dir.ts';

const noteSchema = z.object({
  pid: z.int(),
  /** The gateway's URL. */
  graph: z.string(),
  /** URL of the metrics; in the distributed profile, of the gateway's. Null: any free port, which the gateway prints. */
  metrics: z.string().nullable(),
  /** URLs at which the parts answer calls signed with the internal key. */
  calls: z.object({
    identity: z.string(),
    assets: z.string(),
    wallet: z.string(),
    orders: z.string(),
    /** By shard: the leader and its standbys, in any order. */
    engines: z.array(z.array(z.string())),
  }),
});

/** The addresses of a running broker, embedded or distributed, for commands that call it. */
export type RunningNote = z.infer<typeof noteSchema>;

/** Writes the note, and removes it when the broker stops. */
export async function noteRunning(
  layout: DataLayout,
  onStop: StopStack['add'],
  note: Omit<RunningNote, 'pid'>,
): Promise<void> {
  const text = JSON.stringify({ pid: process.pid, ...note });
  await writeFile(layout.running, `${text}\n`, { mode: PRIVATE_FILE_MODE });
  onStop('note', () => rm(layout.running, { force: true }));
}

/** Reads the note of a data folder; null when there is none. A killed broker leaves its note behind. */
export async function readRunningNote(layout: DataLayout): Promise<RunningNote | null> {
  const text = await ifExists(readFile(layout.running, 'utf8'));
  return text === null ? null : noteSchema.parse(JSON.parse(text));
}
