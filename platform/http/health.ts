import type { FastifyInstance } from 'fastify';
import type { Clock } from '../time/clock.ts';
import type { MetricsRegistry } from '../observability/metrics.ts';
import type { Readiness } from '../process/part.ts';

/** A dependency that has not answered by then counts as not ready. */
const READINESS_DEADLINE_MS = 3_000;

interface HealthOptions {
  readonly readiness: () => Promise<readonly Readiness[]>;
  readonly wallClock: Clock;
  readonly metrics: MetricsRegistry;
}

/**
 * `/health/live`: the process runs. `/health/ready`: every dependency asked now, 503 when one is not ready.
 * `/metrics`: Prometheus' text format.
 */
export function addHealth(app: FastifyInstance, { readiness, wallClock, metrics }: HealthOptions): void {
  app.get('/health/live', async () => ({ status: 'live' }));
  app.get('/health/ready', async (_request, reply) => {
    const dependencies = await withDeadline(readiness, wallClock);
    const ready = dependencies.every((dependency) => dependency.ready);
    return reply.status(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', dependencies });
  });
  app.get('/metrics', async (_request, reply) => {
    const text = await metrics.text();
    return reply.type(metrics.contentType).send(text);
  });
}

/** Asks for readiness; no answer and a failure are answers too. */
async function withDeadline(
  readiness: () => Promise<readonly Readiness[]>,
  clock: Clock,
): Promise<readonly Readiness[]> {
  let deadline: { cancel(): void } | undefined;
  const late = new Promise<readonly Readiness[]>((resolve) => {
    const detail = `did not answer within ${READINESS_DEADLINE_MS} ms`;
    const answer = [{ name: 'readiness', ready: false, detail }];
    deadline = clock.after(READINESS_DEADLINE_MS, () => resolve(answer));
  });
  const asked = readiness().catch((error: unknown): readonly Readiness[] => [
    { name: 'readiness', ready: false, detail: error instanceof Error ? error.message : String(error) },
  ]);
  return Promise.race([asked, late]).finally(() => deadline?.cancel());
}
