import { startClients, type ClientProcess } from '../fanout/client-process.ts';
import { QUOTE, READY } from '../fanout/frames.ts';
import type { Section } from '../report.ts';
import type { SectionRun } from '../section.ts';
import { STREAM_CONTESTANTS, withServer, type Contestant } from './servers.ts';
import { open } from './streams.ts';

const TICKERS = Array.from({ length: 20 }, (_, index) => `TICK${index}`);
/** Events until the buffers of the operating system between server and client are full. */
const FILLING_EVENTS = 40_000;
const EVENTS = 1_000;
const QUIET_MS = 300;

/** Bytes that a server keeps for a client that reads nothing, after this many events. */
async function keptBytes(
  contestant: Contestant,
  reading: ClientProcess,
  paused: ClientProcess,
): Promise<number> {
  return withServer(contestant, READY, async (server) => {
    await open(paused, server, contestant, QUOTE, { tickers: TICKERS, count: 1, isPaused: true });
    await open(reading, server, contestant, QUOTE, { tickers: TICKERS, count: 1 });
    let { frames } = await reading.run({ kind: 'settle', quietMs: QUIET_MS });
    // Each change waits for the client that reads: no gateway skips an event.
    const send = async (events: number): Promise<void> => {
      for (let sent = 0; sent < events; sent += TICKERS.length) {
        frames += TICKERS.length;
        await server.change(TICKERS);
        await reading.run({ kind: 'await', frames });
      }
    };
    await send(FILLING_EVENTS);
    const before = await server.memoryBytes();
    await send(EVENTS);
    const kept = (await server.memoryBytes()) - before;
    await paused.run({ kind: 'close' });
    await reading.run({ kind: 'close' });
    return kept;
  });
}

export const slowReader: SectionRun = async ({ progress }): Promise<Section> => {
  const [reading, paused] = [await startClients(), await startClients()];
  try {
    const figures = [];
    for (const contestant of STREAM_CONTESTANTS) {
      progress(`slow reader: ${contestant.title} ...`);
      const value = (await keptBytes(contestant, reading, paused)) / 1_024;
      figures.push({ key: `slow.${contestant.name}.memory`, what: contestant.title, value, unit: 'KiB' });
    }
    return {
      title: `Memory kept for a client that reads nothing, for ${EVENTS.toLocaleString('en-US')} events`,
      note: `Quotes of ${TICKERS.length} tickers, after ${FILLING_EVENTS.toLocaleString('en-US')} events have filled the buffers of the operating system.`,
      figures,
    };
  } finally {
    reading.stop();
    paused.stop();
  }
};
