import { MEMBERS, QUEUES } from '#contracts/names.ts';
import type { Stop } from '#platform/process/part.ts';
import type { CommandQueue } from '#platform/ports/command-queue.ts';
import { applyReports, type ReportDependencies } from './apply-reports.ts';

/** Deliveries in one batch. Those of one order that trades with thousands fill batch after batch. */
const MAX_BATCH = 200;

/** Consumes the broker's queue of execution reports; `apply-reports.ts` handles each batch. */
export async function consumeReports(queue: CommandQueue, dependencies: ReportDependencies): Promise<Stop> {
  const queueName = QUEUES.memberReports(MEMBERS.broker);
  await queue.declare(queueName);
  return queue.consume(queueName, { maxBatch: MAX_BATCH, waitsWhenFull: true }, (deliveries) =>
    applyReports(dependencies, deliveries),
  );
}
