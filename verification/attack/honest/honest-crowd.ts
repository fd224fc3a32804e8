import type { Clock } from '#platform/time/clock.ts';
import { createHttpClient } from '../clients/http.ts';
import { startMarketMaker, type MakerReport } from './market-maker.ts';
import { openSubscribers, type SubscriberReport } from './subscribers.ts';

/** The service that heavy but honest clients got under the default limits. */
export interface CrowdOutcome {
  readonly seconds: number;
  readonly maker: MakerReport;
  readonly subscribers: SubscriberReport;
  readonly problems: readonly string[];
}

export interface CrowdOptions {
  readonly graph: string;
  readonly clock: Clock;
  readonly newName: () => string;
  readonly addresses: readonly (string | undefined)[];
  readonly seconds: number;
}

const SUBSCRIBERS_PER_ADDRESS = 100;
const MAKER_TICKERS = 16;
const MAKER_ORDERS_PER_SECOND = 200;
/** Longest time from the last order to the last answer: a broker that keeps up needs no more. */
const BEHIND_SECONDS = 2;

/** A market maker who places and cancels 200 orders a second beside a thousand quote subscribers. */
export async function runHonestCrowd(options: CrowdOptions): Promise<CrowdOutcome> {
  const { graph, clock, newName, addresses, seconds } = options;
  const tickers = await firstTickers(graph, MAKER_TICKERS);
  const subscribers = await openSubscribers(graph, addresses, SUBSCRIBERS_PER_ADDRESS, tickers);
  const maker = await startMarketMaker({
    graph,
    clock,
    newName,
    ordersPerSecond: MAKER_ORDERS_PER_SECOND,
    tickers,
  });
  try {
    const report = await maker.run(seconds);
    const outcome = { seconds, maker: report, subscribers: subscribers.report() };
    return { ...outcome, problems: problemsOf(outcome) };
  } finally {
    maker.close();
    subscribers.close();
  }
}

export function problemsOf({ maker, subscribers, seconds }: Omit<CrowdOutcome, 'problems'>): string[] {
  const lines = (who: string, refusals: Readonly<Record<string, number>>): string[] =>
    Object.entries(refusals).map(([label, count]) => `${who}: ${count} x ${label}`);
  const expected = seconds * MAKER_ORDERS_PER_SECOND;
  return [
    ...lines('market maker', maker.refusals),
    ...lines('subscribers', subscribers.refusals),
    ...(maker.placed < expected ? [`market maker: ${maker.placed} orders of ${expected}`] : []),
    ...(maker.tookSeconds > seconds + BEHIND_SECONDS
      ? [`market maker: served ${(maker.tookSeconds - seconds).toFixed(1)} s late`]
      : []),
    ...(maker.canceled < maker.placed ? [`market maker: ${maker.canceled} cancels of ${maker.placed}`] : []),
    ...(subscribers.served < subscribers.sockets
      ? [`subscribers: ${subscribers.served} of ${subscribers.sockets} got a quote`]
      : []),
  ];
}

/** Lines for the terminal: what each got, and the problems. */
export function linesOfCrowd({ seconds, maker, subscribers, problems }: CrowdOutcome): readonly string[] {
  const { placed, canceled, subscriptions, orderLatency } = maker;
  const { sockets, served, quotes } = subscribers;
  return [
    `market maker: ${placed} orders and ${canceled} cancels in ${seconds} s over ${subscriptions} subscriptions; ` +
      `an order took ${orderLatency.p50Ms.toFixed(1)} ms (p50), ${orderLatency.p99Ms.toFixed(1)} ms (p99)`,
    `subscribers: ${served} of ${sockets} sockets got quotes, ${quotes} in all`,
    ...problems.map((problem) => `    ${problem}`),
    problems.length === 0 ? 'not limited' : `${problems.length} problems`,
  ];
}

async function firstTickers(graph: string, count: number): Promise<string[]> {
  const http = createHttpClient({ url: graph });
  const query = 'query ($first: Int!) { assets(fractional: false, first: $first) { nodes { ticker } } }';
  const { text } = await http.graphql(query, { first: count });
  http.close();
  const tickers = [...text.matchAll(/"ticker":"([^"]+)"/g)].map(([, ticker]) => ticker ?? '');
  if (tickers.length < count)
    throw new Error(`the broker lists ${tickers.length} tickers of ${count}: ${text}`);
  return tickers;
}
