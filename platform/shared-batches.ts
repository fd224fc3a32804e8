import { createGroupCommit } from './group-commit.ts';

/** Lets concurrent callers of a batch call share its runs. */
export interface SharedBatches<Item, Result> {
  /** Runs the items, together with those of other callers. Resolves with their results, in the order of the items. */
  readonly submit: (items: readonly Item[]) => Promise<readonly Result[]>;
}

export interface SharedBatchesOptions<Item, Result> {
  /** Runs a batch; the results have the order of the items. It must do all of it or, when it rejects, none. */
  readonly run: (items: readonly Item[]) => Promise<readonly Result[]>;
  /** Items of a batch; a single call may exceed it. */
  readonly maxItems: number;
  /** Items that may wait for one running batch; with more, the next batch runs beside it. Default: any number. */
  readonly maxWaiting?: number;
  /**
   * Resolves when the batch after one of many calls may begin, which gathers until then unless more items wait than may. Default: at once.
   */
  readonly fill?: () => Promise<void>;
  /**
   * Whether an error is about the whole batch, so that the callers would fail alone, too: the database does not answer. After
   * any other error each caller's items run alone, so that one that cannot run harms no other.
   */
  readonly isOfAll: (error: unknown) => boolean;
}

/** The items of one caller. */
interface Submission<Item, Result> {
  readonly items: readonly Item[];
  results: readonly Result[];
  error: unknown;
}

/** Items that run together. */
interface Batch<Item, Result> {
  readonly submissions: Submission<Item, Result>[];
  count: number;
}

/** Batches that run one after the other. */
function createLane<Item, Result>(
  run: (submissions: readonly Submission<Item, Result>[]) => Promise<void>,
  { maxItems, maxWaiting = Infinity, fill }: Omit<SharedBatchesOptions<Item, Result>, 'run'>,
) {
  let waiting = 0;
  const batches = createGroupCommit<Batch<Item, Result>>({
    open: () => ({ submissions: [], count: 0 }),
    hasRoom: ({ count }, size) => count + size <= maxItems,
    isLarge: ({ count }) => count >= maxWaiting,
    ...(fill && { fill }),
    write: async ({ submissions, count }) => {
      waiting -= count;
      await run(submissions);
    },
  });
  return {
    /** Items of batches that have not begun. */
    waiting: (): number => waiting,
    add: (submission: Submission<Item, Result>): Promise<unknown> => {
      const { length } = submission.items;
      waiting += length;
      return batches.append((batch) => {
        batch.submissions.push(submission);
        batch.count += length;
      }, length);
    },
  };
}

/**
 * While one batch runs, the next one gathers the calls that come meanwhile. A lone call runs at once and waits for no company.
 */
export function createSharedBatches<Item, Result>(
  options: SharedBatchesOptions<Item, Result>,
): SharedBatches<Item, Result> {
  const { run, maxWaiting = Infinity, isOfAll } = options;
  const runAlone = async (submission: Submission<Item, Result>): Promise<void> => {
    try {
      submission.results = await run(submission.items);
    } catch (error) {
      submission.error = error;
    }
  };
  const runTogether = async (submissions: readonly Submission<Item, Result>[]): Promise<void> => {
    const results = await run(submissions.flatMap(({ items }) => items));
    let first = 0;
    for (const submission of submissions) {
      submission.results = results.slice(first, first + submission.items.length);
      first += submission.items.length;
    }
  };
  const runBatch = async (submissions: readonly Submission<Item, Result>[]): Promise<void> => {
    try {
      await runTogether(submissions);
    } catch (error) {
      if (submissions.length === 1 || isOfAll(error)) throw error;
      for (const submission of submissions) await runAlone(submission);
    }
  };
  const lane = () => createLane(runBatch, options);
  const first = lane();
  const second = lane();
  return {
    submit: async (items) => {
      if (items.length === 0) return [];
      const submission: Submission<Item, Result> = { items, results: [], error: null };
      const isCrowded = first.waiting() + items.length > maxWaiting && first.waiting() > second.waiting();
      await (isCrowded ? second : first).add(submission);
      if (submission.error !== null) throw submission.error as Error;
      return submission.results;
    },
  };
}
