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
  const root = new Rotation(null);
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
      const waiting = enter(place, weight);
      if (waiting) await waiting;
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

/** The largest group, with its name. */
function largestOf(groups: ReadonlyMap<string, Rotation>): [string, Rotation] | undefined {
  let found: [string, Rotation] | undefined;
  for (const entry of groups) if (!found || entry[1].size > found[1].size) found = entry;
  return found;
}

/** Waiting tasks in nested groups, from which tasks leave in turn. A class: a busy queue makes a group for each task that waits. */
class Rotation {
  /** The group above, which counts the tasks of this one, too. */
  readonly #above: Rotation | null;
  readonly #tasks: Waiting[] = [];
  /** In the order of their turns. */
  readonly #children = new Map<string, Rotation>();
  #size = 0;

  constructor(above: Rotation | null) {
    this.#above = above;
  }

  get size(): number {
    return this.#size;
  }

  /** The group with this name; an empty one that is not kept when there is none. */
  child(name: string): Rotation {
    return this.#children.get(name) ?? new Rotation(this);
  }

  push([name, ...rest]: readonly string[], task: Waiting): void {
    if (name === undefined) {
      this.#tasks.push(task);
      return this.#count(1);
    }
    const child = this.child(name);
    this.#children.set(name, child);
    child.push(rest, task);
  }

  /** The task that `shift` would remove. */
  first(): Waiting | undefined {
    const [first] = this.#children.values();
    return first ? first.first() : this.#tasks[0];
  }

  /** Removes the next task; the groups that it was in go to the end of their turns. */
  shift(): Waiting | undefined {
    const [first] = this.#children;
    if (!first) return this.#without(this.#tasks.shift());
    const [name, child] = first;
    const task = child.shift();
    this.#children.delete(name);
    if (child.size > 0) this.#children.set(name, child);
    return task;
  }

  /** Removes the newest task of the largest group. */
  pop(): Waiting | undefined {
    const found = largestOf(this.#children);
    if (!found) return this.#without(this.#tasks.pop());
    const [name, child] = found;
    const task = child.pop();
    if (child.size === 0) this.#children.delete(name);
    return task;
  }

  /** Refuses a task for one of a group with this path; false when that group is among the largest. */
  makeRoom([name, ...rest]: readonly string[]): boolean {
    if (name === undefined) return false;
    const found = largestOf(this.#children);
    const own = this.#children.get(name);
    if (!found) return false;
    const [largestName, group] = found;
    if (group === own || group.size < (own?.size ?? 0) + 2) return own?.makeRoom(rest) ?? false;
    const task = group.pop();
    if (group.size === 0) this.#children.delete(largestName);
    task?.refuse(new QueueFull('the task gave way to one of a smaller group'));
    return task !== undefined;
  }

  #count(change: number): void {
    this.#size += change;
    if (this.#above) this.#above.#count(change);
  }

  /** Counts a task that has left. */
  #without(task: Waiting | undefined): Waiting | undefined {
    if (task) this.#count(-1);
    return task;
  }
}
