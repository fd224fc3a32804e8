import type { AssetsRpc } from '#contracts/calls/assets.ts';
import type { IdentityRpc } from '#contracts/calls/identity.ts';
import type { WalletRpc } from '#contracts/calls/wallet.ts';
import type { MarketMode } from '#domain/calendar/session.ts';
import type { TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import type { CostSchedule } from '#domain/costs/cost-schedule.ts';
import type { OrderSnapshot } from '#domain/orders/lifecycle/order-record.ts';
import type { Outcome } from '#domain/refusal.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { IdSource } from '#platform/ids.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Cache } from '#platform/ports/cache.ts';
import type { OrdersRetention } from '../retention/pruning.ts';
import type { OrderMetrics } from '../observe/order-metrics.ts';
import type { OrderStore } from '../store/store.ts';
import type { AccountOwners } from './account-owners.ts';
import type { OpenOrderLimit } from './placing/open-order-limit.ts';

/** The user who sent a request, and the request's correlation id. */
export interface Requester {
  readonly userId: string;
  readonly correlationId: string;
}

/** The answer to a request about one order: its present state, or the refusal. */
export type OrderAnswer = Outcome<OrderSnapshot>;

/** The dependencies of the batches, which single requests use, too. */
export interface BatchService {
  readonly store: OrderStore;
  readonly wallet: WalletRpc;
  readonly retention: Pick<OrdersRetention, 'updateDays'>;
  readonly assets: AssetsRpc;
  readonly identity: Pick<IdentityRpc, 'areOwned'>;
  /** The hot prices. */
  readonly cache: Cache;
  readonly owners: AccountOwners;
  readonly openOrderLimit: OpenOrderLimit;
  /** The clock of the simulated market: timestamps of orders. */
  readonly marketClock: Clock;
  readonly marketMode: () => MarketMode;
  /** The machine's clock: leases and waits. */
  readonly wallClock: Clock;
  readonly calendar: TradingCalendar;
  /** B3's cost tables, and the broker's own price of new orders. */
  readonly costs: CostSchedule;
  readonly ids: IdSource;
  readonly log: Log;
  readonly metrics: OrderMetrics;
  /** Starts the relay: the outbox has new rows. */
  readonly wakeRelay: () => void;
  /** Starts recovery: the store has new abandoned reservations. */
  readonly wakeRecovery: () => void;
}
