import type { Duplex } from 'node:stream';

type Wire = Pick<Duplex, 'cork' | 'uncork'>;

/**
 * Decides when the frames of all sockets go to the network. While events of several streams are under way, the frames that a turn of
 * the event loop writes to a socket share one write, and a turn writes to a limited number of sockets: a write takes about 10 us of a
 * processor. Else each frame is written at once, while its socket's data are in the processor's cache.
 */
export interface WriteTurns {
  /** Creates the turns of a connection. */
  of(wire: Wire): HoldFrames;
}

/**
 * Called before each frame: holds the frames that are written from now on until the connection's turn. False for a frame that shares
 * the write of one before.
 */
export type HoldFrames = () => boolean;

/** Sockets that a turn of the event loop writes to: some 3 ms. */
const PER_TURN = 250;

export interface WriteTurnsOptions {
  /** True while more frames may follow in this turn of the event loop. By default always. */
  readonly holds?: () => boolean;
  readonly perTurn?: number;
}

export function createWriteTurns(options: WriteTurnsOptions = {}): WriteTurns {
  const { holds = () => true, perTurn = PER_TURN } = options;
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
        if (!holds()) return true;
        turn.isHeld = true;
        wire.cork();
        held.push(turn);
        if (!isArmed) arm();
        return true;
      };
    },
  };
}
