import type { AssetsRpc } from '#contracts/calls/assets.ts';
import type { IdSource } from '#platform/ids.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Metrics } from '#platform/observability/metrics.ts';
import type { Stop } from '#platform/process/part.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { QuoteHistory } from '../history/history.ts';
import type { AddHistoryAssets } from './import-cotahist.ts';
import { createIngestion } from './ingestion.ts';
import { createBrapiProvider } from './provider.brapi.ts';
import { createProviderIngestion } from './provider-ingestion.ts';
import { parseCron, startSchedule } from './schedule.ts';
import { openFolderSource } from './source.folder.ts';

/** Where daily quotes come from, each source on a schedule of its own; null for none. */
export interface IngestionSources {
  readonly folder: { readonly path: string; readonly cron: string } | null;
  readonly provider: {
    readonly baseUrl: string;
    readonly token: string | null;
    readonly cron: string;
  } | null;
}

export interface IngestionStartDependencies {
  readonly ingest: IngestionSources;
  readonly history: QuoteHistory;
  readonly assets: AssetsRpc;
  readonly wallClock: Clock;
  readonly ids: IdSource;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** Starts the scheduled imports of daily quotes. */
export async function startIngestion(dependencies: IngestionStartDependencies): Promise<Stop> {
  const stops = [await startFolder(dependencies), startProvider(dependencies)];
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}

const NOTHING_TO_STOP: Stop = async () => undefined;

async function startFolder(dependencies: IngestionStartDependencies): Promise<Stop> {
  const { ingest, assets, wallClock, log } = dependencies;
  if (!ingest.folder) return NOTHING_TO_STOP;
  const nextRun = parseCron('INGEST_CRON', ingest.folder.cron, wallClock.nowMs());
  const source = await openFolderSource(ingest.folder.path, wallClock);
  const addHistoryAssets: AddHistoryAssets = async (added) =>
    (await assets.addHistoryAssets({ assets: [...added] })).added;
  const ingestion = createIngestion({ ...dependencies, source, addHistoryAssets });
  const run = async (): Promise<void> => {
    log.debug(await ingestion.run(), 'ran the ingestion');
  };
  return startSchedule('ingestion of daily quotes', nextRun, { clock: wallClock, run, log });
}

function startProvider(dependencies: IngestionStartDependencies): Stop {
  const { ingest, assets, wallClock, log } = dependencies;
  if (!ingest.provider) return NOTHING_TO_STOP;
  const { cron, ...source } = ingest.provider;
  const nextRun = parseCron('INGEST_URL_CRON', cron, wallClock.nowMs());
  const stopping = new AbortController();
  const provider = createBrapiProvider({ ...source, wallClock, log, signal: stopping.signal });
  const tickers = async (): Promise<readonly string[]> => {
    const instruments = await assets.catalogue({});
    const isServed = ({ ticker, custodyTicker, status, kind }: (typeof instruments)[number]): boolean =>
      ticker === custodyTicker && status === 'ACTIVE' && kind !== 'RIGHT' && kind !== 'RECEIPT';
    return instruments.filter(isServed).map(({ ticker }) => ticker);
  };
  const ingestion = createProviderIngestion({ ...dependencies, provider, tickers });
  const run = async (): Promise<void> => {
    log.debug(await ingestion.run(), 'ran the ingestion from the provider');
  };
  const stop = startSchedule('ingestion from the provider', nextRun, { clock: wallClock, run, log });
  return async () => {
    stopping.abort();
    await stop();
  };
}
