import { createHash } from 'node:crypto';
import { dayOf } from '#domain/calendar/sao-paulo-time.ts';
import { startOfDayMs } from '#domain/market-data/candles.ts';
import type { DailyQuote } from '#domain/market-data/daily-quote.ts';
import type { IdSource } from '#platform/ids.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { QuoteHistory } from '../history/history.ts';
import type { QuoteProvider } from './provider.brapi.ts';

const LEASE = 'ingestion from a provider';
const LEASE_MS = 15 * 60_000;
const NO_LIMIT = 1_000;

/** The result of one run. */
export interface ProviderReport {
  /** False when another instance holds the lease. */
  readonly hasLease: boolean;
  /** Number of imported days of all tickers. */
  readonly imported: number;
  /** Number of tickers without an answer. */
  readonly unserved: number;
}

export interface ProviderIngestionDependencies {
  readonly history: QuoteHistory;
  readonly provider: QuoteProvider;
  /** The tickers of the instruments that the broker lists, without fractional twins. */
  readonly tickers: () => Promise<readonly string[]>;
  readonly wallClock: Clock;
  readonly ids: IdSource;
  readonly log: Log;
}

/**
 * Creates the ingestion from a provider: it imports the days that the history lacks, so that a file of the exchange is never replaced by
 * the provider's rounder figures. The present day is left out, since it may not be over. What came before an outage is imported.
 */
export function createProviderIngestion(dependencies: ProviderIngestionDependencies) {
  const { history, provider, wallClock, ids, log } = dependencies;
  const holder = ids('ing');
  const holdLease = (): Promise<boolean> => history.takeLease(LEASE, holder, wallClock.nowMs(), LEASE_MS);
  const store = async (quotes: readonly DailyQuote[]): Promise<void> => {
    if (quotes.length === 0) return;
    const today = dayOf(wallClock.nowMs());
    await history.importQuotes({
      contentHash: createHash('sha256').update(JSON.stringify(quotes)).digest('hex'),
      importId: ids('imp'),
      fileName: `quotes of a provider on ${today}`,
      importedAtMs: wallClock.nowMs(),
      portions: async function* () {
        yield quotes;
      },
    });
    log.info({ quotes: quotes.length }, 'imported quotes of the provider');
  };
  return {
    /** Throws when the provider or the store does not answer; the next run continues. */
    run: async (): Promise<ProviderReport> => {
      if (!(await holdLease())) return { hasLease: false, imported: 0, unserved: 0 };
      const quotes: DailyQuote[] = [];
      let unserved = 0;
      try {
        for (const ticker of await dependencies.tickers()) {
          if (!(await holdLease())) break;
          const found = await provider.dailyQuotes(ticker);
          if (found === null) unserved += 1;
          else quotes.push(...(await missingDays(dependencies, found)));
        }
      } finally {
        await store(quotes);
        await history.releaseLease(LEASE, holder);
      }
      return { hasLease: true, imported: quotes.length, unserved };
    },
  };
}

/** The quotes of days before today that the history does not have. */
async function missingDays(
  { history, wallClock }: ProviderIngestionDependencies,
  quotes: readonly DailyQuote[],
): Promise<readonly DailyQuote[]> {
  const [first] = quotes;
  if (!first) return [];
  const fromMs = startOfDayMs(first.tradeDate);
  const range = { ticker: first.ticker, fromMs, toMs: null, limit: NO_LIMIT, isNewest: false };
  const [known = []] = await history.importedDays([range]);
  const days = new Set(known.map(({ openedAtMs }) => dayOf(openedAtMs)));
  const today = dayOf(wallClock.nowMs());
  return quotes.filter(({ tradeDate }) => tradeDate < today && !days.has(tradeDate));
}
