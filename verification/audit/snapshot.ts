import { MEMBERS } from '#contracts/names.ts';
import type { EngineOrder, EngineRpc, OrdersRpc, WalletAuditRpc } from '#contracts/rpc.ts';

/** Who is asked. */
export interface AuditSources {
  readonly wallet: WalletAuditRpc;
  readonly orders: OrdersRpc;
  /** One a shard. */
  readonly engines: readonly Pick<EngineRpc, 'stateHash' | 'orderStates'>[];
}

type Answer<F extends (input: never) => Promise<unknown>> = Awaited<ReturnType<F>>;
type Row<F extends (input: never) => Promise<readonly unknown[]>> = Answer<F>[number];

/** What the parts say of themselves, taken one after the other: true of one moment only while nothing moves. */
export interface Snapshot {
  readonly ledger: Answer<WalletAuditRpc['ledger']>;
  readonly holds: readonly Row<WalletAuditRpc['holds']>[];
  readonly booked: readonly Row<WalletAuditRpc['bookedExecutions']>[];
  /** By account: the last fact of its orders that the wallet booked, and that orders made. */
  readonly factsBooked: ReadonlyMap<string, number>;
  readonly factsMade: ReadonlyMap<string, number>;
  readonly orders: readonly Row<OrdersRpc['auditOrders']>[];
  readonly executions: readonly Row<OrdersRpc['auditExecutions']>[];
  readonly backlog: Answer<OrdersRpc['backlog']>;
  /** The broker's orders as the engines know them. */
  readonly engineOrders: readonly EngineOrder[];
  /** Commands whose results the engines have not published yet. */
  readonly unconfirmedCommands: number;
}

const PAGE = 5_000;

/** Asks everybody for everything. */
export async function takeSnapshot({ wallet, orders, engines }: AuditSources): Promise<Snapshot> {
  const hashes = await Promise.all(engines.map((engine) => engine.stateHash({})));
  const engineOrders = await Promise.all(
    engines.map((engine) => engine.orderStates({ member: MEMBERS.broker })),
  );
  return {
    backlog: await orders.backlog({}),
    orders: await allPages(orders.auditOrders, (row) => row.orderId),
    executions: await allPages(orders.auditExecutions, (row) => row.executionId),
    factsMade: sequences(await allPages(orders.factSequences, (row) => row.accountId)),
    holds: await allPages(wallet.holds, (row) => row.orderId),
    booked: await allPages(wallet.bookedExecutions, (row) => row.executionId),
    factsBooked: sequences(await allPages(wallet.orderFactSequences, (row) => row.accountId)),
    ledger: await wallet.ledger({}),
    engineOrders: engineOrders.flat(),
    unconfirmedCommands: hashes.reduce((sum, hash) => sum + hash.commands - hash.confirmedCommands, 0),
  };
}

/** All rows of an answer that comes in pages, by the id that each page goes on behind. */
async function allPages<T>(
  ask: (page: { after: string | null; limit: number }) => Promise<T[]>,
  idOf: (row: T) => string,
): Promise<T[]> {
  const rows: T[] = [];
  for (let after: string | null = null; ;) {
    const page: T[] = await ask({ after, limit: PAGE });
    rows.push(...page);
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return rows;
    after = idOf(last);
  }
}

const sequences = (
  rows: readonly { readonly accountId: string; readonly sequence: number }[],
): ReadonlyMap<string, number> => new Map(rows.map((row) => [row.accountId, row.sequence]));
