import { dayOf } from '#domain/calendar/sao-paulo-time.ts';
import {
  mergeCandles,
  startOfDayMs,
  type Candle,
  type CandleInterval,
  type CandlePosition,
} from '#domain/market-data/candles.ts';
import { badInput } from '#platform/graphql/errors.ts';
import {
  boundedSize,
  connection,
  decodeCursor,
  encodeCursor,
  pageSize,
  type Connection,
} from '#platform/graphql/resolvers/pagination.ts';
import { checkInstants, instantOf } from '#platform/graphql/resolvers/period.ts';
import type { HistoryLoaders } from './history-loaders.ts';
import type { CandleModel } from './models.ts';
import type { ReadPast } from './past.ts';

const DEFAULT_CANDLES = 200;
const MAX_LAST = 1_000;

/** A request for candles; instants in ISO 8601. */
export interface CandleRequest {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
  readonly interval: CandleInterval;
  readonly from?: string | null | undefined;
  readonly to?: string | null | undefined;
  /** In the shares of today. */
  readonly adjusted: boolean;
}

/** Sources of a list of candles. */
export interface CandleSources {
  /** Present instant of the market. */
  readonly nowMs: number;
  readonly readPast: ReadPast;
  readonly loaders: HistoryLoaders;
  readonly adjust: (rows: readonly Candle[]) => readonly Candle[];
}

const candlesKind = (ticker: string, interval: string): string => `candles:${ticker}:${interval}`;

/**
 * The cursor of a candle in its list and its stream: its place and its state, so that the stream continues with what has happened
 * to it since.
 */
export const candleCursor = (candle: Candle): string =>
  encodeCursor(
    candlesKind(candle.ticker, candle.interval),
    `${candle.openedAtMs} ${candle.lastTradeSequence ?? 0} ${candle.isClosed ? 'closed' : 'open'}`,
  );

/** Reads the cursor of a candle; null without one. Throws BAD_USER_INPUT for text that this list or stream did not issue. */
export function readCandleCursor(
  ticker: string,
  interval: CandleInterval,
  cursor: string | null | undefined,
): CandlePosition | null {
  if (cursor === null || cursor === undefined) return null;
  const position = decodeCursor(candlesKind(ticker, interval), cursor);
  const [, openedAt, sequence, state] = /^(\d{1,15}) (\d{1,15}) (open|closed)$/.exec(position) ?? [];
  if (state === undefined) throw badInput('This list or stream did not issue this cursor.');
  return {
    openedAtMs: Number(openedAt),
    lastTradeSequence: Number(sequence),
    isClosed: state === 'closed',
  };
}

/**
 * Reads a page of candles, oldest first: the first ones of the range, or the newest with `last` or `before`. Sources, the first one that
 * has a candle counts: own trades, imported days before the market's present day, the simulated past.
 */
export async function readCandles(
  { nowMs, readPast, loaders, adjust }: CandleSources,
  ticker: string,
  request: CandleRequest,
): Promise<Connection<CandleModel>> {
  const { interval, adjusted: isAdjusted } = request;
  checkInstants(request);
  const { isNewest, limit } = sizeOf(request);
  const after = readCandleCursor(ticker, interval, request.after);
  const before = readCandleCursor(ticker, interval, request.before);
  const range = {
    ...{ ticker, interval, isNewest, limit: limit + 1 },
    fromMs: bound(Math.max, instantOf(request.from), after && after.openedAtMs + 1),
    toMs: bound(Math.min, instantOf(request.to), before && before.openedAtMs),
  };
  const untilToday = { ...range, toMs: bound(Math.min, range.toMs, startOfDayMs(dayOf(nowMs))) };
  const [own, imported, past] = await Promise.all([
    loaders.candles.load(range),
    interval === 'D1' ? loaders.importedDays.load(untilToday) : [],
    readPast(untilToday, loaders),
  ]);
  const all = mergeCandles(own, imported, past);
  const rows = isNewest ? all.slice(-limit - 1) : all.slice(0, limit + 1);
  const models = adjust(rows).map((candle) => ({ ...candle, isAdjusted }));
  const page = { limit, cursorOf: candleCursor, hasPrevious: after !== null };
  return isNewest ? newestPage(models, { ...page, hasNext: before !== null }) : connection(models, page);
}

/** Throws BAD_USER_INPUT for sizes outside their ranges, and for both of them. */
function sizeOf({ first, last, before }: CandleRequest): { isNewest: boolean; limit: number } {
  const isGiven = (value: unknown): boolean => value !== null && value !== undefined;
  if (isGiven(first) && isGiven(last)) throw badInput('Give "first" or "last", not both.');
  const isNewest = isGiven(last) || (isGiven(before) && !isGiven(first));
  if (!isNewest) return { isNewest, limit: pageSize(first ?? DEFAULT_CANDLES) };
  return { isNewest, limit: boundedSize('last', last ?? DEFAULT_CANDLES, MAX_LAST) };
}

/** Makes a page of the newest rows; the first row of more than `limit` shows that older ones precede it. */
function newestPage(
  rows: readonly CandleModel[],
  options: Parameters<typeof connection<CandleModel>>[1] & { readonly hasNext: boolean },
): Connection<CandleModel> {
  const page = connection(rows.slice(Math.max(0, rows.length - options.limit)), options);
  const hasPreviousPage = rows.length > options.limit || options.hasPrevious;
  return { ...page, pageInfo: { ...page.pageInfo, hasPreviousPage, hasNextPage: options.hasNext } };
}

/** The stricter of two bounds; null when there is none. */
function bound(
  strictest: (a: number, b: number) => number,
  a: number | null,
  b: number | null,
): number | null {
  if (a === null || b === null) return a ?? b;
  return strictest(a, b);
}
