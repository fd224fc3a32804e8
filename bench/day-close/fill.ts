import pg, { type PoolConfig } from 'pg';

/** Accounts of one transaction of the filling. */
const BATCH = 10_000;

export interface Filling {
  readonly accounts: number;
  /** Trades of each account. */
  readonly trades: number;
  /** Trade date and settlement day (ISO). */
  readonly tradeDate: string;
  readonly settlesOn: string;
  readonly atMs: number;
}

/** Fills the database of a wallet with accounts that have cash, and trades without a note. */
export async function fillWallet(
  database: PoolConfig,
  { accounts, trades, tradeDate, settlesOn, atMs }: Filling,
  onProgress: (text: string) => void,
): Promise<void> {
  const client = new pg.Client(database);
  await client.connect();
  try {
    for (let first = 1; first <= accounts; first += BATCH) {
      const last = Math.min(accounts, first + BATCH - 1);
      await client.query(ACCOUNTS, [first, last]);
      await client.query(BALANCES, [first, last]);
      await client.query(TRADES, [first, last, trades, tradeDate, settlesOn, atMs]);
      onProgress(`${last} of ${accounts} accounts`);
    }
    await client.query('ANALYZE');
  } finally {
    await client.end();
  }
}

const ACCOUNTS = `
  INSERT INTO account (id, owner_id, name, created_at_ms)
  SELECT 'acc_' || lpad(n::text, 9, '0'), 'usr_' || n, 'main', 0 FROM generate_series($1::int, $2::int) AS n`;

const BALANCES = `
  INSERT INTO balance (account_id, asset, bucket, due_on, amount)
  SELECT 'acc_' || lpad(n::text, 9, '0'), 'BRL', 'FREE', '', 1000000000 FROM generate_series($1::int, $2::int) AS n`;

/** Three purchases and then a sale of one security, so that half of the trades are a day trade. */
const TRADES = `
  INSERT INTO trade (execution_id, account_id, sequence, order_id, trade_date, settles_on, at_ms, ticker, custody_ticker,
    asset_kind, side, quantity, price_centavos, gross_centavos, is_auction, provisional_centavos, brokerage)
  SELECT 'exe_' || n || '_' || t, 'acc_' || lpad(n::text, 9, '0'), t, 'ord_' || n || '_' || t, $4, $5, $6::bigint + t,
    ticker, ticker, 'PREFERRED_STOCK', CASE WHEN t % 4 = 0 THEN 'SELL' ELSE 'BUY' END, 100,
    2000 + (n * 7 + t * 13) % 1000, 100 * (2000 + (n * 7 + t * 13) % 1000), false, 200, '{"type":"NONE"}'::jsonb
  FROM generate_series($1::int, $2::int) AS n, generate_series(1, $3::int) AS t,
    LATERAL (SELECT CASE WHEN t % 4 = 2 THEN 'VALE3' ELSE 'PETR4' END AS ticker) AS chosen`;
