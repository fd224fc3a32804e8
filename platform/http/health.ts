import type { FastifyInstance } from 'fastify';
import type { Clock } from '../time/clock.ts';
import type { MetricsRegistry } from '../observability/metrics.ts';
import type { Readiness } from '../process/part.ts';
import { reasonOf } from '../retry/reason.ts';
import { within } from '../retry/within.ts';

/** Deadline of the readiness checks. Without an answer by then the process is not ready. */
const READINESS_DEADLINE_MS = 3_000;

interface HealthOptions {
  readonly readiness: () => Promise<readonly Readiness[]>;
  readonly wallClock: Clock;
  readonly metrics: MetricsRegistry;
}

/**
 * `/health/live`: the process runs. `/health/ready`: checks every dependency now; 503 when one is not ready.
 * `/metrics`: Prometheus' text format.
 */
export function addHealth(app: FastifyInstance, { readiness, wallClock, metrics }: HealthOptions): void {
  app.get('/health/live', async () => ({ status: 'live' }));
  app.get('/health/ready', async (_request, reply) => {
    const dependencies = await readinessInTime(readiness, wallClock);
    const ready = dependencies.every((dependency) => dependency.ready);
    return reply.status(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', dependencies });
  });
  app.get('/metrics', async (_request, reply) => {
    const text = await metrics.text();
    return reply.type(metrics.contentType).send(text);
  });
}

/** Reports checks that fail or miss the deadline as not ready. */
async function readinessInTime(
  readiness: () => Promise<readonly Readiness[]>,
  clock: Clock,
): Promise<readonly Readiness[]> {
  try {
    return await within(clock, READINESS_DEADLINE_MS, readiness());
  } catch (error) {
    return [{ name: 'readiness', ready: false, detail: reasonOf(error) }];
  }
}
