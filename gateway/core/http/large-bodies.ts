import type { FastifyInstance } from 'fastify';
import { createFairQueue } from '#platform/fair-queue/fair-queue.ts';
import { idleTurn } from '#platform/time/loop-turns.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { GatewayHooks } from '../hooks.ts';
import { clientKey } from '../turns/client-keys.ts';

/** Bytes of a larger body. A parse of 200 KB takes up to ten milliseconds. */
const LARGE_BYTES = 16 * 1024;

/**
 * Parses larger bodies one after the other, in turn for their addresses, and after other work of the event loop. A connection has one
 * body under way, so the connections bound what waits.
 */
export function parseLargeBodiesInTurn(
  app: FastifyInstance,
  { addressOf }: Pick<GatewayHooks, 'addressOf'>,
  wallClock: Clock,
): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  const queue = createFairQueue({ concurrency: 1, maxWaiting: Infinity });
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body.length <= LARGE_BYTES) {
      void parse(request, body as string, done);
      return;
    }
    const client = clientKey({ caller: null, address: addressOf(request.raw) });
    void queue.run(['bodies', client], async () => {
      await idleTurn(wallClock);
      if (request.raw.socket.destroyed)
        done(Object.assign(new Error('The client is gone.'), { statusCode: 400 }));
      else void parse(request, body as string, done);
    });
  });
}
