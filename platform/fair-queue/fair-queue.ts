/** A task was refused because too many wait. */
export class QueueFull extends Error {
  override readonly name = 'QueueFull';
}

export interface FairQueueOptions {
  /** Weight of the tasks that run at once: their number, when none has a weight. A heavier task runs alone. */
  readonly concurrency: number;
  /** Tasks of one class that may wait. */
  readonly maxWaiting: number;
}

/** The place of a task: its class, and within it the groups that share it, the widest first. */
export type Place = readonly [className: string, ...groups: string[]];

/** Runs a few tasks at once, in turn for all who have tasks waiting. */
export interface FairQueue {
  /**
   * Rejects with QueueFull when the task does not get to run, with the task's own error otherwise.
   *
   * @param weight share of the concurrency that the task takes; by default 1
   */
  run<T>(place: Place, task: () => Promise<T>, weight?: number): Promise<T>;
  /** Tasks that wait now. */
  readonly waiting: number;
}

interface Waiting {
  readonly weight: number;
  readonly start: () => void;
  readonly refuse: (error: QueueFull) => void;
}

/**
 * Creates a queue that serves the classes in turn, within a class its groups in turn, and so on down the place; tasks of one
 * place run in the order of their arrival. So a client that sends many tasks waits for itself, and others for one task of it.
 *
 * When a class is full, the newest task of its largest group gives way to a task of a group that has at least two fewer.
 */
export function createFairQueue({ concurrency, maxWaiting }: FairQueueOptions): FairQueue {
  const root = createRotation();
  /** Weight of the running tasks. */
  let running = 0;
  const fits = (weight: number): boolean => running === 0 || running + weight <= concurrency;
  const enter = (place: Place, weight: number): Promise<void> | undefined => {
    if (fits(weight) && !root.first()) {
      running += weight;
      return undefined;
    }
    const [className, ...groups] = place;
    const group = root.child(className);
    if (group.size >= maxWaiting && !group.makeRoom(groups)) {
      throw new QueueFull('too many tasks wait');
    }
    return new Promise<void>((resolve, reject) =>
      root.push(place, { weight, start: resolve, refuse: reject }),
    );
  };
  const leave = (weight: number): void => {
    running -= weight;
    for (let next = root.first(); next && fits(next.weight); next = root.first()) {
      root.shift();
      running += next.weight;
      next.start();
    }
  };
  return {
    run: async (place, task, weight = 1) => {
      await enter(place, weight);
      try {
        return await task();
      } finally {
        leave(weight);
      }
    },
    get waiting() {
      return root.size;
    },
  };
}

/** Waiting tasks in nested groups, from which tasks leave in turn. */
interface Rotation {
  readonly size: number;
  /** The group with this name; an empty one that is not kept when there is none. */
  child(name: string): Rotation;
  push(path: readonly string[], task: Waiting): void;
  /** The task that `shift` would remove. */
  first(): Waiting | undefined;
  /** Removes the next task; the groups that it was in go to the end of their turns. */
  shift(): Waiting | undefined;
  /** Removes the newest task of the largest group. */
  pop(): Waiting | undefined;
  /** Refuses a task for one of a group with this path; false when that group is among the largest. */
  makeRoom(path: readonly string[]): boolean;
}

/** Counts the tasks of a group and those below it. */
function createCount(changed: (change: number) => void) {
  let now = 0;
  const add = (change: number): void => {
    now += change;
    changed(change);
  };
  return {
    get now() {
      return now;
    },
    add,
    /** Counts a task that has left. */
    without: (task: Waiting | undefined): Waiting | undefined => {
      if (task) add(-1);
      return task;
    },
  };
}

/** The largest group, with its name. */
function largestOf(groups: ReadonlyMap<string, Rotation>): [string, Rotation] | undefined {
  let found: [string, Rotation] | undefined;
  for (const entry of groups) if (!found || entry[1].size > found[1].size) found = entry;
  return found;
}

/** @param resized called with the change of the number of tasks here and below, which the group above counts too */
function createRotation(resized: (change: number) => void = () => undefined): Rotation {
  const tasks: Waiting[] = [];
  const count = createCount(resized);
  /** In the order of their turns. */
  const children = new Map<string, Rotation>();
  const rotation: Rotation = {
    get size() {
      return count.now;
    },
    child: (name) => children.get(name) ?? createRotation(count.add),
    push: ([name, ...rest], task) => {
      if (name === undefined) {
        tasks.push(task);
        return count.add(1);
      }
      const child = rotation.child(name);
      children.set(name, child);
      child.push(rest, task);
    },
    first: () => {
      const [first] = children.values();
      return first ? first.first() : tasks[0];
    },
    shift: () => {
      const [first] = children;
      if (!first) return count.without(tasks.shift());
      const [name, child] = first;
      const task = child.shift();
      children.delete(name);
      if (child.size > 0) children.set(name, child);
      return task;
    },
    pop: () => {
      const found = largestOf(children);
      if (!found) return count.without(tasks.pop());
      const [name, child] = found;
      const task = child.pop();
      if (child.size === 0) children.delete(name);
      return task;
    },
    makeRoom: ([name, ...rest]) => {
      if (name === undefined) return false;
      const found = largestOf(children);
      const own = children.get(name);
      if (!found) return false;
      const [largestName, group] = found;
      if (group === own || group.size < (own?.size ?? 0) + 2) {
        return own?.makeRoom(rest) ?? false;
      }
      const task = group.pop();
      if (group.size === 0) children.delete(largestName);
      task?.refuse(new QueueFull('the task gave way to one of a smaller group'));
      return task !== undefined;
    },
  };
  return rotation;
}
