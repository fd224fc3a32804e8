import { createCounts } from '#platform/counts.ts';
import { delay, type Clock } from '#platform/time/clock.ts';
import { createHttpClient, labelOf, type HttpClient } from '../clients/http.ts';
import { DEPOSIT, lowestPrice, signUp } from '../clients/person.ts';
import { openSocket, type RawSocket } from '../clients/socket.ts';
import { latencyOf, type Latency } from '../innocent/statistics.ts';

/** The service that a market maker got in the time of a run. */
export interface MakerReport {
  readonly placed: number;
  readonly canceled: number;
  readonly subscriptions: number;
  /** From the first order to the answer of the last cancel. */
  readonly tookSeconds: number;
  /** From sending an order to its answer. */
  readonly orderLatency: Latency;
  /** Answers by their label, other than success: limits, refusals, failures, ends of streams. */
  readonly refusals: Readonly<Record<string, number>>;
}

export interface MakerOptions {
  readonly graph: string;
  readonly clock: Clock;
  readonly newName: () => string;
  readonly ordersPerSecond: number;
  readonly tickers: readonly string[];
}

export interface MarketMaker {
  run(seconds: number): Promise<MakerReport>;
  close(): void;
}

const CREATE_KEY = `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) {
  ... on NewApiKey { secret } ... on Refusal { rule } } }`;
const PLACE = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) {
  ... on Order { id } ... on Refusal { rule } } }`;
const CANCEL =
  'mutation ($id: ID!) { cancelOrder(orderId: $id) { ... on Order { id } ... on Refusal { rule } } }';
const PACE_MS = 5;

/** Streams of one ticker: three for each, so that 16 tickers and the two streams of the account make 50. */
const TICKER_STREAMS = [
  'subscription ($t: Ticker!) { quotes(tickers: [$t]) { ticker bid ask last } }',
  'subscription ($t: Ticker!) { book(ticker: $t, depth: 5) { bids { price quantity } asks { price quantity } } }',
  'subscription ($t: Ticker!) { trades(ticker: $t) { price quantity } }',
];
const ACCOUNT_STREAMS = [
  'subscription ($id: ID!) { orders(accountId: $id) { cursor } }',
  'subscription ($id: ID!) { wallet(accountId: $id) { cursor } }',
];

/** Signs a user up with cash and an API key for reading and trading, and opens the subscriptions. */
export async function startMarketMaker(options: MakerOptions): Promise<MarketMaker> {
  const { graph, clock, newName, ordersPerSecond, tickers } = options;
  const http = createHttpClient({ url: graph });
  const { token, accountId } = await signUp(http, newName());
  const cash = { accountId, amount: '100000000.00', clientTransferId: 'cash' };
  await http.graphql(DEPOSIT, { input: cash }, { token });
  const key = await newApiKey(http, token);
  const refusals = createCounts<string>();
  const refuse = (label: string): void => refusals.add(label);
  const [ticker = 'VALE3'] = tickers;
  const limitPrice = await lowestPrice(http, ticker);
  const { socket, subscriptions } = await openStreams(options, key, accountId, refuse);
  const ordersMs: number[] = [];
  let placed = 0;
  let canceled = 0;
  const order = async (): Promise<void> => {
    const terms = { accountId, ticker, side: 'BUY', quantity: 100, type: 'LIMIT', limitPrice };
    const answer = await http.graphql(
      PLACE,
      { input: { ...terms, clientOrderId: newName() } },
      { token: key },
    );
    ordersMs.push(answer.ms);
    const id = /"id":"([^"]+)"/.exec(answer.text)?.[1];
    if (answer.status !== 200 || answer.code !== null || id === undefined) return refuse(labelOf(answer));
    placed += 1;
    const cancel = await http.graphql(CANCEL, { id }, { token: key });
    if (cancel.status !== 200 || cancel.code !== null) return refuse(`cancel: ${labelOf(cancel)}`);
    canceled += 1;
  };
  return {
    run: async (seconds) => {
      const running = new Set<Promise<void>>();
      const startMs = clock.nowMs();
      const expected = seconds * ordersPerSecond;
      for (let sent = 0; sent < expected;) {
        const due = 1 + Math.floor(((clock.nowMs() - startMs) / 1_000) * ordersPerSecond);
        for (; sent < Math.min(due, expected); sent += 1) {
          const one = order().finally(() => running.delete(one));
          running.add(one);
        }
        await delay(clock, PACE_MS);
      }
      await Promise.all(running);
      if (socket.end !== null) refuse(`socket: ${socket.end}`);
      return {
        placed,
        canceled,
        subscriptions,
        tookSeconds: (clock.nowMs() - startMs) / 1_000,
        orderLatency: latencyOf(ordersMs),
        refusals: Object.fromEntries(refusals.entries()),
      };
    },
    close: () => {
      socket.terminate();
      http.close();
    },
  };
}

/** Creates an API key for reading and trading. Returns its secret. */
async function newApiKey(http: HttpClient, token: string): Promise<string> {
  const input = { name: 'market maker', scopes: ['READ', 'TRADE'] };
  const created = await http.graphql(CREATE_KEY, { input }, { token });
  const key = /"secret":"([^"]+)"/.exec(created.text)?.[1];
  if (key === undefined) throw new Error(`no API key: ${created.status} ${created.text}`);
  return key;
}

async function openStreams(
  { graph, tickers }: MakerOptions,
  key: string,
  accountId: string,
  refuse: (label: string) => void,
): Promise<{ socket: RawSocket; subscriptions: number }> {
  const socket = await openSocket({
    url: graph,
    init: { authorization: `Bearer ${key}` },
    keptFrames: 1,
    onFrame: (frame) => {
      if (frame.type === 'error' || frame.type === 'complete') refuse(`stream ${frame.id}: ${frame.type}`);
    },
  });
  if (!(await socket.next(({ type }) => type === 'connection_ack')))
    throw new Error(`the market maker's socket was not acknowledged: ${socket.end}`);
  let subscriptions = 0;
  for (const t of tickers)
    for (const query of TICKER_STREAMS) socket.subscribe(String(subscriptions++), query, { t });
  for (const query of ACCOUNT_STREAMS) socket.subscribe(String(subscriptions++), query, { id: accountId });
  return { socket, subscriptions };
}
