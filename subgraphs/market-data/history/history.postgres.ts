import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import type { PoolConfig } from 'pg';
import type { Candle } from '#domain/market-data/candles.ts';
import type { TickerState, Trade } from '#domain/market-data/fold.ts';
import { applyMigrations } from '#platform/postgres/migrate.ts';
import { createSqlDatabase, openPool } from '#platform/postgres/sql/database.ts';
import type { SqlDatabase, SqlTransaction } from '#platform/postgres/sql/sql-client.ts';
import { TRANSACTION_LIMITS } from '#platform/postgres/transaction-limits.ts';
import { checkDatabase } from '#platform/postgres/check.ts';
import { PrismaClient } from '../generated/prisma/client.ts';
import { StaleState, type FoldCommit, type QuoteHistory } from './history.ts';
import { importMethods } from './history.postgres.imports.ts';
import { readMethods } from './history.postgres.reads.ts';
import { pruningMethods } from './history.postgres.pruning.ts';
import { json } from './history.postgres.rows.ts';

const COMMIT_TIMEOUT_MS = 30_000;

/** Opens the history in its own PostgreSQL database and applies the migrations. */
export async function openPostgresHistory(connection: PoolConfig): Promise<QuoteHistory> {
  await applyMigrations(
    connection,
    path.resolve(import.meta.dirname, '../../../prisma/market-data/migrations'),
  );
  const pool = openPool(connection);
  const sql = createSqlDatabase(pool);
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool), transactionOptions: TRANSACTION_LIMITS });
  return {
    ...stateMethods(prisma, sql),
    ...readMethods(prisma),
    ...pruningMethods(prisma),
    ...importMethods(prisma, sql),
    ...leaseMethods(prisma),
    check: () => checkDatabase(prisma),
    close: async () => {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

type Methods<Names extends keyof QuoteHistory> = Pick<QuoteHistory, Names>;

function stateMethods(
  prisma: PrismaClient,
  sql: SqlDatabase,
): Methods<'loadStates' | 'allStates' | 'addTickers' | 'commit'> {
  return {
    loadStates: async (tickers) => {
      const rows = await prisma.tickerState.findMany({ where: { ticker: { in: [...tickers] } } });
      const byTicker = new Map(rows.map((row) => [row.ticker, row]));
      return tickers.map((ticker) => {
        const row = byTicker.get(ticker);
        return row ? { state: row.state as unknown as TickerState, version: Number(row.version) } : null;
      });
    },
    allStates: async () => {
      const rows = await prisma.tickerState.findMany({ orderBy: { ticker: 'asc' } });
      return rows.map((row) => row.state as unknown as TickerState);
    },
    addTickers: async (states) => {
      const rows = states.map((state) => ({ ticker: state.quote.ticker, state }));
      const added = await prisma.$queryRaw<{ ticker: string }[]>`
        INSERT INTO ticker_states (ticker, version, state)
        SELECT ticker, 0, state FROM jsonb_to_recordset(${json(rows)}::jsonb) AS n (ticker text, state jsonb)
        ON CONFLICT DO NOTHING RETURNING ticker`;
      return added.map((row) => row.ticker);
    },
    commit: (commit) => sql.transaction((tx) => storeCommit(tx, commit), { timeoutMs: COMMIT_TIMEOUT_MS }),
  };
}

/**
 * Sends all at once, and waits for the number of states that it has moved on. When another instance has moved one on before, the
 * error undoes the whole commit.
 */
async function storeCommit(tx: SqlTransaction, commit: FoldCommit): Promise<void> {
  const states = commit.states.map(({ state, version }) => ({ ticker: state.quote.ticker, version, state }));
  const moving = tx.$executeRaw`
    UPDATE ticker_states AS s SET version = s.version + 1, state = n.state
    FROM jsonb_to_recordset(${json(states)}::jsonb) AS n (ticker text, version bigint, state jsonb)
    WHERE s.ticker = n.ticker AND s.version = n.version`;
  if (commit.trades.length > 0) insertTrades(tx, commit.trades);
  if (commit.candles.length > 0) saveCandles(tx, commit.candles);
  const staleCount = states.length - (await moving);
  if (staleCount > 0) throw new StaleState(`${staleCount} of ${states.length} states have moved on`);
}

function insertTrades(tx: SqlTransaction, trades: readonly Trade[]): void {
  tx.send`
    INSERT INTO trades (ticker, sequence, trade_id, price_centavos, quantity, aggressor, at_ms, trade_date)
    SELECT ticker, sequence, "tradeId", "priceCentavos", quantity, aggressor, "atMs", "tradeDate"
    FROM jsonb_to_recordset(${json(trades)}::jsonb) AS n (ticker text, sequence bigint, "tradeId" text,
      "priceCentavos" bigint, quantity bigint, aggressor text, "atMs" bigint, "tradeDate" text)
    ON CONFLICT DO NOTHING`;
}

function saveCandles(tx: SqlTransaction, candles: readonly Candle[]): void {
  tx.send`
    INSERT INTO candles
      (ticker, interval, opened_at_ms, open, high, low, close, volume, turnover_centavos, trade_count,
      last_trade_sequence, is_closed)
    SELECT ticker, interval, "openedAtMs", open, high, low, close, volume, "turnoverCentavos", "tradeCount",
      "lastTradeSequence", "isClosed"
    FROM jsonb_to_recordset(${json(candles)}::jsonb) AS n (ticker text, interval text,
      "openedAtMs" bigint, open bigint, high bigint, low bigint, close bigint, volume bigint,
      "turnoverCentavos" bigint, "tradeCount" bigint, "lastTradeSequence" bigint, "isClosed" boolean)
    ON CONFLICT (ticker, interval, opened_at_ms) DO UPDATE SET open = EXCLUDED.open, high = EXCLUDED.high,
      low = EXCLUDED.low, close = EXCLUDED.close, volume = EXCLUDED.volume,
      turnover_centavos = EXCLUDED.turnover_centavos, trade_count = EXCLUDED.trade_count,
      last_trade_sequence = EXCLUDED.last_trade_sequence, is_closed = EXCLUDED.is_closed`;
}

function leaseMethods(prisma: PrismaClient): Methods<'takeLease' | 'releaseLease'> {
  return {
    takeLease: async (name, holder, nowMs, forMs) => {
      const taken = await prisma.$executeRaw`
        INSERT INTO leases (name, holder, expires_ms) VALUES (${name}, ${holder}, ${nowMs + forMs})
        ON CONFLICT (name) DO UPDATE SET holder = EXCLUDED.holder, expires_ms = EXCLUDED.expires_ms
        WHERE leases.holder = EXCLUDED.holder OR leases.expires_ms <= ${nowMs}`;
      return taken === 1;
    },
    releaseLease: async (name, holder) => {
      await prisma.lease.deleteMany({ where: { name, holder } });
    },
  };
}
