import { CotahistError } from '#domain/market-data/cotahist.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { IdSource } from '#platform/ids.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Metrics } from '#platform/observability/metrics.ts';
import { RepeatedQuotes, type QuoteHistory } from '../history/history.ts';
import { importCotahist, type AddHistoryAssets } from './import-cotahist.ts';
import type { QuoteFile, QuoteSource } from './source.ts';

const LEASE = 'ingestion';
const LEASE_MS = 15 * 60_000;

/** The result of one run. */
export interface IngestionReport {
  /** False when another instance holds the lease. */
  readonly hasLease: boolean;
  readonly imported: number;
  /** Number of files whose content was imported before. */
  readonly known: number;
  readonly parked: number;
}

/** Imports the files of a source. */
export interface Ingestion {
  /** Imports every waiting file. Throws when a store does not answer; the files then wait for the next run. */
  run(): Promise<IngestionReport>;
}

export interface IngestionDependencies {
  readonly history: QuoteHistory;
  readonly source: QuoteSource;
  readonly addHistoryAssets: AddHistoryAssets;
  readonly wallClock: Clock;
  readonly ids: IdSource;
  readonly log: Log;
  readonly metrics: Metrics;
}

/**
 * Creates the ingestion, which runs in one instance at a time. A bad file is parked and does not affect the others. The
 * lease only avoids double work; the content hash ensures that each content is imported once.
 */
export function createIngestion(dependencies: IngestionDependencies): Ingestion {
  const { history, source, addHistoryAssets, wallClock, ids, log, metrics } = dependencies;
  const holder = ids('ing');
  const files = metrics.counter(
    'market_data_ingested_files_total',
    'Files of quotes by outcome: imported, known or parked.',
    ['outcome'],
  );
  const holdLease = (): Promise<boolean> => history.takeLease(LEASE, holder, wallClock.nowMs(), LEASE_MS);
  const importFile = async (file: QuoteFile): Promise<'imported' | 'known' | 'parked'> => {
    try {
      const attempt = { importId: ids('imp'), importedAtMs: wallClock.nowMs() };
      const { isNew, quotes, addedAssets } = await importCotahist(file, {
        history,
        attempt,
        addHistoryAssets,
      });
      await source.accept(file);
      log.info({ file: file.name, quotes, isNew, addedAssets }, 'imported a file of quotes');
      return isNew ? 'imported' : 'known';
    } catch (error) {
      if (!(error instanceof CotahistError || error instanceof RepeatedQuotes)) throw error;
      await source.park(file, error.message);
      log.error({ file: file.name, reason: error.message }, 'parked a file of quotes');
      return 'parked';
    }
  };
  return {
    run: async () => {
      const counts = { imported: 0, known: 0, parked: 0 };
      if (!(await holdLease())) return { hasLease: false, ...counts };
      try {
        for (const file of await source.waiting()) {
          if (!(await holdLease())) return { hasLease: false, ...counts };
          const outcome = await importFile(file);
          counts[outcome] += 1;
          files.inc({ outcome });
        }
        return { hasLease: true, ...counts };
      } finally {
        await history.releaseLease(LEASE, holder);
      }
    },
  };
}
