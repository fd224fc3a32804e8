/** Paces the deliveries of all streams, so that an event for many subscribers leaves the event loop to others between its parts. */
export interface DeliveryPace {
  /** True while the events of several streams are under way: their frames to one socket share a write. */
  readonly hasSeveral: boolean;
  /** Counts a stream while it works on its events. */
  during<T>(work: () => Promise<T>): Promise<T>;
  /** False for an event of so few subscribers that it need not wait for those of many. */
  holds(subscribers: number): boolean;
  /** Takes a delivery of this turn of the event loop; false when the turn has had its share. */
  take(): boolean;
  /** Resolves in the next turn, for all that wait in the order of their calls. Called when the turn has had its share. */
  next(): Promise<void>;
  /**
   * True while the events of several streams are under way and come to many subscribers, in this turn or the one before: more frames
   * for the same sockets are likely.
   */
  readonly isBurst: boolean;
}

/** Deliveries of a turn whose frames share writes: each takes about 2 us, and the writes are paced by themselves. */
const PER_TURN = 1_000;
/** A delivery with a write of its own counts as so many: it takes about 10 us. */
const WITH_WRITE = 4;
/** Part of a turn that an event may take at once. */
const SMALL_PART = 1 / 10;

export function createDeliveryPace(perTurn = PER_TURN): DeliveryPace {
  let left = perTurn;
  let isTurnOpen = false;
  let working = 0;
  let hasDelivered = false;
  let waiting: (() => void)[] = [];
  const endTurn = (): void => {
    isTurnOpen = false;
    hasDelivered = left < perTurn;
    left = perTurn;
    const resumed = waiting;
    waiting = [];
    for (const resume of resumed) resume();
    // The end of the next turn knows whether it has delivered.
    if (hasDelivered) openTurn();
  };
  const openTurn = (): void => {
    if (!isTurnOpen) setImmediate(endTurn);
    isTurnOpen = true;
  };
  return {
    get hasSeveral() {
      return working > 1;
    },
    during: async (work) => {
      working += 1;
      try {
        return await work();
      } finally {
        working -= 1;
      }
    },
    holds: (subscribers) => subscribers > perTurn * SMALL_PART,
    take: () => {
      if (left <= 0) return false;
      left -= working > 1 ? 1 : WITH_WRITE;
      openTurn();
      return true;
    },
    next: () => {
      openTurn();
      return new Promise((resolve) => waiting.push(resolve));
    },
    get isBurst() {
      return working > 1 && (hasDelivered || left < perTurn);
    },
  };
}
