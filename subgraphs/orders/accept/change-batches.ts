import type { WalletRpc } from '#contracts/calls/wallet.ts';
import type { OrderRecord } from '#domain/orders/lifecycle/order-record.ts';
import { RpcUnavailable } from '#platform/rpc/local.ts';
import { createSharedBatches } from '#platform/shared-batches.ts';
import { isOfAllRows } from '../store/shared-store.ts';
import { cancelTogether, type CancelRequest } from './cancel-orders.ts';
import type { OrderService } from './order-service.ts';
import { replaceTogether, type SendingReplace } from './replace-order.ts';

/** Requests of one transaction, and reservations of one call. */
const MAX_REQUESTS = 500;

/** Changes of orders that concurrent requests make together, one transaction a batch. */
export interface OrderChangeBatches {
  cancel(requests: readonly CancelRequest[]): Promise<readonly (OrderRecord | null)[]>;
  replace(requests: readonly SendingReplace[]): Promise<readonly (OrderRecord | null)[]>;
}

/** See `cancelTogether` and `replaceTogether`. */
export const createOrderChangeBatches = (
  service: Pick<OrderService, 'store' | 'ids' | 'marketClock' | 'costs'>,
): OrderChangeBatches => ({
  cancel: createSharedBatches({
    run: (requests: readonly CancelRequest[]) => cancelTogether(service, requests),
    maxItems: MAX_REQUESTS,
    isOfAll: isOfAllRows,
  }).submit,
  replace: createSharedBatches({
    run: (requests: readonly SendingReplace[]) => replaceTogether(service, requests),
    maxItems: MAX_REQUESTS,
    isOfAll: isOfAllRows,
  }).submit,
});

type Reserve = WalletRpc['reserve'];
type Reservation = Parameters<Reserve>[0]['reservations'][number];

/** Lets concurrent requests share calls of the wallet. */
export function shareReserve(reserve: Reserve): Reserve {
  const { submit } = createSharedBatches({
    run: (reservations: readonly Reservation[]) => reserve({ reservations: [...reservations] }),
    maxItems: MAX_REQUESTS,
    isOfAll: (error) => error instanceof RpcUnavailable || isOfAllRows(error),
  });
  return async ({ reservations }) => [...(await submit(reservations))];
}
