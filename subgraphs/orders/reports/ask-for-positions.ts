import type { EngineRpc } from '#contracts/calls/engine.ts';
import { MEMBERS } from '#contracts/names.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Stop } from '#platform/process/part.ts';
import { retryUntilStopped } from '#platform/retry/retry.ts';
import type { Clock } from '#platform/time/clock.ts';

/**
 * Asks each engine for the position of its journal until it has answered, on the queue of reports. An engine announces it when it starts;
 * orders may start later, on a database of another day.
 */
export function askForPositions(dependencies: {
  readonly engines: readonly Pick<EngineRpc, 'publishPosition'>[];
  readonly wallClock: Clock;
  readonly log: Log;
}): Stop {
  const { engines, wallClock, log } = dependencies;
  const stopping = new AbortController();
  const asking = engines.map((engine, shard) =>
    retryUntilStopped(() => engine.publishPosition({ member: MEMBERS.broker }), {
      clock: wallClock,
      signal: stopping.signal,
      onFailure: ({ error, attempt }) =>
        log.debug({ err: error, attempt, shard }, 'an engine cannot be asked for its journal yet'),
    }),
  );
  return async () => {
    stopping.abort();
    await Promise.all(asking);
  };
}
