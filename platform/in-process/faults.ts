import type { Delivery } from '../ports/command-queue.ts';
import type { ReadRecord } from '../ports/event-log.ts';

/** How a publish or an append ends. */
export type WriteFault =
  /** It succeeds. */
  | 'none'
  /** It stores nothing and fails. */
  | 'lost'
  /** It stores everything and fails: the confirm was lost. */
  | 'unconfirmed'
  /** It stores everything twice, as after a lost confirm when the client sends again. */
  | 'twice';

/**
 * Faults that the ports allow, for simulations. Each hook decides from the simulation's seed; a missing hook means no
 * fault. To simulate a crash, call `crash()` of the adapter and make a new one over the same storage.
 */
export interface PortFaults {
  write?(name: string, count: number): WriteFault;
  /** Whether the progress after a handled batch is lost, so that the batch is delivered again. */
  forgetProgress?(name: string): boolean;
  /** Resolves when the batch may be delivered: for delays. */
  hold?(name: string): Promise<void>;
  /** Arranges a batch of the log. The port promises only the order within a key. */
  arrange?(batch: readonly ReadRecord[]): readonly ReadRecord[];
  /** How many messages of a queue's batch are delivered; at least one. */
  cut?(batch: readonly Delivery[]): number;
}

/** The error of an injected fault. */
class InjectedFault extends Error {
  override readonly name = 'InjectedFault';
}

/** Runs a write with the fault that the hook chooses for it. */
export async function writeWithFaults(
  faults: PortFaults,
  name: string,
  count: number,
  write: () => Promise<void>,
): Promise<void> {
  const fault = faults.write?.(name, count) ?? 'none';
  if (fault === 'lost') throw new InjectedFault(`the write to ${name} was lost`);
  await write();
  if (fault === 'twice') await write();
  if (fault === 'unconfirmed') throw new InjectedFault(`the confirm from ${name} was lost`);
}
