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

/** A class: each of thousands of sockets has slots. */
class Slots implements OperationSlots {
  readonly #slots: () => number;
  readonly #maxWaiting: number;
  /** Null while none waits. */
  #waiting: (() => void)[] | null = null;
  #running = 0;

  constructor(slots: () => number, maxWaiting: number) {
    this.#slots = slots;
    this.#maxWaiting = maxWaiting;
  }

  async enter(): Promise<boolean> {
    if (this.#running < this.#slots()) {
      this.#running += 1;
      return true;
    }
    if (this.waiting >= this.#maxWaiting) return false;
    const waiting = (this.#waiting ??= []);
    await new Promise<void>((resolve) => waiting.push(resolve));
    return true;
  }

  leave(): void {
    this.#running -= 1;
    while (this.#waiting !== null && this.#running < this.#slots()) {
      const next = this.#waiting.shift();
      if (this.#waiting.length === 0) this.#waiting = null;
      this.#running += 1;
      next?.();
    }
  }

  get isFull(): boolean {
    return this.#running >= this.#slots();
  }

  get waiting(): number {
    return this.#waiting?.length ?? 0;
  }

  get isEmpty(): boolean {
    return this.#running === 0 && this.#waiting === null;
  }
}

/**
 * Creates slots.
 *
 * @param slots number of operations that run at once now
 * @param maxWaiting number of operations that may wait
 */
export const createOperationSlots = (slots: () => number, maxWaiting: number): OperationSlots =>
  new Slots(slots, maxWaiting);

/** Creates the slots of a socket. */
export const createSocketSlots = (slots: number): OperationSlots =>
  createOperationSlots(() => slots, WAITING_PER_SLOT * slots);
