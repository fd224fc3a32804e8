import pg from 'pg';
import { DATABASES } from '#contracts/names.ts';
import type { BrokerProcess } from '../orders/broker/broker-process.ts';
import { readUsage, usedBetween } from '../orders/profile/usage.ts';
import { runLoad } from '../orders/trading/load.ts';
import type { Requests } from '../orders/trading/requests.ts';
import { readPrices } from '../orders/trading/trader.ts';
import type { Trader } from '../orders/trading/trader.ts';
import type { Figure } from '../report.ts';

export const CLIENTS = 8;
const WARM_UP_SECONDS = 3;

/** The cost of an order that rests. */
export interface OrderCost {
  /** Processor time in broker and PostgreSQL, in microseconds. */
  readonly processorUs: number;
  /** Rows that scans of whole tables read: many when a statement has the plan of a table that was empty. */
  readonly scannedRows: number;
}

/** Measures orders that traders place one by one. */
export async function costOfOrders(
  broker: BrokerProcess,
  traders: readonly Trader[],
  requests: Requests,
  seconds: number,
): Promise<OrderCost> {
  const client = new pg.Client({ ...broker.connection, database: 'postgres' });
  await client.connect();
  const { resting } = await readPrices(broker.graph);
  const load = {
    ...{ traders, clients: CLIENTS },
    next: (trader: Trader) => requests.place(trader, 'BUY', resting),
    isReached: ({ status }: { status: string }) => status === 'OPEN',
  };
  await runLoad({ ...load, seconds: WARM_UP_SECONDS });
  const [scannedBefore, before] = [await scannedRows(broker), await readUsage(broker, client)];
  const { orders } = await runLoad({ ...load, seconds });
  const used = usedBetween(before, await readUsage(broker, client));
  const scanned = (await scannedRows(broker)) - scannedBefore;
  await client.end();
  return { processorUs: (used.brokerUs + used.postgresUs) / orders, scannedRows: scanned / orders };
}

async function scannedRows({ connection }: BrokerProcess): Promise<number> {
  let rows = 0;
  for (const database of [DATABASES.orders, DATABASES.wallet]) {
    const client = new pg.Client({ ...connection, database });
    await client.connect();
    const { rows: sums } = await client.query<{ rows: string }>(
      'SELECT coalesce(sum(seq_tup_read), 0) AS rows FROM pg_stat_user_tables',
    );
    rows += Number(sums[0]?.rows);
    await client.end();
  }
  return rows;
}

/** The cost of an order in a large and a small state of the broker, as figures. */
export const costFigures = (
  key: string,
  large: { readonly what: string; readonly cost: OrderCost },
  small: { readonly what: string; readonly cost: OrderCost },
): readonly Figure[] => [
  {
    ...{ key, what: large.what, value: large.cost.processorUs, unit: 'us' },
    ratio: { of: small.what, value: large.cost.processorUs / small.cost.processorUs },
  },
  { key: `${key}.small`, what: small.what, value: small.cost.processorUs, unit: 'us' },
  {
    ...{ key: `${key}.scanned`, what: `${large.what}: rows read by scans of whole tables` },
    ...{ value: large.cost.scannedRows, unit: 'rows' },
  },
  {
    ...{ key: `${key}.small.scanned`, what: `${small.what}: rows read by scans of whole tables` },
    ...{ value: small.cost.scannedRows, unit: 'rows' },
  },
];
