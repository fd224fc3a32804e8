/**
 * An engine in a process of its own, whose parent acts as the servers: `engine.ts FOLDER SNAPSHOT_EVERY [COMPILED_SNAPSHOTS]`. The
 * journal is on disk as in production. The market clock does not move, so that the events depend on the commands alone.
 */
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { startOrStandBy } from '#engine/edge/recovery/standby.ts';
import { startEngine, type EnginePart } from '#engine/start.ts';
import { createWallClock } from '#platform/time/clock.ts';
import { createIdSource } from '#platform/ids.ts';
import { silentLog } from '#platform/observability/log.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { noMetrics } from '#platform/observability/metrics.ts';
import type { ToEngine } from './messages.ts';
import { createChannelPorts, type Channel } from './ports.ts';

/** Monday 16 March 2026, 14:00 in Sao Paulo: continuous trading. */
const OPEN_MS = Date.UTC(2026, 2, 16, 17, 0);

const [folder = '', snapshotEvery = '', compiledSnapshots] = process.argv.slice(2);
const fail = (error: Error): void => {
  console.error(error);
  process.exit(1);
};
const channel: Channel = {
  send: (message) => process.send?.(message),
  onMessage: (handle) => void process.on('message', (message) => handle(message as ToEngine)),
};
process.on('disconnect', () => process.exit(0));

const wallClock = createWallClock();
let engine: EnginePart | null = null;
channel.onMessage((message) => {
  if (message.kind !== 'get hash' || engine === null) return;
  const stateHash = engine.stateHash();
  void engine.calls
    .stateHash({})
    .then(({ commands }) => channel.send({ kind: 'hash', stateHash, commands }), fail);
});

await startOrStandBy({
  name: 'engine',
  fail,
  start: async (waiting) => {
    engine = await startEngine({
      ...createChannelPorts(channel),
      ...waiting,
      folder,
      shard: 0,
      shards: 1,
      marketClock: createManualClock(OPEN_MS),
      marketMode: () => 'b3',
      wallClock,
      ids: createIdSource(wallClock),
      calendar: createTradingCalendar(),
      log: silentLog,
      metrics: noMetrics,
      fail,
      snapshotEvery: Number(snapshotEvery),
      ...(compiledSnapshots !== undefined && { compiledSnapshots }),
    });
    return engine;
  },
});
