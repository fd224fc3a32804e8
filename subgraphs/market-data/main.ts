/** Runs market data as its own process. */
import { engineCallsOf } from '#processes/engine-calls.ts';
import { joinMarket } from '#processes/join-market.ts';
import { ingestionOf } from '#processes/settings/ingestion.ts';
import { retentionOf } from '#processes/settings/retention.ts';
import { SETTINGS } from '#processes/settings/settings.ts';
import { environment, readSettings } from '#platform/config.ts';
import { untilNeeded } from '#platform/process/spare.ts';
import { runService } from '#platform/service/service.ts';
import { openMongoHistory } from './history/history.mongo.ts';
import { startMarketData } from './start.ts';

/** Time limit of one attempt to reach the history; the service kit retries. */
const ATTEMPT_MS = 1_000;

await runService({
  name: 'market-data',
  purpose: 'Market data: quotes, books, trades and candles.',
  settings: () => readSettings(SETTINGS, environment(), { PORT: '4005' }),
  start: async (kit) => {
    const { wallClock, log } = kit;
    const market = await joinMarket(kit);
    const cache = await kit.cache();
    const history = await kit.mongo((url) => openMongoHistory({ url, wallClock, log, waitMs: ATTEMPT_MS }));
    await untilNeeded();
    return startMarketData({
      ...kit,
      ...market,
      engines: engineCallsOf(kit),
      cache,
      history,
      retention: retentionOf(kit.settings),
      ingest: ingestionOf(kit.settings),
    });
  },
});
