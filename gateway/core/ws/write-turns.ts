import type { Duplex } from 'node:stream';

type Wire = Pick<Duplex, 'cork' | 'uncork'>;

/**
 * Decides when the frames of all sockets go to the network. The frames that a turn of the event loop writes to a socket share one
 * write, and a turn writes to a limited number of sockets: a write takes about 10 us of a processor.
 */
export interface WriteTurns {
  /** Creates the turns of a connection. */
  of(wire: Wire): HoldFrames;
}

/** Holds the frames that are written from now on until the connection's turn. False when they are held already. */
export type HoldFrames = () => boolean;

/** Sockets that a turn of the event loop writes to: some 3 ms. */
const PER_TURN = 250;

export function createWriteTurns(perTurn = PER_TURN): WriteTurns {
  /** In the order of their first frames; those before `next` have been written. */
  let held: { readonly wire: Wire; isHeld: boolean }[] = [];
  let next = 0;
  const writeSome = (): void => {
    const end = Math.min(held.length, next + perTurn);
    while (next < end) {
      const turn = held[next];
      next += 1;
      if (!turn) continue;
      turn.isHeld = false;
      turn.wire.uncork();
    }
    if (next < held.length) return void setImmediate(writeSome);
    held = [];
    next = 0;
  };
  return {
    of: (wire) => {
      const turn = { wire, isHeld: false };
      return () => {
        if (turn.isHeld) return false;
        turn.isHeld = true;
        wire.cork();
        if (held.push(turn) === 1) setImmediate(writeSome);
        return true;
      };
    },
  };
}
