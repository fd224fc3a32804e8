/** Names that processes must agree on: queues, topics, keys, members. They are defined only here. */

/** RabbitMQ queues between broker and exchange. All are durable; each has a dead-letter queue `NAME.dead`. */
export const QUEUES = {
  /** Commands to the engine, one queue per shard. The engine executes them in queue order. */
  engineCommands: (shard: number): string => `engine.commands.${shard}`,
  /** Execution reports of one member, in sequence. */
  memberReports: (member: string): string => `member.${member}.reports`,
  /** Dead letters: unreadable messages, with the reason in the header `x-reason`. */
  dead: (queue: string): string => `${queue}.dead`,
} as const;

/** Members of the exchange: they send orders and receive execution reports. */
export const MEMBERS = {
  /** This broker. */
  broker: 'BROKER',
  /** The market simulator. */
  simulator: 'SIMULATOR',
} as const;

/** Kafka topics of facts. The key selects the partition, so records of one key stay in order. */
export const TOPICS = {
  /** Trades, book changes and phases, published by the engine; key ticker. */
  engineMarketData: 'engine.market-data',
  /** Quotes, folded from the engine's market data; key ticker. */
  quotes: 'market-data.quotes',
  /** Whole books, folded from the engine's market data; key ticker. */
  books: 'market-data.books',
  /** Stored trades, in sequence; key ticker. */
  trades: 'market-data.trades',
  /** Changed candles of a ticker, the newest state of each; key ticker. */
  candles: 'market-data.candles',
  /** Events of orders; key account. */
  orderFacts: 'orders.facts',
  /** Statement lines: changes of cash and shares; key account. */
  walletFacts: 'wallet.facts',
  /** Current instruments; key ticker, compacted. */
  instruments: 'assets.instruments',
  /** Corporate actions; key action, compacted. */
  corporateActions: 'assets.corporate-actions',
  /** Revoked sessions and API keys; key user. */
  identityRevocations: 'identity.revocations',
  /** The simulation's clock; key `clock`, compacted. */
  clock: 'assets.clock',
} as const;

/** Groups of readers whose progress other parts read. */
export const GROUPS = {
  /** The wallet, which books order facts. */
  wallet: 'wallet',
} as const;

/** Topics that keep only the newest record of each key. */
export const COMPACTED_TOPICS: readonly string[] = [
  TOPICS.instruments,
  TOPICS.corporateActions,
  TOPICS.clock,
];

/** Redis keys. */
export const CACHE_KEYS = {
  hotPrice: (ticker: string): string => `hot-price:${ticker}`,
  /** Prefix of the buckets of rate limits. */
  rateLimits: 'rate:',
} as const;

/** PostgreSQL: one database per part. */
export const DATABASES = {
  identity: 'identity',
  orders: 'orders',
  wallet: 'wallet',
  assets: 'assets',
  marketData: 'market_data',
} as const;

/** MongoDB: the database of the quote history. */
export const HISTORY_DATABASE = 'quote_history';

/** Kafka topic for a topic's unreadable records, with the reason, so that they do not block the consumer. */
export const deadTopic = (topic: string): string => `${topic}.dead`;
