import { createDayStarts, type DailyQuote } from '#domain/market-data/daily-quote.ts';
import { columnsOf, type ArrayElement } from '#platform/postgres/sql/array-literal.ts';
import type { SqlDatabase, SqlTransaction } from '#platform/postgres/sql/sql-client.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { RepeatedQuotes, type ImportResult, type QuoteHistory, type QuoteImport } from './history.ts';

/** The time limit of a statement of an import, which may wait for another import of the same content. */
const IMPORT_TIMEOUT_MS = 3_600_000;

/** Imports of daily quotes: each is one transaction. */
export function importMethods(
  prisma: PrismaClient,
  sql: SqlDatabase,
): Pick<QuoteHistory, 'importQuotes' | 'findImport'> {
  const findImport = async (contentHash: string): Promise<ImportResult | null> => {
    const found = await prisma.import.findUnique({ where: { contentHash } });
    return found && { isNew: false, quotes: Number(found.quotes) };
  };
  return {
    findImport,
    importQuotes: async (quotes) => {
      const timeoutMs = IMPORT_TIMEOUT_MS;
      const imported = await sql.transaction((tx) => importWithin(tx, quotes), { timeoutMs });
      return imported ?? (await findImport(quotes.contentHash)) ?? { isNew: false, quotes: 0 };
    },
  };
}

/** Begins an import; null when the same content was imported before. Waits for a running import of the same content. */
async function importWithin(tx: SqlTransaction, quotes: QuoteImport): Promise<ImportResult | null> {
  const { contentHash, fileName, importedAtMs } = quotes;
  const opened = await tx.$executeRaw`
    INSERT INTO imports (content_hash, file_name, imported_at_ms, quotes)
    VALUES (${contentHash}, ${fileName}, ${importedAtMs}, 0) ON CONFLICT DO NOTHING`;
  if (opened === 0) return null;
  const earlierDays = await importedDays(tx);
  const startOf = createDayStarts();
  let count = 0;
  let stored = 0;
  // The server stores a portion while the next one is read from the file.
  let storing = Promise.resolve(0);
  for await (const portion of quotes.portions()) {
    stored += await storing;
    count += portion.length;
    if (portion.some(({ tradeDate }) => earlierDays.has(tradeDate))) deleteEarlier(tx, contentHash, portion);
    storing = insertQuotes(tx, contentHash, portion, startOf);
    storing.catch(() => undefined);
  }
  stored += await storing;
  if (stored !== count) throw new RepeatedQuotes(count - stored);
  tx.send`UPDATE imports SET quotes = ${count} WHERE content_hash = ${contentHash}`;
  return { isNew: true, quotes: count };
}

/** The days of earlier imports. Jumps from day to day along the primary key instead of reading all quotes. */
async function importedDays(tx: SqlTransaction): Promise<ReadonlySet<string>> {
  const rows = await tx.$queryRaw<{ day: string }[]>`
    WITH RECURSIVE days AS (
      SELECT min(trade_date) AS day FROM daily_quotes
      UNION ALL
      SELECT (SELECT min(trade_date) FROM daily_quotes WHERE trade_date > days.day) FROM days WHERE day IS NOT NULL)
    SELECT day FROM days WHERE day IS NOT NULL`;
  return new Set(rows.map(({ day }) => day));
}

/** Deletes the quotes of earlier imports that these replace. */
function deleteEarlier(tx: SqlTransaction, contentHash: string, quotes: readonly DailyQuote[]): void {
  const c = columnsOf(quotes, COLUMNS);
  tx.send`
    DELETE FROM daily_quotes AS d
    USING unnest(${c.tradeDate}::text[], ${c.ticker}::text[], ${c.marketType}::text[], ${c.termDays}::text[])
      AS n (trade_date, ticker, market_type, term_days)
    WHERE d.trade_date = n.trade_date AND d.ticker = n.ticker AND d.market_type = n.market_type
      AND d.term_days = n.term_days AND d.import_hash <> ${contentHash}`;
}

/** Inserts quotes, an array for each column, and returns their number without those that repeat a quote of the same import. */
function insertQuotes(
  tx: SqlTransaction,
  contentHash: string,
  quotes: readonly DailyQuote[],
  startOf: (day: string) => number,
): Promise<number> {
  const openedAtMs = ({ tradeDate }: DailyQuote): number => startOf(tradeDate);
  const c = columnsOf(quotes, { ...COLUMNS, openedAtMs });
  return tx.$executeRaw`
    INSERT INTO daily_quotes (trade_date, ticker, market_type, term_days, opened_at_ms, bdi_code, name, specification, currency, open, high,
      low, average, close, best_bid, best_ask, trade_count, quantity, turnover_centavos, strike,
      correction_indicator, expires_on, quote_factor, strike_points_millionths, isin, distribution_number, contract, import_hash)
    SELECT n.*, ${contentHash} FROM unnest(${c.tradeDate}::text[], ${c.ticker}::text[], ${c.marketType}::text[], ${c.termDays}::text[],
      ${c.openedAtMs}::bigint[], ${c.bdiCode}::text[], ${c.name}::text[], ${c.specification}::text[],
      ${c.currency}::text[], ${c.open}::bigint[], ${c.high}::bigint[], ${c.low}::bigint[], ${c.average}::bigint[],
      ${c.close}::bigint[], ${c.bestBid}::bigint[], ${c.bestAsk}::bigint[], ${c.tradeCount}::bigint[],
      ${c.quantity}::bigint[], ${c.turnoverCentavos}::bigint[], ${c.strike}::bigint[],
      ${c.correctionIndicator}::text[], ${c.expiresOn}::text[], ${c.quoteFactor}::bigint[],
      ${c.strikePointsMillionths}::bigint[], ${c.isin}::text[], ${c.distributionNumber}::text[],
      ${c.contract}::bigint[]) AS n
    ON CONFLICT DO NOTHING`;
}

const COLUMNS = {
  tradeDate: (quote: DailyQuote) => quote.tradeDate,
  ticker: (quote: DailyQuote) => quote.ticker,
  marketType: (quote: DailyQuote) => quote.marketType,
  termDays: (quote: DailyQuote) => quote.termDays,
  bdiCode: (quote: DailyQuote) => quote.bdiCode,
  name: (quote: DailyQuote) => quote.name,
  specification: (quote: DailyQuote) => quote.specification,
  currency: (quote: DailyQuote) => quote.currency,
  open: (quote: DailyQuote) => quote.open,
  high: (quote: DailyQuote) => quote.high,
  low: (quote: DailyQuote) => quote.low,
  average: (quote: DailyQuote) => quote.average,
  close: (quote: DailyQuote) => quote.close,
  bestBid: (quote: DailyQuote) => quote.bestBid,
  bestAsk: (quote: DailyQuote) => quote.bestAsk,
  tradeCount: (quote: DailyQuote) => quote.tradeCount,
  quantity: (quote: DailyQuote) => quote.quantity,
  turnoverCentavos: (quote: DailyQuote) => quote.turnoverCentavos,
  strike: (quote: DailyQuote) => quote.strike,
  correctionIndicator: (quote: DailyQuote) => quote.correctionIndicator,
  expiresOn: (quote: DailyQuote) => quote.expiresOn,
  quoteFactor: (quote: DailyQuote) => quote.quoteFactor,
  strikePointsMillionths: (quote: DailyQuote) => quote.strikePointsMillionths,
  isin: (quote: DailyQuote) => quote.isin,
  distributionNumber: (quote: DailyQuote) => quote.distributionNumber,
  contract: (quote: DailyQuote) => quote.contract,
} satisfies Record<string, (quote: DailyQuote) => ArrayElement>;
