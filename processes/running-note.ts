import { readFile, rm, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { StopStack } from '#platform/process/stop-stack.ts';
import type { DataLayout } from './data-dir.ts';

const noteSchema = z.object({
  pid: z.int(),
  /** Of the gateway. */
  graph: z.string(),
  /** Where the parts answer calls, to whoever holds the key. */
  calls: z.object({
    wallet: z.string(),
    orders: z.string(),
    /** By shard; of each the one that runs and those that stand by, in no order. */
    engines: z.array(z.array(z.string())),
  }),
});

/** Where a running broker is found, embedded or distributed: for commands that talk to it. */
export type RunningNote = z.infer<typeof noteSchema>;

/** Leaves the note while the broker runs. */
export async function noteRunning(
  layout: DataLayout,
  onStop: StopStack['add'],
  note: Omit<RunningNote, 'pid'>,
): Promise<void> {
  const text = JSON.stringify({ pid: process.pid, ...note });
  await writeFile(layout.running, `${text}\n`, { mode: 0o600 });
  onStop('note', () => rm(layout.running, { force: true }));
}

/** The note of a data folder; null where no broker runs. One that was killed leaves its note behind. */
export async function readRunningNote(layout: DataLayout): Promise<RunningNote | null> {
  const text = await readFile(layout.running, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  return text === null ? null : noteSchema.parse(JSON.parse(text));
}
