/**
 * The broker of `npm start` with a wall clock that the parent process advances. Each message is a step in milliseconds,
 * and is sent back when the step is done. Only the parent process holds the channel.
 */
import { createDerivedClock, type TimeMapping } from '#platform/time/derived-clock.ts';
import { runProcess } from '#platform/process/lifecycle.ts';
import { startEmbedded } from '#processes/embedded/start.ts';
import { loadSettings } from '#processes/settings/load-settings.ts';

const aheadBy = (aheadMs: number): TimeMapping => ({
  fromBase: (baseMs) => baseMs + aheadMs,
  toBase: (instantMs) => instantMs - aheadMs,
});

await runProcess({
  name: 'stepped-broker',
  help: 'Spawned by end-to-end tests.',
  settings: loadSettings,
  start: async (tools) => {
    const wallClock = createDerivedClock(tools.wallClock, aheadBy(0));
    let aheadMs = 0;
    process.on('message', (stepMs: number) => {
      aheadMs += stepMs;
      wallClock.remap(aheadBy(aheadMs));
      process.send?.(stepMs);
    });
    await startEmbedded({ ...tools, wallClock });
  },
});
