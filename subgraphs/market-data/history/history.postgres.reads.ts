import type { Candle } from '#domain/market-data/candles.ts';
import { candleOfDay } from '#domain/market-data/daily-quote.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import type * as rows from '../generated/prisma/client.ts';
import type { CandleRange, DayRange, QuoteHistory } from './history.ts';
import {
  candleOfRow,
  json,
  quoteOfRow,
  tradeOfRow,
  withModelNames,
  type RawRow,
} from './history.postgres.rows.ts';

type Reads = Pick<QuoteHistory, 'tradesBefore' | 'tradesAfter' | 'candles' | 'importedDays' | 'countQuotes'>;

/** Bounds that stand for none: those of PostgreSQL's bigint. A comparison with them still uses the index. */
const LOWEST = '-9223372036854775808';
const HIGHEST = '9223372036854775807';

/**
 * The reads of a history. A batch of lists is one statement: it expands the queries, numbered, from a JSON parameter and
 * reads the rows of each along the index of its table.
 */
export function readMethods(prisma: PrismaClient): Reads {
  return {
    tradesBefore: async (queries) => {
      if (queries.length === 0) return [];
      const numbered = queries.map((query, number) => ({
        number,
        ticker: query.ticker,
        before: query.before ?? HIGHEST,
        count: query.limit,
      }));
      const found = await prisma.$queryRaw<NumberedRow[]>`
        SELECT q.number, t.*
        FROM jsonb_to_recordset(${json(numbered)}::jsonb) AS q (number int, ticker text, before bigint, count int),
          LATERAL (SELECT * FROM trades WHERE ticker = q.ticker AND sequence < q.before
            ORDER BY sequence DESC LIMIT q.count) AS t
        ORDER BY q.number, t.sequence DESC`;
      return grouped<rows.Trade>(found, queries.length).map((list) => list.map(tradeOfRow));
    },
    tradesAfter: async (ticker, sequence, limit) => {
      const where = { ticker, sequence: { gt: sequence } };
      const found = await prisma.trade.findMany({ where, orderBy: { sequence: 'asc' }, take: limit });
      return found.map(tradeOfRow);
    },
    candles: (ranges) => candles(prisma, ranges),
    importedDays: (ranges) => importedDays(prisma, ranges),
    countQuotes: () => prisma.dailyQuote.count(),
  };
}

async function candles(prisma: PrismaClient, ranges: readonly CandleRange[]): Promise<(readonly Candle[])[]> {
  if (ranges.length === 0) return [];
  const found = await prisma.$queryRaw<NumberedRow[]>`
    SELECT q.number, c.*
    FROM jsonb_to_recordset(${json(ranges.map(numberedRange))}::jsonb)
        AS q (number int, ticker text, "interval" text, since bigint, until bigint, count int, newest boolean),
      LATERAL (
        (SELECT * FROM candles WHERE NOT q.newest AND ticker = q.ticker AND interval = q.interval
            AND opened_at_ms >= q.since AND opened_at_ms < q.until
          ORDER BY opened_at_ms LIMIT q.count)
        UNION ALL
        (SELECT * FROM candles WHERE q.newest AND ticker = q.ticker AND interval = q.interval
            AND opened_at_ms >= q.since AND opened_at_ms < q.until
          ORDER BY opened_at_ms DESC LIMIT q.count)) AS c
    ORDER BY q.number, c.opened_at_ms`;
  return grouped<rows.Candle>(found, ranges.length).map((list) => list.map(candleOfRow));
}

async function importedDays(
  prisma: PrismaClient,
  ranges: readonly DayRange[],
): Promise<(readonly Candle[])[]> {
  if (ranges.length === 0) return [];
  const found = await prisma.$queryRaw<NumberedRow[]>`
    SELECT q.number, d.*
    FROM jsonb_to_recordset(${json(ranges.map(numberedRange))}::jsonb)
        AS q (number int, ticker text, since bigint, until bigint, count int, newest boolean),
      LATERAL (
        (SELECT * FROM daily_quotes WHERE NOT q.newest AND ticker = q.ticker AND market_type IN ('010', '020')
            AND opened_at_ms >= q.since AND opened_at_ms < q.until
          ORDER BY opened_at_ms LIMIT q.count)
        UNION ALL
        (SELECT * FROM daily_quotes WHERE q.newest AND ticker = q.ticker AND market_type IN ('010', '020')
            AND opened_at_ms >= q.since AND opened_at_ms < q.until
          ORDER BY opened_at_ms DESC LIMIT q.count)) AS d
    ORDER BY q.number, d.opened_at_ms`;
  return grouped<rows.DailyQuote>(found, ranges.length).map((list) =>
    list.map((row) => candleOfDay(quoteOfRow(row))),
  );
}

/** A row with the number of its query. */
type NumberedRow = RawRow & { readonly number: number };

type Range = DayRange & { readonly interval?: string };

const numberedRange = ({ ticker, interval, fromMs, toMs, limit, isNewest }: Range, number: number) => ({
  number,
  ticker,
  interval,
  since: fromMs ?? LOWEST,
  until: toMs ?? HIGHEST,
  count: limit,
  newest: isNewest,
});

/** The rows of each query, in the order of the queries. */
function grouped<Row>(found: readonly NumberedRow[], queries: number): Row[][] {
  const lists = Array.from({ length: queries }, (): Row[] => []);
  for (const { number, ...row } of found) lists[number]?.push(withModelNames<Row>(row));
  return lists;
}
