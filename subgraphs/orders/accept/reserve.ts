import { reservedAmount } from '#domain/orders/lifecycle/order-reservation.ts';
import type { OrderRecord } from '#domain/orders/lifecycle/order-record.ts';
import type { Refusal } from '#domain/refusal.ts';
import type { BatchService } from './batch-service.ts';
import { accountNotFound, insufficient, serviceUnavailable } from './refusals.ts';

/** An amount that an order needs reserved: centavos for a buy, shares for a sell. */
export interface NeededReservation {
  /** The order's id, or the request id of a replace. */
  readonly reservationId: string;
  readonly order: OrderRecord;
  readonly amount: number;
  readonly correlationId: string;
}

/** The reservation of a new order. */
export const reservationOf = (order: OrderRecord): NeededReservation => ({
  reservationId: order.orderId,
  order,
  amount: reservedAmount(order),
  correlationId: order.correlationId,
});

/**
 * Step "reserve" of an order's way: one synchronous call asks the wallet to reserve cash or shares for a batch.
 *
 * 1. Send the batch. The wallet is idempotent by reservation id, so a repeated call reserves once.
 * 2. Map each outcome to null (reserved) or to a refusal: INSUFFICIENT_CASH, INSUFFICIENT_SHARES, ACCOUNT_NOT_FOUND.
 * 3. VOIDED means that recovery abandoned the intent meanwhile: throws SERVICE_UNAVAILABLE.
 *
 * The refusals have the order of the batch.
 */
export async function reserve(
  { wallet }: Pick<BatchService, 'wallet'>,
  needed: readonly NeededReservation[],
): Promise<readonly (Refusal | null)[]> {
  const outcomes = await wallet.reserve({
    reservations: needed.map(({ reservationId, order, amount, correlationId }) => ({
      reservationId,
      orderId: order.orderId,
      accountId: order.accountId,
      asset: order.side === 'BUY' ? 'BRL' : order.custodyTicker,
      amount,
      correlationId,
    })),
  });
  return needed.map(({ order, amount }, index) => {
    const outcome = outcomes[index];
    switch (outcome?.outcome) {
      case 'RESERVED':
        return null;
      case 'INSUFFICIENT':
        return insufficient(order, amount, outcome.available);
      case 'ACCOUNT_NOT_FOUND':
        return accountNotFound(order.accountId);
      case 'VOIDED':
      case undefined:
        throw serviceUnavailable();
    }
  });
}
