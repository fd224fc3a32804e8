/** Lets many callers share one write: one sync to a disk, or one round trip to a server. */
export interface GroupCommit<Group> {
  /**
   * Adds to the group that fills now, before the call returns. Resolves with that group when it is written, in the order
   * of the calls; rejects when its write fails, or when `add` throws.
   *
   * @param size for `hasRoom`
   */
  append(add: (group: Group) => void, size?: number): Promise<Group>;
  /** Runs `work` alone: after the write of everything appended so far, before everything appended later. */
  between<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves when no append and no work is pending. */
  settled(): Promise<void>;
}

export interface GroupCommitOptions<Group> {
  /** Makes an empty group. */
  open(): Group;
  /** True when the group has room for an append of this size; else the append begins another group. */
  hasRoom(group: Group, size: number): boolean;
  /** True when a group is so large that waiting for callers that append again gains nothing. Default: never. */
  isLarge?(group: Group): boolean;
  /**
   * Resolves when the group after one of many callers may be written: until then it fills, unless it is large. Its callers then share few
   * writes, though each write could begin sooner. Default: a group is written as soon as the one before is.
   */
  fill?(): Promise<void>;
  /** Writes a group. Never runs twice at a time. After it fails, the next group is still tried. */
  write(group: Group): Promise<void>;
}

interface Waiting<Group> {
  readonly resolve: (group: Group) => void;
  readonly reject: (error: Error) => void;
}

/** A group and the callers that wait for it. */
interface GroupStep<Group> {
  readonly group: Group;
  readonly waiting: Waiting<Group>[];
}

/** Work between groups. It never rejects. */
interface WorkStep {
  readonly work: () => Promise<void>;
}

/**
 * Promise callbacks that run before the next write, unless its group is large. A caller that appends again as soon as it is
 * acknowledged then joins the next group, not the one after it, if at most this many promises lie between the two.
 */
const CALLBACKS = 4;
/** Callers of a group that are many. A few gain less by fewer writes than they lose by the wait. */
const MANY_CALLERS = 4;

/**
 * While one group is written, the next one fills with what is appended meanwhile. A lone append is written at once: the
 * write begins in a microtask, so only appends of the same run of the event loop wait for each other.
 */
export function createGroupCommit<Group>(options: GroupCommitOptions<Group>): GroupCommit<Group> {
  const steps: (GroupStep<Group> | WorkStep)[] = [];
  let running: Promise<void> | null = null;

  const nextMayGrow = (): boolean => {
    const next = steps[0];
    return next !== undefined && !('group' in next && options.isLarge?.(next.group));
  };
  /** Callers of the last group. */
  let callers = 0;
  const isToFill = (): boolean => options.fill !== undefined && callers >= MANY_CALLERS && nextMayGrow();
  const run = async (): Promise<void> => {
    if (isToFill()) await options.fill?.();
    for (let step = steps.shift(); step; step = steps.shift()) {
      if ('work' in step) {
        await step.work();
      } else {
        callers = step.waiting.length;
        try {
          await options.write(step.group);
          for (const { resolve } of step.waiting) resolve(step.group);
        } catch (error) {
          for (const { reject } of step.waiting) reject(error as Error);
        }
      }
      for (let left = CALLBACKS; left > 0 && nextMayGrow(); left--) await Promise.resolve();
      if (isToFill()) await options.fill?.();
    }
    running = null;
  };
  const start = (): void => {
    running ??= Promise.resolve().then(run);
  };

  return {
    append: (add, size = 0) =>
      new Promise((resolve, reject) => {
        const step = groupWithRoom(steps, options, size);
        add(step.group);
        step.waiting.push({ resolve, reject });
        start();
      }),
    between: (work) =>
      new Promise((resolve, reject) => {
        steps.push({ work: () => work().then(resolve, reject) });
        start();
      }),
    settled: async () => {
      while (running) await running;
    },
  };
}

/** The last step when it is a group with room, else a new group. */
function groupWithRoom<Group>(
  steps: (GroupStep<Group> | WorkStep)[],
  options: GroupCommitOptions<Group>,
  size: number,
): GroupStep<Group> {
  const last = steps.at(-1);
  if (last && 'group' in last && options.hasRoom(last.group, size)) return last;
  const step = { group: options.open(), waiting: [] };
  steps.push(step);
  return step;
}
