import { pauseAfter, type Backoff } from '../backoff.ts';
import { delay, unlessAborted, type Clock } from '../clock.ts';
import { BrokerError, ConnectionError, isPassing, isUnauthenticated } from '../errors.ts';
import { hasNoResult, type Result } from '../result.ts';
import type { Connection } from '../socket/connection.ts';
import { Moved, type GraphSocket } from '../socket/graph-socket.ts';
import { eventsOf } from './events.ts';
import { createPosition, type Place, type Position } from './positions.ts';

/** A subscription to follow across sockets. */
export interface Followed {
  readonly query: string;
  readonly variables: { readonly after?: string | null | undefined };
  /** Reads the cursor of now, after which the stream begins where `after` names none. */
  readonly start: (() => Promise<string | null | undefined>) | undefined;
  readonly signal: AbortSignal;
}

export interface FollowSettings extends Backoff {
  readonly connection: Connection;
  readonly clock: Clock;
}

/** Callers that are refused in a row without an event between them, after which the stream ends. */
const MAX_REFUSED = 3;
/** Openings in a row, over about two minutes, after which the same update is missing still: the stream would stay silent. */
const MAX_GAPS = 20;

/**
 * Yields the events of a subscription until it completes or the signal aborts. It goes on across lost sockets, errors that pass
 * and new tokens: a stream with a cursor after the last event, without lost or repeated ones. An event of which errors have
 * emptied some fields is an event; without its root field it is a failure of the stream.
 */
export async function* follow<Data>(
  settings: FollowSettings,
  followed: Followed,
): AsyncGenerator<Result<Data>, void, undefined> {
  const { connection } = settings;
  const { signal } = followed;
  const release = connection.hold();
  try {
    // The socket opens while the cursor is read. Its failure comes again where the stream waits for it.
    void connection.socket().catch(() => undefined);
    const recovery = createRecovery(settings, signal);
    const position = createPosition((await firstCursor(followed, recovery)) ?? undefined);
    while (!signal.aborted) {
      let socket: GraphSocket | undefined;
      try {
        socket = await unlessAborted(connection.socket(), signal);
        for await (const result of eventsOf<Data>(socket, subscription(followed, position))) {
          if (hasNoResult(result)) throw new BrokerError(result.errors);
          const place = position.place(result.data);
          if (place === 'gap') throw new OutOfOrder();
          recovery.works(place);
          if (place === 'next') yield result;
        }
        return;
      } catch (error) {
        if (signal.aborted) return;
        await recovery.after(error, socket);
        position.reopened();
      }
    }
  } finally {
    release();
  }
}

/** An event came before one that belongs before it. The stream asks for both again. */
class OutOfOrder extends ConnectionError {
  constructor() {
    super('an update of the stream is missing: something on the way drops or reorders frames', {
      code: 'UPDATE_MISSING',
    });
  }
}

/** A stream with a cursor is opened after it; a stream of states, and one that the broker has no cursor for, anew. */
function subscription({ query, variables, signal }: Followed, { cursor }: Position) {
  return { query, signal, variables: cursor === undefined ? variables : { ...variables, after: cursor } };
}

async function firstCursor(
  { variables, start, signal }: Followed,
  recovery: Recovery,
): Promise<string | null | undefined> {
  if (!start || typeof variables.after === 'string') return variables.after;
  while (!signal.aborted) {
    try {
      return await unlessAborted(start(), signal);
    } catch (error) {
      if (signal.aborted) return null;
      await recovery.after(error, undefined);
    }
  }
  return null;
}

interface Recovery {
  works(place: Place): void;
  /** Waits until the stream may be opened again. Throws the error when that would not help. */
  after(error: unknown, socket: GraphSocket | undefined): Promise<void>;
}

function createRecovery(settings: FollowSettings, signal: AbortSignal): Recovery {
  const { connection, clock } = settings;
  let failures = 0;
  let refused = 0;
  let gaps = 0;
  const pause = async (error: unknown, inARow: number): Promise<void> => {
    if (signal.aborted) return;
    if (!isPassing(error)) throw error;
    await delay(clock, Math.max(error.retryAfterMs ?? 0, pauseAfter(inARow, settings)), signal);
  };
  return {
    works: (place) => {
      failures = refused = 0;
      if (place === 'next') gaps = 0;
      connection.works();
    },
    after: async (error, socket) => {
      if (error instanceof Moved) return;
      if (error instanceof OutOfOrder) {
        if (++gaps > MAX_GAPS) throw error;
        return pause(error, gaps);
      }
      if (isUnauthenticated(error) && socket && refused < MAX_REFUSED) {
        try {
          if (await unlessAborted(connection.refused(socket), signal)) {
            refused += 1;
            return;
          }
        } catch (failure) {
          return pause(failure, ++failures);
        }
      }
      // The connection pauses before it opens the next socket.
      if (error instanceof ConnectionError && socket) return;
      await pause(error, ++failures);
    },
  };
}
