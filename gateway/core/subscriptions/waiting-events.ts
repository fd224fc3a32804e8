import type { StreamEvent } from './event.ts';

/** The share of one delivery in the bytes that may wait for its client. */
export interface Space {
  /** Takes bytes; false when they do not fit. */
  hold(bytes: number): boolean;
  release(bytes: number): void;
}

/** Events that wait for one client. */
export interface WaitingEvents {
  readonly size: number;
  /** Adds an event; false when it does not fit. */
  add(event: StreamEvent): boolean;
  /** Removes the next event to write. */
  take(): StreamEvent | undefined;
  clear(): void;
}

/** Keeps every event in order, at most `maxEvents`. */
export function createEventQueue(space: Space, maxEvents: number): WaitingEvents {
  const queue: StreamEvent[] = [];
  return {
    get size() {
      return queue.length;
    },
    add: (event) => {
      if (queue.length >= maxEvents || !space.hold(event.bytes)) return false;
      queue.push(event);
      return true;
    },
    take: () => {
      const event = queue.shift();
      if (event) space.release(event.bytes);
      return event;
    },
    clear: () => {
      for (const { bytes } of queue) space.release(bytes);
      queue.length = 0;
    },
  };
}

/** Keeps the newest state of each key. Keys take turns. `onSkip` is called for each state that a newer one replaces. */
export function createStateSlots(space: Space, onSkip: () => void): WaitingEvents {
  const slots = new Map<string | null, StreamEvent>();
  return {
    get size() {
      return slots.size;
    },
    add: (event) => {
      const replaced = slots.get(event.key);
      if (replaced) {
        onSkip();
        space.release(replaced.bytes);
      }
      const fits = space.hold(event.bytes);
      // A key that is replaced keeps its turn.
      if (fits) slots.set(event.key, event);
      else slots.delete(event.key);
      return fits;
    },
    take: () => {
      const [first] = slots;
      if (!first) return undefined;
      const [key, event] = first;
      slots.delete(key);
      space.release(event.bytes);
      return event;
    },
    clear: () => {
      for (const { bytes } of slots.values()) space.release(bytes);
      slots.clear();
    },
  };
}
