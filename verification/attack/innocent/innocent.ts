import WebSocket from 'ws';
import { delay, every, type Alarm, type Clock } from '#platform/time/clock.ts';
import { createClient, type BrokerClient } from '#sdk/src/index.ts';
import { createHttpClient, labelOf, type HttpAnswer, type HttpClient } from '../clients/http.ts';
import { DEPOSIT, lowestPrice, SIGN_IN, signUp, type Person } from '../clients/person.ts';

/** The client's activity in a window of time. */
export interface Activity {
  /** Times from sending a query to its answer, in milliseconds. */
  readonly queriesMs: readonly number[];
  readonly ordersMs: readonly number[];
  readonly signInsMs: readonly number[];
  /** Quotes received from the stream. */
  readonly quotes: number;
  /** Answers that an innocent client must not get. */
  readonly faults: readonly string[];
}

export interface ObserveOptions {
  readonly signsIn?: boolean;
  /** Ends the observation before its time. */
  readonly until?: Promise<unknown>;
}

/** A client of the broker who does nothing wrong, and measures how long it waits. */
export interface Innocent {
  /** Runs queries, orders and the quote stream for a time, and sign-ins on request. */
  observe(seconds: number, options?: ObserveOptions): Promise<Activity>;
  close(): Promise<void>;
}

export interface InnocentOptions {
  readonly graph: string;
  readonly clock: Clock;
  readonly newName: () => string;
}

/** 40 queries a second: less than the rates allow, enough for a p99 of a few seconds. */
const QUERY_INTERVAL_MS = 25;
const ORDER_INTERVAL_MS = 500;
const SIGN_IN_INTERVAL_MS = 1_500;
const TICKERS = ['PETR4', 'VALE3', 'ITUB4'];
const ORDER_TICKER = 'PETR4';

const QUERIES = [
  { query: `{ quotes(tickers: ${JSON.stringify(TICKERS)}) { ticker last bid ask asset { name } } }` },
  { query: '{ marketStatus { phase now } }' },
  {
    query:
      'query ($id: ID!) { account(id: $id) { cash { available reserved } positions { ticker quantity } } }',
  },
  {
    query:
      '{ asset(ticker: "VALE3") { name book(depth: 5) { bids { price quantity } asks { price quantity } } } }',
  },
] as const;
const PLACE = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) {
  ... on Order { id } ... on Refusal { rule } } }`;
const CANCEL =
  'mutation ($id: ID!) { cancelOrder(orderId: $id) { ... on Order { id } ... on Refusal { rule } } }';

/** Signs a user up with cash, and opens the quote stream, which stays open. */
export async function startInnocent({ graph, clock, newName }: InnocentOptions): Promise<Innocent> {
  const http = createHttpClient({ url: graph });
  const person = await signUp(http, newName());
  const cash = { accountId: person.accountId, amount: '1000000.00', clientTransferId: 'cash' };
  await http.graphql(DEPOSIT, { input: cash }, { token: person.token });
  const broker = createClient({ url: graph, webSocket: WebSocket, token: person.token });
  const stream = readQuotes(broker);
  const limitPrice = await lowestPrice(http, ORDER_TICKER);
  return {
    observe: (seconds, given = {}) =>
      observe({ http, person, clock, newName, stream, limitPrice }, seconds, given),
    close: async () => {
      await broker.close();
      http.close();
    },
  };
}

interface QuoteCount {
  quotes: number;
  fault: string | null;
}

/** Counts the quotes of a stream until the client closes. */
function readQuotes(broker: BrokerClient): QuoteCount {
  const count: QuoteCount = { quotes: 0, fault: null };
  void (async () => {
    for await (const event of broker.quoteStream({ tickers: TICKERS })) if (event) count.quotes += 1;
    count.fault = 'the quote stream has ended';
  })().catch((error: unknown) => (count.fault = `the quote stream failed: ${(error as Error).message}`));
  return count;
}

interface Session {
  readonly http: HttpClient;
  readonly person: Person;
  readonly clock: Clock;
  readonly newName: () => string;
  readonly stream: QuoteCount;
  readonly limitPrice: string;
}

/**
 * Sends each request at its time, whether the one before it has answered or not: a client that waited would measure one
 * slow answer in place of all those that it did not request meanwhile. Waits for all answers at the end.
 */
async function observe(
  session: Session,
  seconds: number,
  { signsIn = false, until = new Promise(() => undefined) }: ObserveOptions,
): Promise<Activity> {
  const { http, clock, person, stream } = session;
  const found = { queriesMs: [] as number[], ordersMs: [] as number[], signInsMs: [] as number[] };
  const faults = new Set<string>();
  const quotesBefore = stream.quotes;
  const pending = new Set<Promise<void>>();
  const timed = (name: string, times: number[], send: () => Promise<HttpAnswer>): void => {
    const sent = send().then((answer) => {
      times.push(answer.ms);
      if (answer.status !== 200 || answer.code !== null) faults.add(`${name} got ${labelOf(answer)}`);
      pending.delete(sent);
    });
    pending.add(sent);
  };
  const { token } = person;
  let count = 0;
  const query = (): void => {
    const chosen = QUERIES[count++ % QUERIES.length] ?? QUERIES[0];
    const variables = chosen.query.includes('$id') ? { id: person.accountId } : {};
    timed('a query', found.queriesMs, () => http.graphql(chosen.query, variables, { token }));
  };
  const order = (): void => timed('an order', found.ordersMs, () => placeAndCancel(session));
  const signIn = (): void => {
    const { email, password } = person;
    timed('a sign-in', found.signInsMs, () => http.graphql(SIGN_IN, { input: { email, password } }));
  };
  const alarms: Alarm[] = [every(clock, QUERY_INTERVAL_MS, query), every(clock, ORDER_INTERVAL_MS, order)];
  if (signsIn) alarms.push(every(clock, SIGN_IN_INTERVAL_MS, signIn));
  await Promise.race([delay(clock, seconds * 1_000), until]);
  for (const alarm of alarms) alarm.cancel();
  await Promise.all(pending);
  if (stream.fault !== null) faults.add(stream.fault);
  return { ...found, quotes: stream.quotes - quotesBefore, faults: [...faults] };
}

/** Places an order far below the market and cancels it. Measures the placing. */
async function placeAndCancel({ http, person, newName, limitPrice }: Session): Promise<HttpAnswer> {
  const { token, accountId } = person;
  const input = {
    accountId,
    clientOrderId: newName(),
    ticker: ORDER_TICKER,
    side: 'BUY',
    quantity: 100,
    type: 'LIMIT',
    limitPrice,
  };
  const placed = await http.graphql(PLACE, { input }, { token });
  const id = /"id":"([^"]+)"/.exec(placed.text)?.[1];
  if (id !== undefined) await http.graphql(CANCEL, { id }, { token });
  return placed;
}
