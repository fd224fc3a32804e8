import { subtract } from '../../money/integer.ts';
import type { OrderReport } from './order-report.ts';
import { snapshotOf, type ExecutionRecord, type OrderRecord, type OrderSnapshot } from './order-record.ts';
import { reservedAmount } from './order-reservation.ts';

/** An order fact before its account's stream gives it a sequence. */
export interface FactDraft {
  readonly accountId: string;
  readonly atMs: number;
  readonly correlationId: string;
  readonly type: 'PLACED' | 'CANCEL_REQUESTED' | 'REPLACE_REQUESTED' | OrderReport['type'];
  readonly order: OrderSnapshot;
  readonly execution: ExecutionRecord | null;
  /** The part of the reservation that the fact frees: centavos for a buy, shares for a sell. */
  readonly released: number;
}

/** Whether a fact releases an amount or fills: only then does it change balances. */
export const changesBalances = ({
  released,
  execution,
}: Pick<FactDraft, 'released' | 'execution'>): boolean => released > 0 || execution !== null;

/** The moment of a fact, and the execution of a fill. */
export interface FactDetails {
  readonly atMs: number;
  readonly correlationId: string;
  readonly execution?: ExecutionRecord | null;
}

/**
 * Makes the fact of a change of an order.
 *
 * @param reservedBefore the amount reserved before the change; a fact frees, and never reserves
 */
export function draftFact(
  type: FactDraft['type'],
  reservedBefore: number,
  after: OrderRecord,
  { atMs, correlationId, execution = null }: FactDetails,
): FactDraft {
  const released = subtract(reservedBefore, reservedAmount(after));
  if (released < 0)
    throw new RangeError(`a ${type} of the order ${after.orderId} would reserve ${-released}`);
  return {
    accountId: after.accountId,
    atMs,
    correlationId,
    type,
    order: snapshotOf(after),
    execution,
    released,
  };
}
