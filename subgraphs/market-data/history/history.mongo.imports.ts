import mongoose, { type Connection } from 'mongoose';
import { createDayStarts, isCashQuote, type DailyQuote } from '#domain/market-data/daily-quote.ts';
import { isDuplicateKey, type Models } from './history.mongo.models.ts';
import { RepeatedQuotes, type ImportResult, type QuoteHistory, type QuoteImport } from './history.ts';

/** Age from which an incomplete import counts as cut off. */
const ABANDONED_MS = 24 * 3_600_000;

/**
 * Stores quotes under the import's own id; they become visible when the import itself is stored, in one last write. A later
 * import deletes the quotes that a crash left without one.
 */
export function importMethods(
  models: Models,
  connection: Connection,
): Pick<QuoteHistory, 'importQuotes' | 'findImport'> {
  const findImport = async (contentHash: string): Promise<ImportResult | null> => {
    const found = await models.imports.findById(contentHash).lean<{ quotes: number }>();
    return found && { isNew: false, quotes: found.quotes };
  };
  return {
    findImport,
    importQuotes: async (quotes) => {
      const known = await findImport(quotes.contentHash);
      if (known) return known;
      const { contentHash: _id, importId, fileName, importedAtMs } = quotes;
      await deleteAbandoned(models, importedAtMs);
      try {
        const count = await storeQuotes(models, quotes);
        await models.imports.collection.insertOne({
          _id,
          importId,
          fileName,
          importedAtMs,
          quotes: count,
        } as never);
        return { isNew: true, quotes: count };
      } catch (error) {
        if (connection.readyState === mongoose.ConnectionStates.connected)
          await models.dailyQuotes.deleteMany({ importId });
        const imported = isDuplicateKey(error) ? await findImport(quotes.contentHash) : null;
        if (imported) return imported;
        throw error;
      }
    },
  };
}

/** Deletes the quotes of imports that a crash cut off. */
async function deleteAbandoned(models: Models, nowMs: number): Promise<void> {
  const imports = await models.imports.find({}, { importId: 1 }).lean<{ importId: string }[]>();
  const importId = { $nin: imports.map((one) => one.importId) };
  await models.dailyQuotes.deleteMany({ importId, importedAtMs: { $lt: nowMs - ABANDONED_MS } });
}

async function storeQuotes(models: Models, quotes: QuoteImport): Promise<number> {
  let count = 0;
  const startOf = createDayStarts();
  for await (const portion of quotes.portions()) {
    count += portion.length;
    try {
      await models.dailyQuotes.insertMany(
        portion.map((quote) => quoteDocument(quote, quotes, startOf)),
        { ordered: true },
      );
    } catch (error) {
      throw isDuplicateKey(error) ? new RepeatedQuotes(1) : error;
    }
  }
  return count;
}

const quoteDocument = (
  quote: DailyQuote,
  { importId, importedAtMs }: QuoteImport,
  startOf: (day: string) => number,
) => ({
  importId,
  importedAtMs,
  key: `${quote.tradeDate} ${quote.ticker} ${quote.marketType} ${quote.termDays}#${quote.contract}`,
  ticker: quote.ticker,
  openedAtMs: startOf(quote.tradeDate),
  isCash: isCashQuote(quote),
  quote,
});
