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
  /** Connections with held frames, in the order of their first ones; each is in it once. */
  const held: { readonly wire: Wire; isHeld: boolean }[] = [];
  let isArmed = false;
  const arm = (): void => {
    isArmed = held.length > 0;
    if (isArmed) setImmediate(writeSome);
  };
  const writeSome = (): void => {
    for (const turn of held.splice(0, perTurn)) {
      turn.isHeld = false;
      turn.wire.uncork();
    }
    arm();
  };
  return {
    of: (wire) => {
      const turn = { wire, isHeld: false };
      return () => {
        if (turn.isHeld) return false;
        turn.isHeld = true;
        wire.cork();
        held.push(turn);
        if (!isArmed) arm();
        return true;
      };
    },
  };
}
