import type { Log } from '#platform/observability/log.ts';
import type { Journal } from '../../journal/journal.ts';

/** Makes a snapshot after the last command of a journal file. Resolves with the index of the oldest snapshot kept. */
export type MakeSnapshot = (index: number) => Promise<number>;

export interface SnapshotTaker {
  /** Reports that the outputs up to this command are confirmed. Starts a due snapshot without waiting for it. */
  confirmed(index: number): void;
  /** Starts no more snapshots. Resolves when none is being made. */
  rest(): Promise<void>;
}

/**
 * Makes a snapshot after every `snapshotEvery` commands, while the engine runs. It keeps only states whose outputs are
 * confirmed, so that a replay from a snapshot makes again all outputs that may be missing. A failed snapshot is logged;
 * the next one is made when it is due.
 */
export function createSnapshotTaker(dependencies: {
  readonly journal: Journal;
  readonly makeSnapshot: MakeSnapshot;
  /** Index of the newest snapshot; 0 for none. */
  readonly snapshotIndex: number;
  readonly snapshotEvery: number;
  readonly log: Log;
}): SnapshotTaker {
  const { journal, makeSnapshot, snapshotEvery, log } = dependencies;
  let { snapshotIndex } = dependencies;
  let confirmedIndex = 0;
  let making: Promise<void> | null = null;
  let wake: () => void = () => undefined;
  let isStopped = false;

  const isConfirmed = (index: number): Promise<boolean> =>
    new Promise((resolve) => {
      wake = () => {
        if (confirmedIndex >= index || isStopped) resolve(confirmedIndex >= index);
      };
      wake();
    });
  const make = async (): Promise<void> => {
    try {
      const index = await journal.startSegment();
      snapshotIndex = index;
      if (index > 0 && (await isConfirmed(index))) await journal.dropThrough(await makeSnapshot(index));
    } catch (error) {
      log.warn({ err: error }, 'a snapshot failed; the next one is made when it is due');
    }
    making = null;
  };
  return {
    confirmed: (index) => {
      confirmedIndex = index;
      wake();
      if (making === null && !isStopped && index - snapshotIndex >= snapshotEvery) making = make();
    },
    rest: async () => {
      isStopped = true;
      wake();
      await making;
    },
  };
}
