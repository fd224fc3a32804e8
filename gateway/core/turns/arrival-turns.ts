import type { IncomingMessage } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { createFairQueue } from '#platform/fair-queue/fair-queue.ts';
import type { ArrivalTurns } from '#platform/http/server.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { AddressOf } from '../hooks.ts';
import { createActiveClients } from './active-clients.ts';
import { clientKey } from './client-keys.ts';
import { createClientSlots } from './client-slots.ts';
import { idleTurn } from './loop-pace.ts';

/** Requests of all clients that start in a turn of the event loop: one or two milliseconds of work. */
const PER_TURN = 4;
/** Requests of a client that start until the event loop has been idle once, while other clients are active. */
const PER_IDLE_TURN = 2;

/**
 * Creates the turns of HTTP requests and of upgrades to sockets, by address. One turn of the event loop reads all connections that
 * have sent something. Of these requests a few start in each turn, one client after the other, so that what others have sent
 * meanwhile is read. While several clients are active, a client that floods starts its next requests when the loop has nothing else to
 * do. A connection has one or two requests under way, so the connections bound what waits.
 */
export function createArrivalTurns(addressOf: AddressOf, wallClock: Clock): ArrivalTurns {
  const queue = createFairQueue({ concurrency: PER_TURN, maxWaiting: Infinity });
  const active = createActiveClients(wallClock);
  const ofClients = createClientSlots(
    (client) => (active.hasOthers(client) ? PER_IDLE_TURN : PER_TURN),
    Infinity,
  );
  const start = async (client: string, request: IncomingMessage, handle: () => void): Promise<void> => {
    const leave = await ofClients.enter(client);
    await queue.run(['arrival', client], async () => {
      if (!request.socket.destroyed) handle();
      await setImmediate();
    });
    if (ofClients.isFlooded(client) && active.hasOthers(client)) await idleTurn(wallClock);
    leave?.();
  };
  return (request, handle) => {
    const client = clientKey({ caller: null, address: addressOf(request) });
    active.note(client);
    void start(client, request, handle);
  };
}
