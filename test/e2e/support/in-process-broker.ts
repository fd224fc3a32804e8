import { createSliceTurns } from '#platform/time/slice-turns.ts';
import { createDerivedClock, type TimeMapping } from '#platform/time/derived-clock.ts';
import { createWallClock, type Clock } from '#platform/time/clock.ts';
import { readSettings } from '#platform/config.ts';
import { createLog } from '#platform/observability/log.ts';
import { createStopStack } from '#platform/process/stop-stack.ts';
import { directLinks } from '#processes/embedded/part-links.ts';
import { startEmbedded } from '#processes/embedded/start.ts';
import { SETTINGS } from '#processes/settings/settings.ts';
import type { Broker } from './broker.ts';

/** A broker in the process of the test, on a wall clock that the test can move on. */
export interface InProcessBroker extends Broker {
  readonly wallClock: Clock;
  /** Moves the wall clock on; overdue work runs at once, so no test waits for the market. */
  step(byMs: number): void;
}

/** A hash takes a fifth of a second of a processor in production. */
const CHEAP_HASH = { logN: 4, r: 8, p: 1 };

/** Maps the machine's time to one that is ahead of it. */
export const aheadBy = (aheadMs: number): TimeMapping => ({
  fromBase: (baseMs) => baseMs + aheadMs,
  toBase: (instantMs) => instantMs - aheadMs,
});

/**
 * Starts the embedded profile's composition in this process. It takes a third of the time of a process of its own,
 * which loads all code again. Tests of the process itself (start, signals, kills) use `startBrokerProcess`.
 *
 * @param startsAheadMs lead of the wall clock over the machine's at the start
 */
export async function startInProcessBroker(
  dataDir: string,
  overrides: Readonly<Record<string, string>> = {},
  links = directLinks,
  startsAheadMs = 0,
): Promise<InProcessBroker> {
  const settings = readSettings(SETTINGS, {
    PORT: '0',
    DATA_DIR: dataDir,
    MARKET: 'continuous',
    LOG_LEVEL: 'warn',
    ...overrides,
  });
  const log = createLog({ level: settings.LOG_LEVEL, base: { part: 'in-process broker' } });
  const stack = createStopStack(log);
  const wallClock = createDerivedClock(createWallClock(), aheadBy(startsAheadMs));
  let aheadMs = startsAheadMs;
  let failure: Error | undefined;
  const stop = async (): Promise<void> => {
    const isClean = await stack.stop();
    if (failure) throw failure;
    if (!isClean) throw new Error('The broker did not stop cleanly: see its log on standard error.');
  };
  try {
    const { url } = await startEmbedded(
      {
        settings,
        log,
        wallClock: { ...wallClock, behindMs: () => 0, turns: createSliceTurns(wallClock.nowMs) },
        report: (message) => log.error({}, message),
        onStop: stack.add,
        onHangup: () => undefined,
        fail: (error) => (failure ??= error),
      },
      { links, passwordCost: CHEAP_HASH },
    );
    return {
      url: `${url}/graphql`,
      stop,
      wallClock,
      step: (byMs) => {
        aheadMs += byMs;
        wallClock.remap(aheadBy(aheadMs));
      },
    };
  } catch (error) {
    await stack.stop();
    throw error;
  }
}
