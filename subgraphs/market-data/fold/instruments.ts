import type { GraphQLError } from 'graphql';
import { UnreadableMessage } from '#contracts/codec.ts';
import { instrumentFactCodec, type InstrumentFact } from '#contracts/messages/market-facts.ts';
import { TOPICS } from '#contracts/names.ts';
import { isIndex } from '#domain/market/index-asset.ts';
import type { AssetsRpc } from '#contracts/calls/assets.ts';
import { badInput, graphqlError } from '#platform/graphql/errors.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Stop } from '#platform/process/part.ts';
import { isUnavailable } from '#platform/rpc/unavailable.ts';
import type { EventLog, ReadRecord } from '#platform/ports/event-log.ts';

/** The most tickers of one list. */
const MAX_TICKERS = 200;
/** Unknown tickers of a list that get an error each. Each error takes longer than a quote. */
const MAX_UNKNOWN = 20;
const MAX_NAMED = 20;

/** The instruments that this process knows. */
export interface Instruments {
  get(ticker: string): InstrumentFact | null;
  take(facts: readonly InstrumentFact[]): void;
  /**
   * Returns the error of each ticker without a known instrument: BAD_USER_INPUT for an unknown ticker, SERVICE_UNAVAILABLE
   * while it cannot be looked up. Throws BAD_USER_INPUT for fewer than 1 or more than 200 tickers, and for more than 20 unknown ones.
   */
  unknown(tickers: readonly string[]): Promise<ReadonlyMap<string, GraphQLError>>;
  /** Throws BAD_USER_INPUT for unknown tickers, naming them, and for fewer than 1 or more than 200 tickers. */
  requireKnown(tickers: readonly string[]): Promise<void>;
}

/**
 * Creates an empty list of instruments.
 *
 * @param onNew called with instruments that were unknown
 */
export function createInstruments(
  assets: AssetsRpc,
  log: Log,
  onNew: (facts: readonly InstrumentFact[]) => void,
): Instruments {
  const known = new Map<string, InstrumentFact>();
  const take = (facts: readonly InstrumentFact[]): void => {
    const fresh = facts.filter((fact) => !known.has(fact.ticker));
    for (const fact of facts)
      if (fact.version >= (known.get(fact.ticker)?.version ?? 0)) known.set(fact.ticker, fact);
    if (fresh.length > 0) onNew(fresh);
  };
  /** Looks up the tickers that are not known yet. Returns the unknown ones, those not traded here, and the error of a failed lookup. */
  const lookUp = async (tickers: readonly string[]) => {
    if (tickers.length < 1 || tickers.length > MAX_TICKERS)
      throw badInput(`"tickers" must have 1 to ${MAX_TICKERS} tickers, not ${tickers.length}.`);
    const missing = [...new Set(tickers)].filter((ticker) => !known.has(ticker) && !isIndex(ticker));
    if (missing.length === 0) return NONE_UNKNOWN;
    try {
      const answers = await assets.instruments({ tickers: missing });
      take(answers.filter((answer) => answer !== null));
      const unknown = missing.filter((ticker) => !known.has(ticker));
      if (unknown.length === 0) return NONE_UNKNOWN;
      const found = await assets.historyAssets({ tickers: unknown });
      return { unknown, untraded: found.flatMap((asset) => asset?.ticker ?? []), failure: null };
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      log.warn({ err: error }, 'assets does not answer: an instrument cannot be looked up');
      const failure = graphqlError(
        'SERVICE_UNAVAILABLE',
        'The instruments cannot be looked up now. Try again.',
      );
      return { unknown: missing, untraded: [], failure };
    }
  };
  return {
    get: (ticker) => known.get(ticker) ?? null,
    take,
    unknown: async (tickers) => {
      const { unknown, untraded, failure } = await lookUp(tickers);
      if (!failure && unknown.length > MAX_UNKNOWN) throw badInput(refusalOf(unknown, untraded));
      return new Map(unknown.map((ticker) => [ticker, failure ?? badInput(refusalOf([ticker], untraded))]));
    },
    requireKnown: async (tickers) => {
      const { unknown, untraded, failure } = await lookUp(tickers);
      if (failure) throw failure;
      if (unknown.length > 0) throw badInput(refusalOf(unknown, untraded));
    },
  };
}

const NONE_UNKNOWN = { unknown: [], untraded: [], failure: null };

/** @param untraded those of the unknown tickers that have imported history alone */
function refusalOf(unknown: readonly string[], untraded: readonly string[]): string {
  const absent = unknown.filter((ticker) => !untraded.includes(ticker));
  if (absent.length > 0) return unknownTickers(absent);
  return `${untraded.slice(0, MAX_NAMED).join(', ')}: not traded here. Delisted instruments have daily candles alone.`;
}

function unknownTickers(tickers: readonly string[]): string {
  const named = tickers.slice(0, MAX_NAMED).map((ticker) => JSON.stringify(ticker.slice(0, 32)));
  const more = tickers.length > MAX_NAMED ? ` and ${tickers.length - MAX_NAMED} more` : '';
  return `No instrument has the ticker ${named.join(', ')}${more}.`;
}

/** Follows the topic of instruments from its beginning. */
export const followInstruments = (eventLog: EventLog, instruments: Instruments, log: Log): Promise<Stop> =>
  eventLog.read([TOPICS.instruments], { from: 'beginning' }, async (batch) => {
    instruments.take(batch.flatMap((record) => readable(record, log)));
  });

function readable(record: ReadRecord, log: Log): readonly InstrumentFact[] {
  const instrument = instrumentFactCodec.read(record.value);
  if (!(instrument instanceof UnreadableMessage)) return [instrument];
  const { message: reason } = instrument;
  log.warn({ key: record.key, reason }, 'a record of the topic of instruments is unreadable');
  return [];
}
