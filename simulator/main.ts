/** The market simulator as a process of its own. */
import { joinMarket } from '#processes/join-market.ts';
import { readRecordedDay } from '#processes/recorded-day.ts';
import { SETTINGS } from '#processes/settings/settings.ts';
import { environment, readSettings } from '#platform/config.ts';
import { runService } from '#platform/service/service.ts';
import { startSimulator } from './start.ts';

await runService({
  name: 'simulator',
  purpose: 'Market simulator: participants with a random seed that quote and trade.',
  settings: () => readSettings(SETTINGS, environment(), { PORT: '4007' }),
  start: async (kit) => {
    const { wallClock, log, metrics, settings } = kit;
    return startSimulator({
      ...(await joinMarket(kit)),
      wallClock,
      log,
      metrics,
      queue: await kit.queue(),
      cache: await kit.cache(),
      seed: settings.SIMULATOR_SEED,
      commandsPerSecond: settings.SIMULATOR_RATE,
      recorded: await readRecordedDay(settings.SIMULATOR_REPLAY),
      engineShards: settings.ENGINE_SHARDS,
    });
  },
});
