import { CANDLE_INTERVALS } from '#domain/market-data/candles.ts';
import { PRUNED_ROWS } from '#platform/background/pruning.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import type { QuoteHistory } from './history.ts';

/** Rows of one ticker in a batch. A batch reads as many of every ticker, along the primary keys. */
const ROWS_OF_TICKER = 100;

/** The removal of old rows. */
export const pruningMethods = (
  prisma: PrismaClient,
): Pick<QuoteHistory, 'removeTrades' | 'removeCandles'> => ({
  removeTrades: (beforeMs) => prisma.$executeRaw`
    DELETE FROM trades USING (
      SELECT oldest.ticker, oldest.sequence FROM ticker_states AS s CROSS JOIN LATERAL (
        SELECT ticker, sequence, at_ms FROM trades WHERE trades.ticker = s.ticker
        ORDER BY sequence LIMIT ${ROWS_OF_TICKER}::int) AS oldest
      WHERE oldest.at_ms < ${beforeMs}::bigint LIMIT ${PRUNED_ROWS}::int) AS chosen
    WHERE trades.ticker = chosen.ticker AND trades.sequence = chosen.sequence`,
  removeCandles: (beforeMs) => prisma.$executeRaw`
    DELETE FROM candles USING (
      SELECT oldest.ticker, oldest.interval, oldest.opened_at_ms
      FROM ticker_states AS s CROSS JOIN unnest(${CANDLE_INTERVALS.filter((one) => one !== 'D1')}::text[]) AS i (interval)
      CROSS JOIN LATERAL (
        SELECT ticker, interval, opened_at_ms FROM candles
        WHERE candles.ticker = s.ticker AND candles.interval = i.interval AND opened_at_ms < ${beforeMs}::bigint
        ORDER BY opened_at_ms LIMIT ${ROWS_OF_TICKER}::int) AS oldest
      LIMIT ${PRUNED_ROWS}::int) AS chosen
    WHERE candles.ticker = chosen.ticker AND candles.interval = chosen.interval
      AND candles.opened_at_ms = chosen.opened_at_ms`,
});
