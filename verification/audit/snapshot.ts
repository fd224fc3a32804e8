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
  /** Closed days and months of all persons, page by page. */
  readonly persons: readonly Answer<WalletAuditRpc['persons']>[];
  readonly holds: readonly Row<WalletAuditRpc['holds']>[];
  /** Fills of the accounts whose fills differ between the wallet and orders; of all others both have the same. */
  readonly booked: readonly Row<WalletAuditRpc['bookedExecutions']>[];
  readonly executions: readonly Row<OrdersRpc['auditExecutions']>[];
  /** Last order fact of each account, by account id: booked by the wallet, and written by orders. */
  readonly factsBooked: ReadonlyMap<string, number>;
  readonly factsWritten: ReadonlyMap<string, number>;
  /** Orders that have not ended or hold something, and those that the engines know. */
  readonly orders: readonly Row<OrdersRpc['auditOrders']>[];
  /** Totals of all orders and executions. */
  readonly fills: Answer<OrdersRpc['auditFills']>;
  readonly backlog: Answer<OrdersRpc['backlog']>;
  /** The broker's orders in the engines' state. */
  readonly engineOrders: readonly EngineOrder[];
  /** Number of commands whose outputs the engines have not published yet. */
  readonly unconfirmedCommands: number;
}

const PAGE = 5_000;

/**
 * Reads the state of all parts. What has ended is summed up by the parts, so the memory that an audit takes grows with the open
 * orders and the accounts, not with the history.
 */
export async function takeSnapshot({ wallet, orders, engines }: AuditSources): Promise<Snapshot> {
  const hashes = await Promise.all(engines.map((engine) => engine.stateHash({})));
  const engineOrders = (
    await Promise.all(engines.map((engine) => engine.orderStates({ member: MEMBERS.broker })))
  ).flat();
  const small = {
    backlog: await orders.backlog({}),
    orders: await ordersOf(orders, engineOrders),
    factsWritten: sequences(await allPages(orders.factSequences, (row) => row.accountId)),
    holds: await allPages(wallet.holds, (row) => row.orderId),
    factsBooked: sequences(await allPages(wallet.orderFactSequences, (row) => row.accountId)),
  };
  // These read all rows: the wallet's process computes persons while its database checks the ledger.
  const [persons, ledger, fills] = await Promise.all([
    personPages(wallet),
    wallet.ledger({}),
    fillsOf(orders, wallet),
  ]);
  return {
    ...{ ...small, ...fills, persons, ledger, engineOrders },
    unconfirmedCommands: hashes.reduce((sum, hash) => sum + hash.commands - hash.confirmedCommands, 0),
  };
}

const fillsOf = async (
  orders: OrdersRpc,
  wallet: WalletAuditRpc,
): Promise<Pick<Snapshot, 'fills' | 'executions' | 'booked'>> => ({
  fills: await orders.auditFills({}),
  ...(await differingFills(orders, wallet)),
});

/** The orders that have not ended, and the broker's side of those that the engines know. */
async function ordersOf(
  orders: OrdersRpc,
  engineOrders: readonly EngineOrder[],
): Promise<Row<OrdersRpc['auditOrders']>[]> {
  const open = await allPages(orders.auditOrders, (row) => row.orderId);
  const known = new Set(open.map(({ orderId }) => orderId));
  const ended = [...new Set(engineOrders.map(({ orderId }) => orderId))].filter((id) => !known.has(id));
  const rows = [...open];
  for (let first = 0; first < ended.length; first += PAGE)
    rows.push(...(await orders.auditOrdersById({ orderIds: ended.slice(first, first + PAGE) })));
  return rows;
}

/** Compares the fills of each account by a digest, and reads those of accounts that differ. */
async function differingFills(
  orders: OrdersRpc,
  wallet: WalletAuditRpc,
): Promise<Pick<Snapshot, 'executions' | 'booked'>> {
  const executed = await allPages(orders.fillDigests, (row) => row.accountId);
  const booked = await allPages(wallet.bookedDigests, (row) => row.accountId);
  const differing = new Map(executed.map((row) => [row.accountId, textOf(row)]));
  for (const row of booked)
    if (differing.get(row.accountId) === textOf(row)) differing.delete(row.accountId);
    else differing.set(row.accountId, textOf(row));
  const fills: { executions: Snapshot['executions'][number][]; booked: Snapshot['booked'][number][] } = {
    executions: [],
    booked: [],
  };
  for (const accountId of differing.keys()) {
    const idOf = (row: { readonly executionId: string }): string => row.executionId;
    fills.executions.push(
      ...(await allPages((page) => orders.auditExecutions({ ...page, accountId }), idOf)),
    );
    fills.booked.push(...(await allPages((page) => wallet.bookedExecutions({ ...page, accountId }), idOf)));
  }
  return fills;
}

const textOf = ({ fills, digest }: { readonly fills: number; readonly digest: string }): string =>
  `${fills} ${digest}`;

/** Reads the pages of persons until no owner is left. */
async function personPages(wallet: WalletAuditRpc): Promise<Answer<WalletAuditRpc['persons']>[]> {
  const pages: Answer<WalletAuditRpc['persons']>[] = [];
  for (let after: string | null = null; ;) {
    const page: Answer<WalletAuditRpc['persons']> = await wallet.persons({ after, limit: PAGE });
    if (page.lastOwnerId === null) return pages;
    pages.push(page);
    after = page.lastOwnerId;
  }
}

/** Reads all pages of a call; each page starts after the last id of the previous one. */
async function allPages<T>(
  request: (page: { after: string | null; limit: number }) => Promise<T[]>,
  idOf: (row: T) => string,
): Promise<T[]> {
  const rows: T[] = [];
  for (let after: string | null = null; ;) {
    const page: T[] = await request({ after, limit: PAGE });
    rows.push(...page);
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return rows;
    after = idOf(last);
  }
}

const sequences = (
  rows: readonly { readonly accountId: string; readonly sequence: number }[],
): ReadonlyMap<string, number> => new Map(rows.map((row) => [row.accountId, row.sequence]));
