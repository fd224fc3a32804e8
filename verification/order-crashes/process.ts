import { orderFactCodec } from '#contracts/messages/order-facts.ts';
import type { WalletRpc } from '#contracts/calls/wallet.ts';
import { NO_BROKERAGE } from '#domain/costs/brokerage.ts';
import { B3_COST_TABLES } from '#domain/costs/cost-table.ts';
import { createAccountOwners } from '#orders/accept/account-owners.ts';
import { createCancelTurns } from '#orders/accept/canceling/cancel-turns.ts';
import { createOrderChangeBatches, shareReserve } from '#orders/accept/change-batches.ts';
import { createOpenOrderLimit } from '#orders/accept/placing/open-order-limit.ts';
import type { OrderService } from '#orders/accept/order-service.ts';
import { recover } from '#orders/accept/recover-intents.ts';
import { createOrderMetrics } from '#orders/observe/order-metrics.ts';
import { applyReports } from '#orders/reports/apply-reports.ts';
import { shareBatches } from '#orders/store/shared-store.ts';
import type { OrderStore } from '#orders/store/store.ts';
import type { FakeWallet } from '#orders/test/fake-wallet.ts';
import { silentLog } from '#platform/observability/log.ts';
import { noMetrics } from '#platform/observability/metrics.ts';
import type { Random } from '#platform/random.ts';
import type { ManualClock } from '#platform/time/manual-clock.ts';
import type { Exchange } from './exchange.ts';
import type { OrderRows } from './memory-rows.ts';
import { createCrashingStore, type Point } from './memory-store.ts';

/** The process has crashed. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

/** The parts around orders, and what is stored: all of it outlives a process. */
export interface World {
  readonly rows: OrderRows;
  readonly wallet: FakeWallet;
  readonly exchange: Exchange;
  readonly wallClock: ManualClock;
  readonly common: Pick<
    OrderService,
    'assets' | 'identity' | 'cache' | 'marketClock' | 'marketMode' | 'calendar' | 'ids' | 'retention'
  >;
  readonly random: Random;
}

/** A process of orders that crashes at one of its points. */
export interface OrdersProcess {
  readonly service: OrderService;
  readonly hasCrashed: () => boolean;
  /** Points so far. */
  readonly points: () => number;
  /** Runs the relays, the consumer of reports and recovery once. */
  readonly work: () => Promise<void>;
}

const REPORTS = 20;
const COMMANDS = 7;

/** @param crashesAt number of the point at which it crashes; Infinity for never */
export function startProcess(world: World, crashesAt: number): OrdersProcess {
  const { rows, wallClock, random } = world;
  let points = 0;
  let crashed = false;
  const point: Point = async () => {
    // Other calls get ahead of this one, or not.
    for (let turns = Math.floor(random() * 4); turns > 0; turns--) await Promise.resolve();
    if (crashed) throw new Crash();
    points += 1;
    if (points !== crashesAt) return;
    crashed = true;
    throw new Crash();
  };
  const store = shareBatches(createCrashingStore(rows, point) as OrderStore);
  const wallet = crashingWallet(world.wallet, point);
  const costs = { tables: B3_COST_TABLES, brokerage: NO_BROKERAGE };
  const common = { wallClock, log: silentLog, metrics: createOrderMetrics(noMetrics, store), costs };
  const placing = {
    ...world.common,
    ...common,
    store,
    wallet: { ...wallet, reserve: shareReserve(wallet.reserve) },
    owners: createAccountOwners(world.wallet),
    openOrderLimit: createOpenOrderLimit({ store, maxOpenOrders: 10_000 }),
    wakeRelay: () => undefined,
    wakeRecovery: () => undefined,
  };
  return {
    service: {
      ...placing,
      changes: createOrderChangeBatches(placing),
      backPressure: {
        check: () => undefined,
        untilCalm: async () => undefined,
        untilAnswersApplied: async () => undefined,
      },
      cancelTurns: createCancelTurns(),
    },
    hasCrashed: () => crashed,
    points: () => points,
    work: async () => {
      await relay(store, world, point);
      await consume(
        {
          ...placing,
          rules: { tables: costs.tables, calendar: placing.calendar },
          wakeFacts: () => undefined,
        },
        world,
        point,
      );
      await recover(placing);
    },
  };
}

/** The wallet of a process: a call may fail before its effect, and after it. */
function crashingWallet(wallet: WalletRpc, point: Point): WalletRpc {
  const guarded =
    <Input, Output>(call: (input: Input) => Promise<Output>) =>
    async (input: Input): Promise<Output> => {
      await point();
      const result = await call(input);
      await point();
      return result;
    };
  return {
    ...wallet,
    reserve: guarded(wallet.reserve),
    voidReservations: guarded(wallet.voidReservations),
  };
}

async function relay(store: OrderStore, { exchange, wallet }: World, point: Point): Promise<void> {
  await store.publishCommands(0, COMMANDS, async (commands) => {
    for (const { body } of commands) exchange.take(body);
    await point();
  });
  await store.publishFacts(async (facts) => {
    for (const { body } of facts) wallet.apply(orderFactCodec.decode(body));
    await point();
  });
}

async function consume(
  dependencies: Parameters<typeof applyReports>[0],
  { exchange }: World,
  point: Point,
): Promise<void> {
  const deliveries = exchange.reports(REPORTS);
  if (deliveries.length === 0) return;
  const { dead } = await applyReports(dependencies, deliveries);
  if (dead.length > 0) throw new Error(`an impossible report: ${dead[0]?.reason}`);
  await point();
  exchange.settle(deliveries.length);
}
