import type { AssetsRpc, WalletRpc } from '#contracts/rpc.ts';
import type { MarketMode } from '#domain/calendar/session.ts';
import type { TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import type { FeeSchedule } from '#domain/fees/fees.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { IdSource } from '#platform/ids.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Cache } from '#platform/ports/cache.ts';
import type { OrderMetrics } from '../order-metrics.ts';
import type { Owners } from '../graph/owners.ts';
import type { OrderStore } from '../store/store.ts';

/** Who asks, and under which correlation id. */
export interface Asked {
  readonly userId: string;
  readonly correlationId: string;
}

/** What the use cases of orders work with. */
export interface Desk {
  readonly store: OrderStore;
  readonly wallet: WalletRpc;
  readonly assets: AssetsRpc;
  /** Holds the hot prices. */
  readonly cache: Cache;
  readonly owners: Owners;
  /** What the exchange and its users see. */
  readonly marketClock: Clock;
  readonly marketMode: () => MarketMode;
  /** Leases and waits. */
  readonly wallClock: Clock;
  readonly calendar: TradingCalendar;
  /** The fee table, oldest first. */
  readonly schedules: readonly FeeSchedule[];
  readonly ids: IdSource;
  readonly log: Log;
  readonly metrics: OrderMetrics;
  /** Tells the relay that there is something to publish. */
  readonly wakeRelay: () => void;
  /** Tells recovery that there are reservations to void. */
  readonly wakeRecovery: () => void;
}

/**
 * How long an intent may take from its writing to its end before recovery takes it for the trace of a crash. Longer than
 * any call may take; who loses the race is told that the service was not available, and nothing stays reserved.
 */
export const INTENT_LEASE_MS = 10_000;

/** How long a request waits for another one about the same thing, and how often it looks. */
export const WAIT_BOUND_MS = 15_000;
export const WAIT_STEP_MS = 15;
