import type { WalletRpc } from '#contracts/calls/wallet.ts';
import type { OrderRecord } from '#domain/orders/lifecycle/order-record.ts';
import { RpcUnavailable } from '#platform/rpc/local.ts';
import { createSharedBatches } from '#platform/shared-batches.ts';
import { idleTurn } from '#platform/time/loop-turns.ts';
import { isOfAllRows } from '../store/shared-store.ts';
import type { BatchService } from './batch-service.ts';
import { cancelTogether, type CancelRequest } from './canceling/cancel-together.ts';
import { placeTogether } from './placing/place-together.ts';
import type { Placement } from './placing/placements.ts';
import type { ReplaceAttempt } from './replacing/replace-attempts.ts';
import { replaceTogether } from './replacing/replace-together.ts';

/** Requests of one batch, and reservations of one call. */
const MAX_REQUESTS = 500;
/** New orders that wait for one batch: of so many, another batch is in the broker's process while PostgreSQL runs the first. */
const MAX_WAITING = 150;

/** The work of concurrent requests that is done together, batch after batch. */
export interface OrderChangeBatches {
  /** Answers placements; one whose client order id another request holds stays unanswered. */
  place(placements: readonly Placement[]): Promise<unknown>;
  cancel(requests: readonly CancelRequest[]): Promise<readonly (OrderRecord | null)[]>;
  /** Answers attempts; one that another request or the exchange holds up stays unanswered. */
  replace(attempts: readonly ReplaceAttempt[]): Promise<unknown>;
}

/**
 * See `placeTogether`, `cancelTogether` and `replaceTogether`. Under load a batch gathers until the process has nothing else to do: its
 * statements could begin sooner, but what they save would be lost to more batches.
 */
export function createOrderChangeBatches(service: BatchService): OrderChangeBatches {
  const fill = (): Promise<void> => idleTurn(service.wallClock);
  const common = { maxItems: MAX_REQUESTS, fill };
  return {
    place: createSharedBatches({
      ...common,
      run: async (placements: readonly Placement[]) => {
        await placeTogether(service, placements);
        return placements;
      },
      maxWaiting: MAX_WAITING,
      isOfAll: isOfAllRequests,
    }).submit,
    cancel: createSharedBatches({
      ...common,
      run: (requests: readonly CancelRequest[]) => cancelTogether(service, requests),
      isOfAll: isOfAllRows,
    }).submit,
    replace: createSharedBatches({
      ...common,
      run: async (attempts: readonly ReplaceAttempt[]) => {
        await replaceTogether(service, attempts);
        return attempts;
      },
      isOfAll: isOfAllRequests,
    }).submit,
  };
}

/** Whether an error is no fault of a single request. */
const isOfAllRequests = (error: unknown): boolean => error instanceof RpcUnavailable || isOfAllRows(error);

type Reserve = WalletRpc['reserve'];
type Reservation = Parameters<Reserve>[0]['reservations'][number];

/** Lets concurrent requests share calls of the wallet. */
export function shareReserve(reserve: Reserve): Reserve {
  const { submit } = createSharedBatches({
    run: (reservations: readonly Reservation[]) => reserve({ reservations: [...reservations] }),
    maxItems: MAX_REQUESTS,
    isOfAll: isOfAllRequests,
  });
  return async ({ reservations }) => [...(await submit(reservations))];
}
