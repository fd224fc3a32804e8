/** Composition root of one matching engine in a process of its own. */
import path from 'node:path';
import { dataLayout, openDataFolder } from '#processes/data-dir.ts';
import { joinMarket } from '#processes/join-market.ts';
import { engineRpcContract } from '#contracts/calls/engine.ts';
import { SETTINGS } from '#processes/settings/settings.ts';
import { environment, readSettings, SettingsError } from '#platform/config.ts';
import { answers, runService } from '#platform/service/service.ts';
import { makeWritable } from '#platform/files/writable-folder.ts';
import { startOrStandBy, type StandbyPart } from './edge/recovery/standby.ts';
import { startEngine } from './start.ts';

await runService({
  name: 'matching-engine',
  purpose: 'Matching engine: the books of one shard of tickers, and their journal in DATA_DIR.',
  settings: () => readSettings(SETTINGS, environment(), { PORT: '4006' }),
  answers: [answers(engineRpcContract, (part: StandbyPart) => part.calls)],
  start: async (kit) => {
    const { DATA_DIR, ENGINE_SHARD: shard, ENGINE_SHARDS: shards } = kit.settings;
    if (shard >= shards) {
      throw new SettingsError(
        `ENGINE_SHARD=${shard} cannot be used: with ENGINE_SHARDS=${shards} it takes 0 to ${shards - 1}.`,
      );
    }
    // Not the folder of the embedded profile: the two profiles are different exchanges.
    const folder = path.resolve(DATA_DIR, 'distributed/journal', String(shard));
    await openDataFolder(dataLayout(DATA_DIR));
    await makeWritable(folder);
    const connections = { ...(await joinMarket(kit)), queue: await kit.queue() };
    return startOrStandBy({
      name: `engine-${shard}`,
      fail: kit.fail,
      start: (waiting) => startEngine({ ...kit, ...connections, ...waiting, folder, shard, shards }),
    });
  },
});
