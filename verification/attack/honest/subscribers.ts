import { createCounts } from '#platform/counts.ts';
import { openSocket, type RawSocket } from '../clients/socket.ts';

/** The service that quote subscribers got. */
export interface SubscriberReport {
  readonly sockets: number;
  /** Sockets that have received a quote. */
  readonly served: number;
  readonly quotes: number;
  /** How upgrades, subscriptions and sockets ended, by label. Nobody has ended one. */
  readonly refusals: Readonly<Record<string, number>>;
}

export interface Subscribers {
  report(): SubscriberReport;
  close(): void;
}

const QUOTES = 'subscription ($tickers: [Ticker!]!) { quotes(tickers: $tickers) { ticker last bid ask } }';
/** Upgrades in flight: a client that opens a thousand sockets at one instant measures the backlog of its own machine. */
const AT_ONCE = 50;

/** Opens `perAddress` sockets from each address, each with a subscription to the quotes of two tickers. */
export async function openSubscribers(
  graph: string,
  addresses: readonly (string | undefined)[],
  perAddress: number,
  tickers: readonly string[],
): Promise<Subscribers> {
  const sockets: RawSocket[] = [];
  const served = new Set<number>();
  const streamEnds: string[] = [];
  let quotes = 0;
  const open = async (number: number): Promise<void> => {
    const localAddress = addresses[number % addresses.length];
    const socket = await openSocket({
      url: graph,
      localAddress,
      keptFrames: 1,
      onFrame: (frame) => {
        if (frame.type === 'next') {
          quotes += 1;
          served.add(number);
        } else if (frame.type === 'error' || frame.type === 'complete')
          streamEnds.push(`stream: ${frame.type}`);
      },
    });
    sockets.push(socket);
    await socket.next(({ type }) => type === 'connection_ack');
    const own = [tickers[number % tickers.length], tickers[(number + 1) % tickers.length]];
    socket.subscribe('quotes', QUOTES, { tickers: own });
  };
  const total = perAddress * addresses.length;
  for (let first = 0; first < total; first += AT_ONCE)
    await Promise.all(
      Array.from({ length: Math.min(AT_ONCE, total - first) }, (_, index) => open(first + index)),
    );
  return {
    report: () => {
      const refusals = createCounts<string>();
      for (const end of [...streamEnds, ...sockets.map((socket) => socket.end)])
        if (end !== null) refusals.add(end);
      return {
        sockets: sockets.length,
        served: served.size,
        quotes,
        refusals: Object.fromEntries(refusals.entries()),
      };
    },
    close: () => sockets.forEach((socket) => socket.terminate()),
  };
}
