import type { Log } from '#platform/observability/log.ts';
import type { Journal } from '../../journal/journal.ts';

/** Makes a snapshot behind a command that ends a file of the journal; the index of the oldest one kept. */
export type MakeSnapshot = (index: number) => Promise<number>;

export interface SnapshotTaker {
  /** Looks whether one is due, now that the outputs of this command are confirmed. Never waits for it. */
  confirmed(index: number): void;
  /** Resolves when none is being made. */
  rest(): Promise<void>;
}

/**
 * Has a snapshot made every so many commands, beside the engine. Only states whose outputs are confirmed are kept, so a
 * replay from there makes again all that may be missing. One that fails is logged, and the next one comes in its time.
 */
export function createSnapshotTaker(dependencies: {
  readonly journal: Journal;
  readonly makeSnapshot: MakeSnapshot;
  /** Of the snapshot that there is; 0 for none. */
  readonly snapshotIndex: number;
  readonly snapshotEvery: number;
  readonly log: Log;
}): SnapshotTaker {
  const { journal, makeSnapshot, snapshotEvery, log } = dependencies;
  let { snapshotIndex } = dependencies;
  let confirmedIndex = 0;
  let making: Promise<void> | null = null;
  let wake: () => void = () => undefined;
  let resting = false;

  const isConfirmed = (index: number): Promise<boolean> =>
    new Promise((resolve) => {
      wake = () => {
        if (confirmedIndex >= index || resting) resolve(confirmedIndex >= index);
      };
      wake();
    });
  const make = async (): Promise<void> => {
    try {
      const index = await journal.startSegment();
      snapshotIndex = index;
      if (index > 0 && (await isConfirmed(index))) await journal.dropThrough(await makeSnapshot(index));
    } catch (error) {
      log.warn({ err: error }, 'a snapshot could not be taken; the next one is tried in its time');
    }
    making = null;
  };
  return {
    confirmed: (index) => {
      confirmedIndex = index;
      wake();
      if (making === null && !resting && index - snapshotIndex >= snapshotEvery) making = make();
    },
    rest: async () => {
      resting = true;
      wake();
      await making;
    },
  };
}
