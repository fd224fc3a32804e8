import type { FastifyInstance } from 'fastify';
import type { Clock } from '../time/clock.ts';
import type { Readiness } from '../process/part.ts';
import { reasonOf } from '../retry/reason.ts';
import { within } from '../retry/within.ts';

/** Deadline of the readiness checks. Without an answer by then the process is not ready. */
const READINESS_DEADLINE_MS = 3_000;
/** Requests within this time after a check get its result. */
const CACHED_MS = 1_000;

export type CheckReadiness = () => Promise<readonly Readiness[]>;

/** Anybody may request the health: many requests at once cause one check. */
export function cachedReadiness(check: CheckReadiness, clock: Clock): CheckReadiness {
  let cached: Promise<readonly Readiness[]> | undefined;
  let endsMs = Infinity;
  return () => {
    if (cached && clock.nowMs() < endsMs) return cached;
    endsMs = Infinity;
    cached = readinessInTime(check, clock).then((result) => {
      endsMs = clock.nowMs() + CACHED_MS;
      return result;
    });
    return cached;
  };
}

export const isReady = (dependencies: readonly Readiness[]): boolean =>
  dependencies.every(({ ready }) => ready);

/**
 * `/health/live`: the process runs. `/health/ready`: 503 when a dependency is not ready. Which one, only the operations
 * server reports.
 */
export function addHealth(app: FastifyInstance, readiness: CheckReadiness): void {
  app.get('/health/live', async () => ({ status: 'live' }));
  app.get('/health/ready', async (_request, reply) => {
    const ready = isReady(await readiness());
    return reply.status(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready' });
  });
}

/** Reports checks that fail or miss the deadline as not ready. */
async function readinessInTime(check: CheckReadiness, clock: Clock): Promise<readonly Readiness[]> {
  try {
    return await within(clock, READINESS_DEADLINE_MS, check());
  } catch (error) {
    return [{ name: 'readiness', ready: false, detail: reasonOf(error) }];
  }
}
