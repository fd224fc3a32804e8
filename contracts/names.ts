/** Every name that two processes must agree on: queues, topics, keys, members. Nothing else spells them. */

/** RabbitMQ: work between broker and exchange. All queues are durable, each has a dead-letter queue `NAME.dead`. */
export const QUEUES = {
  /** Commands to the engine; one queue a shard of tickers. Order of the queue is the order of the market. */
  engineCommands: (shard: number): string => `engine.commands.${shard}`,
  /** Execution reports of one member, in sequence. */
  memberReports: (member: string): string => `member.${member}.reports`,
  /** Where a message goes that cannot be read, with the reason in the header `x-reason`. */
  dead: (queue: string): string => `${queue}.dead`,
} as const;

/** Members of the exchange: who may send orders and gets reports. */
export const MEMBERS = {
  /** This broker. */
  broker: 'BROKER',
  /** The market simulator. */
  simulator: 'SIMULATOR',
} as const;

/** Kafka: facts. The key decides the partition, so the order within a key is kept. */
export const TOPICS = {
  /** Trades, book changes and phases as the engine makes them; key ticker. */
  engineMarketData: 'engine.market-data',
  /** Quotes, folded; key ticker. */
  quotes: 'market-data.quotes',
  /** Whole books, folded; key ticker. */
  books: 'market-data.books',
  /** Trades in sequence, stored; key ticker. */
  trades: 'market-data.trades',
  /** What happened to orders; key account. */
  orderFacts: 'orders.facts',
  /** What happened to money and shares; key account. */
  walletFacts: 'wallet.facts',
  /** Instruments as they are now; key ticker, compacted. */
  instruments: 'assets.instruments',
  /** The simulation's clock; key `clock`, compacted. */
  clock: 'assets.clock',
} as const;

/** Topics that keep the newest record a key only. */
export const COMPACTED_TOPICS: readonly string[] = [TOPICS.instruments, TOPICS.clock];

/** Redis: hot prices. */
export const CACHE_KEYS = {
  hotPrice: (ticker: string): string => `hot-price:${ticker}`,
} as const;

/** PostgreSQL: one database a part. */
export const DATABASES = {
  identity: 'identity',
  orders: 'orders',
  wallet: 'wallet',
  assets: 'assets',
  marketData: 'market_data',
} as const;

/** MongoDB: the database of the quote history. */
export const HISTORY_DATABASE = 'quote_history';

/** Kafka: where records of a topic go that cannot be read, with the reason, so that one of them holds up nobody. */
export const deadTopic = (topic: string): string => `${topic}.dead`;
