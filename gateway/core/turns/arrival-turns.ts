import { setImmediate } from 'node:timers/promises';
import { createFairQueue } from '#platform/fair-queue/fair-queue.ts';
import type { RequestTurns } from '#platform/http/server.ts';
import { idleTurn } from '#platform/time/loop-turns.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { BucketPolicy } from '#platform/rate-limits/token-bucket.ts';
import type { Client, GatewayHooks } from '../hooks.ts';
import { createActiveClients } from './active-clients.ts';
import { clientKey, turnsOf } from './client-keys.ts';
import { createClientShares } from './client-shares.ts';
import { createClientSlots } from './client-slots.ts';

/**
 * Requests and messages of all clients that start in a turn of the event loop. They share the work behind them, such as the
 * transactions of orders: with few in a turn, each turn does that work for few.
 */
const PER_TURN = 32;
/** Those of a client that start until the event loop has been idle once, while other clients are active. */
const PER_IDLE_TURN = 2;

/**
 * Requests and messages of a client that do not count as a flood, at once and over time: 100 a second. On a machine that other programs keep
 * busy the event loop is never idle, and a client that waited for that would fall behind whatever it sends.
 */
const SHARE: BucketPolicy = { capacity: 20, windowMs: 200 };

/** Starts what clients send, a little of all clients in each turn of the event loop. */
export interface ArrivalTurns {
  /** Starts an HTTP request or an upgrade when it is the turn of its address. */
  readonly ofRequest: RequestTurns;
  /** Starts a message of a socket when it is the turn of its client, unless the client is gone. */
  ofMessage(client: Client, isGone: () => boolean, handle: () => void): void;
}

/**
 * Creates the turns, by client. One turn of the event loop reads all connections that have sent something. Of these requests and messages
 * a few start in each turn, one client after the other, so that what others have sent meanwhile is read. While several clients
 * are active, a client that floods starts its next ones when the loop has nothing else to do; requests of an address without limits
 * are those of many clients. A connection has one or two requests or messages under way, so the connections bound what waits.
 */
export function createArrivalTurns(
  { addressOf, limitsAddress }: Pick<GatewayHooks, 'addressOf' | 'limitsAddress'>,
  wallClock: Clock,
): ArrivalTurns {
  const queue = createFairQueue({ concurrency: PER_TURN, maxWaiting: Infinity });
  const active = createActiveClients(wallClock);
  const ofClients = createClientSlots(
    (client) => (active.hasOthers(client) ? PER_IDLE_TURN : PER_TURN),
    Infinity,
  );
  const inTurn = (client: Client, isGone: () => boolean, handle: () => void): Promise<void> =>
    queue.run(['arrival', ...turnsOf(client)], async () => {
      if (!isGone()) handle();
      await setImmediate();
    });
  const shares = createClientShares(wallClock, SHARE);
  const start = async (of: Client, isGone: () => boolean, handle: () => void): Promise<void> => {
    const client = clientKey(of);
    active.note(client);
    if (shares.take(client, 1)) return inTurn(of, isGone, handle);
    const leave = await ofClients.enter(client);
    await inTurn(of, isGone, handle);
    if (ofClients.isFlooded(client) && active.hasOthers(client)) await idleTurn(wallClock);
    leave?.();
  };
  return {
    ofRequest: (request, handle) => {
      const address = addressOf(request);
      const client: Client = { caller: null, address };
      const isGone = (): boolean => request.socket.destroyed;
      if (address !== null && !limitsAddress(address)) void inTurn(client, isGone, handle);
      else void start(client, isGone, handle);
    },
    ofMessage: (client, isGone, handle) => void start(client, isGone, handle),
  };
}
