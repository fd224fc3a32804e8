import { request } from 'undici';
import { z } from 'zod';
import { dayOf } from '#domain/calendar/sao-paulo-time.ts';
import type { DailyQuote } from '#domain/market-data/daily-quote.ts';
import { multiply } from '#domain/money/integer.ts';
import { isUnanswered } from '#platform/http/pool.ts';
import { logFirstFailure, retry } from '#platform/retry/retry.ts';
import { reasonOf } from '#platform/retry/reason.ts';
import type { Log } from '#platform/observability/log.ts';
import { parseJson } from '#platform/json.ts';
import { delay, type Clock } from '#platform/time/clock.ts';

export interface BrapiOptions {
  /** Such as https://brapi.dev. */
  readonly baseUrl: string;
  /** Sent as bearer; null for none. Never in a message or a log. */
  readonly token: string | null;
  readonly wallClock: Clock;
  readonly log: Log;
  /** Ends the waits. */
  readonly signal?: AbortSignal;
  /** For how long an outage is waited for. */
  readonly patienceMs?: number;
}

/** A provider of daily quotes over HTTP. */
export interface QuoteProvider {
  /**
   * The daily quotes of the last month, oldest first; null when the provider has none of this ticker.
   *
   * @throws ProviderRefused when it refuses the token, and the last error of an outage
   */
  dailyQuotes(ticker: string): Promise<readonly DailyQuote[] | null>;
}

/** The provider refuses every request: its token is missing, wrong or expired. */
class ProviderRefused extends Error {
  override readonly name = 'ProviderRefused';
}

/** An answer after which the request may be repeated. */
class Outage extends Error {
  override readonly name = 'Outage';
  readonly retryAfterMs: number;

  constructor(message: string, retryAfterMs = 0) {
    super(message);
    this.retryAfterMs = retryAfterMs;
  }
}

const REQUEST_TIMEOUT_MS = 10_000;
const PATIENCE_MS = 120_000;
const BACKOFF = { firstMs: 1_000, maxMs: 30_000 };
/** Far above a month of days. */
const MAX_BYTES = 1024 * 1024;
/** A longer wait than this is left to the next run. */
const MAX_RETRY_AFTER_MS = 60_000;

/** Prices in reais. Days without trades have nulls. */
const rowSchema = z.object({
  date: z.int().positive(),
  open: z.number().nullable(),
  high: z.number().nullable(),
  low: z.number().nullable(),
  close: z.number().nullable(),
  volume: z.number().nullable(),
});
const answerSchema = z.object({
  results: z.array(z.object({ symbol: z.string(), historicalDataPrice: z.array(rowSchema).optional() })),
});

/**
 * A provider with brapi's API: `GET /api/quote/TICKER?range=1mo&interval=1d`. Limits (429), failures (5xx) and silence are waited
 * for with a backoff that respects Retry-After; redirects are not followed, since the token would go along.
 */
export function createBrapiProvider(options: BrapiOptions): QuoteProvider {
  const { wallClock, log, signal, patienceMs = PATIENCE_MS } = options;
  return {
    dailyQuotes: async (ticker) => {
      let notBeforeMs = 0;
      const attempt = async (): Promise<string | null> => {
        const waitMs = notBeforeMs - wallClock.nowMs();
        if (waitMs > 0) await delay(wallClock, waitMs, signal);
        return fetchQuote(options, ticker);
      };
      const logFailure = logFirstFailure(log, 'the provider of quotes does not answer', { ticker });
      const body = await retry(attempt, {
        ...{ clock: wallClock, backoff: BACKOFF, timeoutMs: patienceMs },
        ...(signal && { signal }),
        isTransient: (error) => error instanceof Outage && error.retryAfterMs <= MAX_RETRY_AFTER_MS,
        onFailure: (failure) => {
          if (failure.error instanceof Outage) notBeforeMs = wallClock.nowMs() + failure.error.retryAfterMs;
          logFailure(failure);
        },
      });
      return body === null ? null : readAnswer(ticker, body, log);
    },
  };
}

/** The body of an answer; null for a ticker that the provider does not know or does not serve. */
async function fetchQuote(options: BrapiOptions, ticker: string): Promise<string | null> {
  const { baseUrl, token, wallClock, log, signal } = options;
  const url = new URL(`api/quote/${encodeURIComponent(ticker)}?range=1mo&interval=1d`, withSlash(baseUrl));
  const abort = new AbortController();
  const alarm = wallClock.after(REQUEST_TIMEOUT_MS, () => abort.abort());
  const stop = (): void => abort.abort();
  signal?.addEventListener('abort', stop);
  try {
    const headers = {
      accept: 'application/json',
      ...(token !== null && { authorization: `Bearer ${token}` }),
    };
    const answer = await request(url, { headers, signal: abort.signal });
    const body = await boundedText(answer.body);
    const status = answer.statusCode;
    if (status === 200) return body;
    if (status === 401 || status === 403)
      throw new ProviderRefused(
        `the provider of quotes refuses the token (HTTP ${status}): set INGEST_TOKEN`,
      );
    if (status === 429 || status >= 500)
      throw new Outage(`HTTP ${status}`, retryAfterMs(answer.headers['retry-after'], wallClock.nowMs()));
    log.warn({ ticker, status }, 'the provider of quotes does not serve a ticker');
    return null;
  } catch (error) {
    if (!isUnanswered(error)) throw error;
    throw new Outage(abort.signal.aborted ? `no answer within ${REQUEST_TIMEOUT_MS} ms` : reasonOf(error));
  } finally {
    alarm.cancel();
    signal?.removeEventListener('abort', stop);
  }
}

const withSlash = (url: string): string => (url.endsWith('/') ? url : `${url}/`);

async function boundedText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new Outage(`an answer of more than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** Seconds or a date, as HTTP has it; 0 without one. */
function retryAfterMs(header: string | string[] | undefined, nowMs: number): number {
  const text = Array.isArray(header) ? header[0] : header;
  if (text === undefined) return 0;
  if (/^\d+$/.test(text)) return Number(text) * 1_000;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? 0 : Math.max(0, atMs - nowMs);
}

/** Reads the days of an answer; null, with a warning, for an answer of another shape. */
function readAnswer(ticker: string, body: string, log: Log): readonly DailyQuote[] | null {
  const answer = answerSchema.safeParse(parseJson(body));
  if (!answer.success) {
    const reason = z.prettifyError(answer.error);
    log.warn({ ticker, reason }, 'an answer of the provider of quotes is unreadable');
    return null;
  }
  const { results } = answer.data;
  const rows = results.find(({ symbol }) => symbol === ticker)?.historicalDataPrice ?? [];
  const quotes = rows.flatMap((row) => quoteOf(ticker, row) ?? []);
  // The last of several rows of a day counts.
  const byDay = new Map(quotes.map((quote) => [quote.tradeDate, quote]));
  return [...byDay.values()].sort((a, b) => (a.tradeDate < b.tradeDate ? -1 : 1));
}

/** Highest price that is taken, in centavos: as many digits as the exchange's files have. */
const MAX_CENTAVOS = 9_999_999_999_999;

/**
 * A day of the provider as a line of the cash market. The provider gives neither the turnover nor the number of trades: the turnover is the
 * volume at the middle of the four prices, and the number of trades is 0.
 */
function quoteOf(ticker: string, row: z.infer<typeof rowSchema>): DailyQuote | null {
  const prices = [row.open, row.high, row.low, row.close].map((price) => Math.round((price ?? 0) * 100));
  const [open = 0, , , close = 0] = prices;
  const quantity = Math.round(row.volume ?? 0);
  const isUsable = prices.every((price) => price > 0 && price <= MAX_CENTAVOS) && quantity > 0;
  const average = Math.round(prices.reduce((sum, price) => sum + price, 0) / prices.length);
  if (!isUsable || !Number.isSafeInteger(quantity * average)) return null;
  return {
    ...{
      tradeDate: dayOf(row.date * 1_000),
      bdiCode: '02',
      ticker,
      marketType: '010',
      name: '',
      contract: 0,
    },
    ...{ specification: '', termDays: '', currency: 'R$', isin: '', distributionNumber: '' },
    ...{ open, high: Math.max(...prices), low: Math.min(...prices), average, close },
    ...{ bestBid: 0, bestAsk: 0, tradeCount: 0, quantity, turnoverCentavos: multiply(quantity, average) },
    ...{ strike: 0, correctionIndicator: '', expiresOn: null, quoteFactor: 1, strikePointsMillionths: 0 },
  };
}
