import { createLoopPace, type NextLoopTurn } from './loop-pace.ts';

/** Paces the deliveries of all streams, so that an event for many subscribers leaves the event loop to others between its parts. */
export interface DeliveryPace {
  /** False for an event of so few subscribers that it need not wait for those of many. */
  holds(subscribers: number): boolean;
  /** Takes a delivery of this turn of the event loop; false when the turn has had its share. */
  take(): boolean;
  /** Resolves in a later turn. */
  readonly next: NextLoopTurn;
}

/** Deliveries of a turn: each takes about 2 us, and its write to the network is paced by itself. */
const PER_TURN = 1_000;
/** Part of a turn that an event may take at once. */
const SMALL_PART = 1 / 10;

export function createDeliveryPace(perTurn = PER_TURN): DeliveryPace {
  const next = createLoopPace();
  let left = perTurn;
  let isTurnOpen = false;
  return {
    holds: (subscribers) => subscribers > perTurn * SMALL_PART,
    take: () => {
      if (left === 0) return false;
      left -= 1;
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
