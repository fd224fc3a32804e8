import type { BackPressure } from '../observe/back-pressure.ts';
import type { CancelTurns } from './canceling/cancel-turns.ts';
import type { OrderChangeBatches } from './change-batches.ts';
import type { BatchService } from './batch-service.ts';

/** The order service: the batches that concurrent requests share, and their limits. */
export interface OrderService extends BatchService {
  readonly changes: OrderChangeBatches;
  readonly cancelTurns: CancelTurns;
  /** For new orders and replaces, before anything is written or reserved. Cancels lower the load, and pass. */
  readonly backPressure: BackPressure;
}
