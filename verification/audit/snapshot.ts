import { MEMBERS } from '#contracts/names.ts';
import type { EngineOrder, EngineRpc } from '#contracts/calls/engine.ts';
import type { OrdersRpc } from '#contracts/calls/orders.ts';
import type { WalletAuditRpc } from '#contracts/calls/wallet.ts';

/** Calls of the audited parts. */
export interface AuditSources {
  readonly wallet: WalletAuditRpc;
  readonly orders: OrdersRpc;
  /** One engine per shard. */
  readonly engines: readonly Pick<EngineRpc, 'stateHash' | 'orderStates'>[];
}

type Answer<F extends (input: never) => Promise<unknown>> = Awaited<ReturnType<F>>;
type Row<F extends (input: never) => Promise<readonly unknown[]>> = Answer<F>[number];

/** State of the parts, read one after the other: consistent only while no work is in flight. */
export interface Snapshot {
  readonly ledger: Answer<WalletAuditRpc['ledger']>;
  /** Closed days of all accounts, page by page. */
  readonly closedDays: readonly Answer<WalletAuditRpc['closedDays']>[];
  readonly holds: readonly Row<WalletAuditRpc['holds']>[];
  readonly booked: readonly Row<WalletAuditRpc['bookedExecutions']>[];
  /** Last order fact of each account, by account id: booked by the wallet, and written by orders. */
  readonly factsBooked: ReadonlyMap<string, number>;
  readonly factsWritten: ReadonlyMap<string, number>;
  readonly orders: readonly Row<OrdersRpc['auditOrders']>[];
  readonly executions: readonly Row<OrdersRpc['auditExecutions']>[];
  readonly taxes: readonly Row<WalletAuditRpc['taxMonths']>[];
  readonly backlog: Answer<OrdersRpc['backlog']>;
  /** The broker's orders in the engines' state. */
  readonly engineOrders: readonly EngineOrder[];
  /** Number of commands whose outputs the engines have not published yet. */
  readonly unconfirmedCommands: number;
}

const PAGE = 5_000;
/** People a call: the wallet computes their taxes again from all their trades. */
const PEOPLE = 200;

/** Reads the state of all parts. */
export async function takeSnapshot({ wallet, orders, engines }: AuditSources): Promise<Snapshot> {
  const hashes = await Promise.all(engines.map((engine) => engine.stateHash({})));
  const engineOrders = await Promise.all(
    engines.map((engine) => engine.orderStates({ member: MEMBERS.broker })),
  );
  return {
    backlog: await orders.backlog({}),
    orders: await allPages(orders.auditOrders, (row) => row.orderId),
    executions: await allPages(orders.auditExecutions, (row) => row.executionId),
    factsWritten: sequences(await allPages(orders.factSequences, (row) => row.accountId)),
    holds: await allPages(wallet.holds, (row) => row.orderId),
    booked: await allPages(wallet.bookedExecutions, (row) => row.executionId),
    factsBooked: sequences(await allPages(wallet.orderFactSequences, (row) => row.accountId)),
    taxes: await allPages(wallet.taxMonths, (row) => row.ownerId, PEOPLE),
    ledger: await wallet.ledger({}),
    closedDays: await closedDays(wallet),
    engineOrders: engineOrders.flat(),
    unconfirmedCommands: hashes.reduce((sum, hash) => sum + hash.commands - hash.confirmedCommands, 0),
  };
}

/** Reads the pages of closed days until no account is left. */
async function closedDays(wallet: WalletAuditRpc): Promise<Answer<WalletAuditRpc['closedDays']>[]> {
  const pages: Answer<WalletAuditRpc['closedDays']>[] = [];
  for (let after: string | null = null; ;) {
    const page: Answer<WalletAuditRpc['closedDays']> = await wallet.closedDays({ after, limit: PAGE });
    if (page.lastAccountId === null) return pages;
    pages.push(page);
    after = page.lastAccountId;
  }
}

/** Reads all pages of a call; each page starts after the last id of the previous one. */
async function allPages<T>(
  request: (page: { after: string | null; limit: number }) => Promise<T[]>,
  idOf: (row: T) => string,
  limit = PAGE,
): Promise<T[]> {
  const rows: T[] = [];
  for (let after: string | null = null; ;) {
    const page: T[] = await request({ after, limit });
    rows.push(...page);
    const last = page.at(-1);
    if (last === undefined || page.length < limit) return rows;
    after = idOf(last);
  }
}

const sequences = (
  rows: readonly { readonly accountId: string; readonly sequence: number }[],
): ReadonlyMap<string, number> => new Map(rows.map((row) => [row.accountId, row.sequence]));
