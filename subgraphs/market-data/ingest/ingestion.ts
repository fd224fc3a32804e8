import { CotahistError } from '#domain/market-data/cotahist.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { IdSource } from '#platform/ids.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Metrics } from '#platform/observability/metrics.ts';
import { RepeatedQuotes, type QuoteHistory } from '../history/history.ts';
import { importCotahist } from './import-cotahist.ts';
import type { QuoteFile, QuoteSource } from './source.ts';

const LEASE = 'ingestion';
const LEASE_MS = 15 * 60_000;

/** What one look at the source did. */
export interface IngestionReport {
  /** False when another instance is at it. */
  readonly isMine: boolean;
  readonly imported: number;
  /** Files whose content was imported before. */
  readonly known: number;
  readonly parked: number;
}

/** Takes in what a source has. */
export interface Ingestion {
  /** Takes in every waiting file. Throws when a store cannot be reached: files then wait for the next run. */
  run(): Promise<IngestionReport>;
}

export interface IngestionDependencies {
  readonly history: QuoteHistory;
  readonly source: QuoteSource;
  readonly wallClock: Clock;
  readonly ids: IdSource;
  readonly log: Log;
  readonly metrics: Metrics;
}

/**
 * Makes the ingestion: one instance at a time, each file once by its content. A bad file is parked and harms no other.
 * The lease keeps instances from doing the same work twice; that an import happens once does not hang on it.
 */
export function createIngestion(dependencies: IngestionDependencies): Ingestion {
  const { history, source, wallClock, ids, log, metrics } = dependencies;
  const holder = ids('ing');
  const files = metrics.counter(
    'market_data_ingested_files_total',
    'Files of quotes, by what became of them.',
    ['outcome'],
  );
  const holdLease = (): Promise<boolean> => history.takeLease(LEASE, holder, wallClock.nowMs(), LEASE_MS);
  const takeIn = async (file: QuoteFile): Promise<'imported' | 'known' | 'parked'> => {
    try {
      const { isNew, quotes } = await importCotahist(history, file, {
        importId: ids('imp'),
        importedAtMs: wallClock.nowMs(),
      });
      await source.accept(file);
      log.info({ file: file.name, quotes, isNew }, 'quotes taken in');
      return isNew ? 'imported' : 'known';
    } catch (error) {
      if (!(error instanceof CotahistError || error instanceof RepeatedQuotes)) throw error;
      await source.park(file, error.message);
      log.error({ file: file.name, reason: error.message }, 'a file of quotes was parked');
      return 'parked';
    }
  };
  return {
    run: async () => {
      const counts = { imported: 0, known: 0, parked: 0 };
      if (!(await holdLease())) return { isMine: false, ...counts };
      try {
        for (const file of await source.waiting()) {
          if (!(await holdLease())) return { isMine: false, ...counts };
          const outcome = await takeIn(file);
          counts[outcome] += 1;
          files.inc({ outcome });
        }
        return { isMine: true, ...counts };
      } finally {
        await history.releaseLease(LEASE, holder);
      }
    },
  };
}
