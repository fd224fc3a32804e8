/** The queries and mutations of one socket or client: a limited number run at once, the next ones wait for their turn. */
export interface OperationSlots {
  /** Resolves with true when the operation may run; it must leave then. With false at once when too many wait. */
  enter(): Promise<boolean>;
  /** Called once for each operation that has entered, at its end. */
  leave(): void;
  /** True when the next operation would wait. */
  readonly isFull: boolean;
  /** Operations that wait. */
  readonly waiting: number;
  /** True when no operation runs or waits. */
  readonly isEmpty: boolean;
}

/** Operations of a socket that may wait, for each that may run: a burst of a busy client is no attack. */
export const WAITING_PER_SLOT = 5;

/** Creates the slots of a socket. */
export const createSocketSlots = (slots: number): OperationSlots =>
  createOperationSlots(() => slots, WAITING_PER_SLOT * slots);

/**
 * Creates slots.
 *
 * @param slots number of operations that run at once now
 * @param maxWaiting number of operations that may wait
 */
export function createOperationSlots(slots: () => number, maxWaiting: number): OperationSlots {
  const waiting: (() => void)[] = [];
  let running = 0;
  return {
    enter: async () => {
      if (running < slots()) {
        running += 1;
        return true;
      }
      if (waiting.length >= maxWaiting) return false;
      await new Promise<void>((resolve) => waiting.push(resolve));
      return true;
    },
    leave: () => {
      running -= 1;
      while (running < slots()) {
        const next = waiting.shift();
        if (!next) return;
        running += 1;
        next();
      }
    },
    get isFull() {
      return running >= slots();
    },
    get waiting() {
      return waiting.length;
    },
    get isEmpty() {
      return running === 0 && waiting.length === 0;
    },
  };
}
