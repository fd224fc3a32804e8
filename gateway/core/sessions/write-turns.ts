import type { Duplex } from 'node:stream';

type Wire = Pick<Duplex, 'cork' | 'uncork'>;

/**
 * Decides when the frames of all sockets go to the network. While events of several streams are under way, the frames that a turn of
 * the event loop writes to a socket share one write, and a turn writes to a limited number of sockets: a write takes about 10 us of a
 * processor. In a burst, as when all instruments change for a thousand watchlists, writes rest for some turns: each socket has
 * many frames in it. Else the first frame of a turn is written at once, while its socket's data are in the processor's cache, and
 * those after it share a write: a stream may have many events at once.
 */
export interface WriteTurns {
  /** Creates the frames of a connection, of which none is held. */
  of(wire: Wire): HeldFrames;
}

/** The frames of a connection that wait for its turn. */
export interface HeldFrames {
  /**
   * Called before each frame: holds the frames that are written from now on until the connection's turn. False for a frame that shares
   * the write of one before.
   */
  begin(): boolean;
}

/** Sockets that a turn of the event loop writes to: some 3 ms. */
const PER_TURN = 250;
/** Turns for which frames wait at most for more of them: a turn of deliveries takes some 2 ms. */
const MAX_RESTS = 10;

export interface WriteTurnsOptions {
  /** True while more frames may follow in this turn of the event loop. By default always. */
  readonly holds?: () => boolean;
  /** True while more frames follow in the next turn. By default never. */
  readonly rests?: () => boolean;
  readonly perTurn?: number;
}

export function createWriteTurns(options: WriteTurnsOptions = {}): WriteTurns {
  const { holds = () => true, rests = () => false, perTurn = PER_TURN } = options;
  /** Connections with held frames, in the order of their first ones; each is in it once. */
  const held: Connection[] = [];
  /** Number of the turn of the event loop, as far as frames are written in it. */
  let current = 0;
  let isArmed = false;
  const arm = (): void => {
    if (!isArmed) setImmediate(writeSome);
    isArmed = true;
  };
  const writeSome = (): void => {
    isArmed = false;
    current += 1;
    const [oldest] = held;
    if (oldest && rests() && current - oldest.heldIn <= MAX_RESTS) return arm();
    for (const connection of held.splice(0, perTurn)) connection.write();
    if (held.length > 0) arm();
    return undefined;
  };
  const hold = (connection: Connection): boolean => {
    arm();
    if (!holds() && connection.writtenIn !== current) {
      connection.writtenIn = current;
      return false;
    }
    connection.heldIn = current;
    held.push(connection);
    return true;
  };
  return { of: (wire) => new Connection(wire, hold) };
}

/** A class: each of thousands of sockets has one. */
class Connection implements HeldFrames {
  readonly #wire: Wire;
  readonly #hold: (connection: Connection) => boolean;
  #isHeld = false;
  /** Turn in which the last frame was written at once. */
  writtenIn = -1;
  /** Turn in which the first of the held frames came. */
  heldIn = -1;

  constructor(wire: Wire, hold: (connection: Connection) => boolean) {
    this.#wire = wire;
    this.#hold = hold;
  }

  begin(): boolean {
    if (this.#isHeld) return false;
    if (!this.#hold(this)) return true;
    this.#isHeld = true;
    this.#wire.cork();
    return true;
  }

  write(): void {
    this.#isHeld = false;
    this.#wire.uncork();
  }
}
