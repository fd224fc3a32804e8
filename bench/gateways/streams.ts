import { startClients, type ClientProcess } from '../fanout/client-process.ts';
import { subscription } from '../fanout/frames.ts';
import type { Figure, Section } from '../report.ts';
import type { SectionRun } from '../section.ts';
import { STREAM_CONTESTANTS, withServer, type Contestant, type RunningServer } from './servers.ts';

const PATH = '/graphql';
const SOCKETS = 1_000;
const TICKER = 'PETR4';
/** Time without a frame after which all that was sent has arrived. */
const QUIET_MS = 500;
/** Changes until each socket gets one frame of each. */
const MAX_WARM_UP = 10;
/** Changes before the measurement. */
const WARM_UP_CHANGES = 30;

/** A subscription, and what each of its frames holds. */
export interface Stream {
  readonly key: string;
  readonly title: string;
  readonly field: string;
  /** A frame of the reference. */
  readonly ready: string;
  readonly holds: string;
}

interface Delivered {
  readonly perSecond: number;
  /** Processor time of the server's process, without subgraphs. */
  readonly cpuUs: number;
}

/** Subscribes. Of a bare server a socket gets all without that. */
export async function open(
  clients: ClientProcess,
  { port }: RunningServer,
  { name }: Contestant,
  field: string,
  { tickers, count, isPaused = false }: { tickers: readonly string[]; count: number; isPaused?: boolean },
): Promise<void> {
  const variables = name === 'ws' ? [] : [{ tickers }];
  const query = subscription(field);
  await clients.run({ kind: 'open', port, path: PATH, variables, query, count, isPaused });
}

/** Changes the quote until every socket gets a frame of each change: a gateway may still subscribe. */
async function untilAllGet(
  clients: ClientProcess,
  server: RunningServer,
  { field, holds }: Stream,
): Promise<number> {
  for (let attempt = 0; attempt < MAX_WARM_UP; attempt += 1) {
    // Longer with each attempt, for a busy machine.
    const quietMs = QUIET_MS * (attempt + 1);
    const before = await clients.run({ kind: 'settle', quietMs });
    await server.change([TICKER]);
    const after = await clients.run({ kind: 'settle', quietMs });
    if (after.frames - before.frames !== SOCKETS) continue;
    if (!after.last.includes(holds)) throw new Error(`a frame lacks ${holds}: ${after.last}`);
    return after.frames;
  }
  const { last } = await clients.run({ kind: 'settle', quietMs: QUIET_MS });
  throw new Error(`not every socket gets the changes of ${field}; one got last: ${last}`);
}

async function deliver(
  contestant: Contestant,
  stream: Stream,
  clients: ClientProcess,
  seconds: number,
): Promise<Delivered> {
  return withServer(contestant, stream.ready, async (server) => {
    await open(clients, server, contestant, stream.field, { tickers: [TICKER], count: SOCKETS });
    let frames = await untilAllGet(clients, server, stream);
    const change = async (): Promise<void> => {
      frames += SOCKETS;
      await server.change([TICKER]);
      await clients.run({ kind: 'await', frames });
    };
    for (let count = 0; count < WARM_UP_CHANGES; count += 1) await change();
    const cpuBeforeMs = await server.cpuMs();
    const startMs = performance.now();
    let changes = 0;
    while (performance.now() - startMs < seconds * 1_000) {
      await change();
      changes += 1;
    }
    const wallMs = performance.now() - startMs;
    const cpuMs = (await server.cpuMs()) - cpuBeforeMs;
    await clients.run({ kind: 'close' });
    const deliveries = changes * SOCKETS;
    return { perSecond: (deliveries * 1_000) / wallMs, cpuUs: (cpuMs * 1_000) / deliveries };
  });
}

function figuresOf(key: string, all: ReadonlyMap<Contestant, Delivered>): readonly Figure[] {
  const [reference] = all.values();
  return [...all].flatMap(([{ name, title }, { perSecond, cpuUs }]): Figure[] => {
    const ratio = (value: number) => (name === 'ws' ? {} : { ratio: { of: 'ws.send', value } });
    return [
      {
        ...{ key: `${key}.${name}.perSecond`, what: `${title}: deliveries`, value: perSecond, unit: '1/s' },
        ...ratio(perSecond / (reference?.perSecond ?? NaN)),
      },
      {
        ...{ key: `${key}.${name}.cpu`, what: `${title}: processor time of one`, value: cpuUs, unit: 'us' },
        ...ratio((reference?.cpuUs ?? NaN) / cpuUs),
      },
    ];
  });
}

/** Part of `--seconds` that the deliveries of each server take. */
const SHARE = 2 / 3;

/** The deliveries of all servers, one after the other. */
export const compareStreams =
  (stream: Stream): SectionRun =>
  async ({ seconds, progress }): Promise<Section> => {
    const clients = await startClients();
    const all = new Map<Contestant, Delivered>();
    try {
      for (const contestant of STREAM_CONTESTANTS) {
        progress(`${stream.title}: ${contestant.title} ...`);
        all.set(contestant, await deliver(contestant, stream, clients, seconds * SHARE));
      }
    } finally {
      clients.stop();
    }
    return {
      title: stream.title,
      note: `${SOCKETS.toLocaleString('en-US')} sockets on one ticker. Server, subgraphs and clients are processes of their own on the same cores; a change is made when every socket has got the one before. Processor time is that of the server's process.`,
      figures: figuresOf(stream.key, all),
    };
  };
