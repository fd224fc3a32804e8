import type { Delivery } from '../ports/command-queue.ts';
import type { ReadRecord } from '../ports/event-log.ts';

/** What becomes of a publish or an append. */
export type WriteFault =
  /** As it should. */
  | 'none'
  /** Nothing is stored and the caller is told that it failed. */
  | 'lost'
  /** All is stored, and the caller is told that it failed: the confirm was lost. */
  | 'unconfirmed'
  /** All is stored twice, as when a confirm was lost and the client sent again. */
  | 'twice';

/**
 * Faults that the ports allow, for simulations: each hook answers from the simulation's seed what happens now. An
 * absent hook means that all goes well. A crash is played by `crash()` of the adapter and a new one on its storage.
 */
export interface PortFaults {
  write?(name: string, count: number): WriteFault;
  /** Whether the progress over a handled batch is forgotten, so that the batch comes again. */
  forgetProgress?(name: string): boolean;
  /** Resolves when the batch may be handed over: for delays. */
  hold?(name: string): Promise<void>;
  /** How a batch of the log is put in order; only the order within a key is promised by the port. */
  arrange?(batch: readonly ReadRecord[]): readonly ReadRecord[];
  /** How many deliveries of a queue's batch are handed over, at least one. */
  cut?(batch: readonly Delivery[]): number;
}

/** The failure that an injected fault shows to the caller. */
export class InjectedFault extends Error {
  override readonly name = 'InjectedFault';
}

/** Runs a write under the fault that is drawn for it. */
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
