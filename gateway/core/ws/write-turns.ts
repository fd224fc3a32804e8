import type { Duplex } from 'node:stream';

type Wire = Pick<Duplex, 'cork' | 'uncork'>;

/**
 * Decides when the frames of all sockets go to the network. The frames that a turn of the event loop writes to a socket share one
 * write, and a turn writes to a limited number of sockets: a write takes about 10 us of a processor.
 */
export interface WriteTurns {
  /** Holds the frames that are written to a connection from now on, until its turn. False when they are held already. */
  hold(wire: Wire): boolean;
}

/** Sockets that a turn of the event loop writes to: some 3 ms. */
const PER_TURN = 250;

export function createWriteTurns(perTurn = PER_TURN): WriteTurns {
  /** In the order of their first frames. */
  const held = new Set<Wire>();
  let isArmed = false;
  const arm = (): void => {
    isArmed = held.size > 0;
    if (isArmed) setImmediate(writeSome);
  };
  const writeSome = (): void => {
    let left = perTurn;
    for (const wire of held) {
      if (left === 0) break;
      left -= 1;
      held.delete(wire);
      wire.uncork();
    }
    arm();
  };
  return {
    hold: (wire) => {
      if (held.has(wire)) return false;
      held.add(wire);
      wire.cork();
      if (!isArmed) arm();
      return true;
    },
  };
}
