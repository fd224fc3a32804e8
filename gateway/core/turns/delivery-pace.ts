import { createLoopPace, type NextLoopTurn } from '#platform/time/loop-pace.ts';

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
  /** Resolves in a later turn. */
  readonly next: NextLoopTurn;
}

/** Deliveries of a turn whose frames share writes: each takes about 2 us, and the writes are paced by themselves. */
const PER_TURN = 1_000;
/** A delivery with a write of its own counts as so many: it takes about 10 us. */
const WITH_WRITE = 4;
/** Part of a turn that an event may take at once. */
const SMALL_PART = 1 / 10;

export function createDeliveryPace(perTurn = PER_TURN): DeliveryPace {
  const next = createLoopPace();
  let left = perTurn;
  let isTurnOpen = false;
  let working = 0;
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
      if (!isTurnOpen) {
        isTurnOpen = true;
        setImmediate(() => {
          isTurnOpen = false;
          left = perTurn;
        });
      }
      return true;
    },
    next,
  };
}
