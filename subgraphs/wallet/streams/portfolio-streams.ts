import { UnreadableMessage, type Codec } from '#contracts/codec.ts';
import { quoteCodec } from '#contracts/messages/market-facts.ts';
import { walletFactCodec } from '#contracts/messages/wallet-facts.ts';
import { TOPICS } from '#contracts/names.ts';
import { ownedOf } from '#domain/ledger/holding.ts';
import { CASH } from '#domain/ledger/leg.ts';
import { valuationCentavos } from '#domain/market-data/quote.ts';
import type { Log } from '#platform/observability/log.ts';
import type { EventLog, ReadRecord } from '#platform/ports/event-log.ts';
import type { PullStream } from '#platform/streams/pull-stream.ts';
import { createStreamSet } from '#platform/streams/stream-set.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { WalletStore } from '../store/store.ts';
import { createChangeStream, type ChangeStream } from './change-stream.ts';

/** Streams that say when the value of an account has changed. */
export interface PortfolioStreams {
  /** Emits the account at once, then after changes of its cash, its positions or their prices, at most once in an interval. */
  follow(accountId: string, intervalMs: number): Promise<PullStream<string>>;
  /** Number of open streams. */
  count(): number;
  stop(): Promise<void>;
}

export interface PortfolioStreamsDependencies {
  readonly store: Pick<WalletStore, 'states'>;
  readonly eventLog: EventLog;
  readonly wallClock: Clock;
  readonly log: Log;
}

/** A subscriber's stream, with the custody tickers whose prices change its account's value. */
interface Follower {
  readonly accountId: string;
  readonly tickers: Set<string>;
  readonly stream: ChangeStream<string>;
}

/**
 * Starts the streams over the topics of quotes and wallet facts. A record of a ticker or account that nobody follows is not
 * decoded. Positions follow a fill as statement entries do, so their facts are the changes of positions too.
 */
export async function startPortfolioStreams(
  dependencies: PortfolioStreamsDependencies,
): Promise<PortfolioStreams> {
  const { store, eventLog, wallClock, log } = dependencies;
  const followers = createFollowers();
  const streams = createStreamSet();
  for (const topic of TOPICS_READ) await eventLog.declare(topic, { compacted: false });
  const stopReading = await eventLog.read(TOPICS_READ, { from: 'now' }, async (records) => {
    for (const record of records) {
      if (record.topic === TOPICS.quotes) takeQuote(followers, record, log);
      else takeFact(followers, record, log);
    }
  });
  return {
    follow: async (accountId, intervalMs) => {
      const stream: ChangeStream<string> = createChangeStream({
        ...{ value: accountId, intervalMs, clock: wallClock },
        onEnd: () => followers.remove(follower),
      });
      const follower: Follower = { accountId, tickers: new Set(), stream };
      // Before the tickers are read: a fact that comes meanwhile adds its own.
      followers.add(follower);
      try {
        for (const ticker of await ownedTickers(store, accountId)) followers.addTicker(follower, ticker);
      } catch (error) {
        followers.remove(follower);
        throw error;
      }
      return streams.add(stream.values);
    },
    count: () => streams.count(),
    stop: async () => {
      await stopReading();
      await streams.end();
    },
  };
}

/** Custody tickers of the shares that an account owns. */
async function ownedTickers(
  store: Pick<WalletStore, 'states'>,
  accountId: string,
): Promise<readonly string[]> {
  const [state] = await store.states([accountId]);
  const holdings = [...(state?.holdings ?? [])];
  return holdings.flatMap(([asset, holding]) => (asset !== CASH && ownedOf(holding) > 0 ? asset : []));
}

const TOPICS_READ = [TOPICS.quotes, TOPICS.walletFacts];

type Followers = ReturnType<typeof createFollowers>;

/** The followers by account and by ticker, with the last known price of each followed ticker. */
function createFollowers() {
  const byAccount = new Map<string, Set<Follower>>();
  const byTicker = new Map<string, { readonly followers: Set<Follower>; priceCentavos: number | null }>();
  const removeTicker = (follower: Follower, ticker: string): void => {
    follower.tickers.delete(ticker);
    const known = byTicker.get(ticker);
    known?.followers.delete(follower);
    if (known?.followers.size === 0) byTicker.delete(ticker);
  };
  return {
    ofAccount: (accountId: string): Iterable<Follower> => byAccount.get(accountId) ?? [],
    ofTicker: (ticker: string) => byTicker.get(ticker),
    add: (follower: Follower): void => {
      const { accountId } = follower;
      byAccount.set(accountId, (byAccount.get(accountId) ?? new Set()).add(follower));
    },
    addTicker: (follower: Follower, ticker: string): void => {
      const known = byTicker.get(ticker) ?? { followers: new Set(), priceCentavos: null };
      byTicker.set(ticker, known);
      known.followers.add(follower);
      follower.tickers.add(ticker);
    },
    remove: (follower: Follower): void => {
      const others = byAccount.get(follower.accountId);
      others?.delete(follower);
      if (others?.size === 0) byAccount.delete(follower.accountId);
      for (const ticker of follower.tickers) removeTicker(follower, ticker);
    },
    removeTicker,
  };
}

function takeFact(followers: Followers, record: ReadRecord, log: Log): void {
  const own = [...followers.ofAccount(record.key)];
  if (own.length === 0) return;
  const fact = readable(walletFactCodec, record, log);
  const { ticker = null, quantityAfter = null } = fact?.entry ?? {};
  for (const follower of own) {
    if (ticker !== null && quantityAfter === 0) followers.removeTicker(follower, ticker);
    else if (ticker !== null) followers.addTicker(follower, ticker);
    follower.stream.change();
  }
}

function takeQuote(followers: Followers, record: ReadRecord, log: Log): void {
  const known = followers.ofTicker(record.key);
  if (!known) return;
  const quote = readable(quoteCodec, record, log);
  const priceCentavos = quote && valuationCentavos(quote);
  if (priceCentavos === known.priceCentavos) return;
  known.priceCentavos = priceCentavos;
  for (const { stream } of known.followers) stream.change();
}

/** Decodes a record; null for an unreadable one, which is logged. */
function readable<T>(codec: Codec<T>, { topic, key, value }: ReadRecord, log: Log): T | null {
  const message = codec.read(value);
  if (!(message instanceof UnreadableMessage)) return message;
  log.warn({ topic, key, reason: message.message }, 'skipped an unreadable record');
  return null;
}
