import type { StreamEvent } from './event.ts';

/** The share of one delivery in the bytes that may wait for its client. */
export interface Space {
  /** Takes bytes; false when they do not fit. */
  hold(bytes: number): boolean;
  release(bytes: number): void;
}

/** An event that waits for one client, with the states of its key that the client has not got since the one before. */
export interface WaitingEvent {
  readonly event: StreamEvent;
  readonly skipped: number;
}

/** A state in the place of the one that waits: the client skips that one, too. */
export const replacing = (replaced: WaitingEvent | undefined, newer: WaitingEvent): WaitingEvent =>
  replaced ? { event: newer.event, skipped: replaced.skipped + 1 + newer.skipped } : newer;

/** Events that wait for one client. */
export interface WaitingEvents {
  readonly size: number;
  /** Adds an event; false when it does not fit. */
  add(waiting: WaitingEvent): boolean;
  /** Removes the next event to write. */
  take(): WaitingEvent | undefined;
  clear(): void;
}

/** Keeps every event in order, at most `maxEvents`. */
export function createEventQueue(space: Space, maxEvents: number): WaitingEvents {
  const queue: WaitingEvent[] = [];
  return {
    get size() {
      return queue.length;
    },
    add: (waiting) => {
      if (queue.length >= maxEvents || !space.hold(waiting.event.bytes)) return false;
      queue.push(waiting);
      return true;
    },
    take: () => {
      const next = queue.shift();
      if (next) space.release(next.event.bytes);
      return next;
    },
    clear: () => {
      for (const { event } of queue) space.release(event.bytes);
      queue.length = 0;
    },
  };
}

/** Keeps the newest state of each key. Keys take turns. `onSkip` is called for each state that a newer one replaces. */
export function createStateSlots(space: Space, onSkip: () => void): WaitingEvents {
  const slots = new Map<string | null, WaitingEvent>();
  return {
    get size() {
      return slots.size;
    },
    add: (waiting) => {
      const { key, bytes } = waiting.event;
      const replaced = slots.get(key);
      if (replaced) {
        onSkip();
        space.release(replaced.event.bytes);
      }
      const fits = space.hold(bytes);
      // A key that is replaced keeps its turn.
      if (fits) slots.set(key, replacing(replaced, waiting));
      else slots.delete(key);
      return fits;
    },
    take: () => {
      const [first] = slots;
      if (!first) return undefined;
      const [key, next] = first;
      slots.delete(key);
      space.release(next.event.bytes);
      return next;
    },
    clear: () => {
      for (const { event } of slots.values()) space.release(event.bytes);
      slots.clear();
    },
  };
}
