import { readinessOf } from '#platform/observability/readiness.ts';
import type { EventLog } from '#platform/ports/event-log.ts';
import type { CommandQueue } from '#platform/ports/command-queue.ts';
import type { Readiness } from '#platform/process/part.ts';
import type { CommandGate } from './input/command-gate.ts';
import type { Pipeline } from './pipeline.ts';

/** Readiness of the engine: its servers, its outputs, and whether it knows instruments. */
export const engineReadiness = ({
  queue,
  eventLog,
  pipeline,
  gate,
}: {
  readonly queue: CommandQueue;
  readonly eventLog: EventLog;
  readonly pipeline: Pipeline;
  readonly gate: CommandGate;
}): Promise<readonly Readiness[]> =>
  readinessOf({
    'command queue': () => queue.check(),
    'event log': () => eventLog.check(),
    outputs: async () => {
      const trouble = pipeline.trouble();
      if (trouble !== null) throw new Error(trouble);
    },
    instruments: async () => {
      if (!gate.isOpen()) throw new Error('assets has not published any instrument yet');
    },
  });
