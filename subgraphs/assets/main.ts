/** The assets subgraph as a process of its own. */
import { DATABASES } from '#contracts/names.ts';
import { assetsOperatorRpcContract, assetsRpcContract } from '#contracts/calls/assets.ts';
import { SETTINGS } from '#processes/settings/settings.ts';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { environment, readSettings } from '#platform/config.ts';
import { answers, runService } from '#platform/service/service.ts';
import { startAssets, type AssetsPart } from './start.ts';

await runService({
  name: 'assets',
  purpose: "Assets: instruments, trading calendar and the market's clock.",
  settings: () => readSettings(SETTINGS, environment(), { PORT: '4004' }),
  answers: [
    answers(assetsRpcContract, (part: AssetsPart) => part.calls),
    answers(assetsOperatorRpcContract, (part: AssetsPart) => part.operatorCalls),
  ],
  start: async (kit) =>
    startAssets({
      ...kit,
      database: await kit.database(DATABASES.assets),
      eventLog: await kit.eventLog(),
      calendar: createTradingCalendar(),
      mode: kit.settings.MARKET,
      speed: kit.settings.MARKET_SPEED,
      startMs: kit.settings.MARKET_START,
    }),
});
