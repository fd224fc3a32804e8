import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createIdSource } from '#platform/ids.ts';
import { silentLog, type Log } from '#platform/observability/log.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { createTestDatabase } from '#test/support/database/database.ts';
import { openPostgresHistory } from '../history/history.postgres.ts';
import type { QuoteHistory } from '../history/history.ts';
import { dailyQuote, importOf } from '../test/history-samples.ts';
import { createBrapiProvider } from './provider.brapi.ts';
import { createProviderIngestion } from './provider-ingestion.ts';

const TOKEN = 'a-token-of-tests';
const NOW_MS = Date.parse('2025-05-08T23:30:00Z');

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
/** The answers of the server, one for each request; the last one stays. */
let answers: Answer[];
let requests: IncomingMessage[];
const server = createServer((request, response) => {
  requests.push(request);
  const answer = answers.length > 1 ? answers.shift() : answers[0];
  answer?.(request, response);
});
let history: QuoteHistory;
let baseUrl: string;
beforeAll(async () => {
  history = await openPostgresHistory(await createTestDatabase('market-data'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await history.close();
});
beforeEach(() => {
  requests = [];
});

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
/** A day in the provider's form: 10:00 in Sao Paulo, prices as JSON numbers. */
const row = (day: string, close: number | null, volume = 27_611_800) => ({
  ...{ date: Date.parse(`${day}T13:00:00Z`) / 1_000, open: 35.25, high: 35.39, low: 34.75 },
  ...{ close, volume, adjustedClose: 34.4701 },
});
const served = (symbol: string, ...rows: readonly object[]): Answer =>
  json(200, {
    results: [{ symbol, currency: 'BRL', usedInterval: '1d', usedRange: '1mo', historicalDataPrice: rows }],
    requestedAt: '2025-05-08T23:30:00.000Z',
    took: '0ms',
  });

/** The provider at a simulated clock, which jumps ahead after each failed attempt. */
function createTrial() {
  const clock = createManualClock(NOW_MS);
  const lines: string[] = [];
  const delays: number[] = [];
  const note = (fields: unknown, message?: unknown): void => {
    lines.push(`${JSON.stringify(fields)} ${String(message)}`);
    const { delayMs } = fields as { readonly delayMs?: number };
    if (delayMs === undefined) return;
    delays.push(delayMs);
    setImmediate(() => clock.advance(50_000));
  };
  const log: Log = { ...silentLog, warn: note, debug: note, info: note };
  const provider = createBrapiProvider({ baseUrl, token: TOKEN, wallClock: clock, log });
  const ingestion = (...tickers: readonly string[]) =>
    createProviderIngestion({
      ...{
        history,
        provider,
        tickers: async () => tickers,
        wallClock: clock,
        ids: createIdSource(clock),
        log,
      },
    });
  return { clock, provider, ingestion, lines, delays };
}
const daysOf = async (ticker: string) => {
  const [days = []] = await history.importedDays([
    { ticker, fromMs: null, toMs: null, limit: 50, isNewest: false },
  ]);
  return days.map(({ close }) => close);
};

test('imports the days that the history lacks, without the present one and days without prices', async () => {
  await history.importQuotes(importOf('file', 1, [dailyQuote('ITUB4', '2025-05-06', 3_500)]));
  const rows = [row('2025-05-05', 34.84), row('2025-05-06', 35.01), row('2025-05-07', null)];
  answers = [served('ITUB4', ...rows, row('2025-05-08', 36))];
  const { ingestion, lines } = createTrial();
  expect(await ingestion('ITUB4').run()).toEqual({ hasLease: true, imported: 1, unserved: 0 });
  expect(await ingestion('ITUB4').run()).toEqual({ hasLease: true, imported: 0, unserved: 0 });
  expect(await daysOf('ITUB4')).toEqual([3_484, 3_500]);
  const [{ url, headers } = { url: '', headers: {} as IncomingMessage['headers'] }] = requests;
  expect(url).toBe('/api/quote/ITUB4?range=1mo&interval=1d');
  expect(headers.authorization).toBe(`Bearer ${TOKEN}`);
  expect(lines.join()).not.toContain(TOKEN);
});

test('waits for limits, failures and silence, for at least as long as Retry-After says', async () => {
  const limited = json(429, { error: true, message: 'limit' }, { 'retry-after': '45' });
  const broken: Answer = (request) => request.socket.destroy();
  answers = [limited, json(503, {}), broken, served('PETR4', row('2025-05-05', 34.84))];
  const { clock, provider, delays } = createTrial();
  expect((await provider.dailyQuotes('PETR4'))?.map(({ close }) => close)).toEqual([3_484]);
  expect(requests).toHaveLength(4);
  expect(delays).toEqual([1_000, 2_000, 4_000]);
  expect(clock.nowMs() - NOW_MS).toBeGreaterThanOrEqual(45_000);
});

test('gives up after a while, and keeps what came before', async () => {
  answers = [served('VALE3', row('2025-05-05', 34.84)), json(500, {})];
  const { ingestion } = createTrial();
  await expect(ingestion('VALE3', 'WEGE3').run()).rejects.toThrow('HTTP 500');
  expect(await daysOf('VALE3')).toEqual([3_484]);
  answers = [served('WEGE3', row('2025-05-05', 34.84))];
  expect(await ingestion('WEGE3').run()).toMatchObject({ hasLease: true, imported: 1 });
});

test('an answer that does not come is an outage', async () => {
  const { clock, provider } = createTrial();
  answers = [() => clock.advance(10_000), served('PETR4', row('2025-05-05', 34.84))];
  expect(await provider.dailyQuotes('PETR4')).toHaveLength(1);
});

test('a refused token ends the run, and its message does not show it', async () => {
  answers = [json(401, { error: true, message: `bad token ${TOKEN}` })];
  const { provider } = createTrial();
  const refused = await provider.dailyQuotes('PETR4').catch((error: unknown) => String(error));
  expect(refused).toContain('HTTP 401');
  expect(refused).not.toContain(TOKEN);
  expect(requests).toHaveLength(1);
});

test.each<[string, Answer]>([
  ['an unknown ticker', json(404, { error: true, message: 'not found' })],
  ['a ticker beyond the plan', json(402, { error: true })],
  ['a redirect', json(302, {}, { location: 'http://127.0.0.1:1/' })],
  ['an error with status 200', json(200, { error: true, message: 'no' })],
  ['no JSON', (_request, response) => response.end('<html>')],
  ['prices of another type', served('PETR4', { ...row('2025-05-05', 1), open: '35,25' })],
])('skips %s with a warning', async (_what, answer) => {
  answers = [answer];
  const { provider, lines } = createTrial();
  expect(await provider.dailyQuotes('PETR4')).toBeNull();
  expect(lines).toHaveLength(1);
});
