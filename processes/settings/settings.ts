import { kinds, optional, setting } from './setting-kinds.ts';

const port = kinds.integer(0, 65_535);
const http = kinds.url('http', 'https');
const count = (high: number) => kinds.integer(1, high);

/** Every setting of every process, from which docs/SETTINGS.md is made. */
export const SETTINGS = {
  PORT: setting(
    'Where a process listens; 0 takes any free port. In the distributed profile each process has its own.',
    port,
    '4000',
  ),
  HOST: setting(
    'The address that a process listens on. The default is reachable from this machine alone.',
    kinds.text,
    '127.0.0.1',
  ),
  DATA_DIR: setting(
    'Where the embedded profile keeps everything, and the matching engine its journal.',
    kinds.text,
    '.data',
  ),
  SIMULATOR: setting('Whether simulated participants make a market.', kinds.oneOf('on', 'off'), 'on'),
  SIMULATOR_SEED: setting('The seed of the simulated participants.', kinds.integer(0, 4_294_967_295), '1'),
  MARKET: setting(
    "The session's hours: auto (closed hours are skipped), continuous (always continuous trading), b3 (B3's real hours).",
    kinds.oneOf('auto', 'continuous', 'b3'),
    'auto',
  ),
  MARKET_START: optional(
    "Where the market's clock begins, in place of the machine's time. It never goes back: later than this it goes on.",
    kinds.instant,
  ),
  MARKET_SPEED: setting("Seconds of the market's clock a second.", kinds.number(0.1, 1_000), '1'),
  LOG_LEVEL: setting(
    'How much is logged, as JSON lines on standard error.',
    kinds.oneOf('silent', 'error', 'warn', 'info', 'debug'),
    'info',
  ),
  INTERNAL_KEY: optional(
    'The key under which the processes sign who is calling. The same for all of them; the embedded profile makes its own.',
    kinds.key,
    { secret: true },
  ),
  DATABASE_URL: optional(
    'The PostgreSQL server; each part has a database of its own in it, made when it is not there.',
    kinds.url('postgres', 'postgresql'),
    { secret: true },
  ),
  RABBITMQ_URL: optional('The RabbitMQ server.', kinds.url('amqp', 'amqps'), { secret: true }),
  KAFKA_BROKERS: optional('The Kafka brokers.', kinds.addresses),
  REDIS_URL: optional('The Redis server.', kinds.url('redis', 'rediss'), { secret: true }),
  MONGODB_URL: optional('The MongoDB server.', kinds.url('mongodb', 'mongodb+srv'), { secret: true }),
  SERVERS_WAIT_MS: setting(
    'How long a starting process waits for a server that does not answer.',
    kinds.integer(0, 3_600_000),
    '60000',
  ),
  IDENTITY_URL: setting('Where identity is found.', http, 'http://127.0.0.1:4001'),
  ORDERS_URL: setting('Where orders is found.', http, 'http://127.0.0.1:4002'),
  WALLET_URL: setting('Where the wallet is found.', http, 'http://127.0.0.1:4003'),
  ASSETS_URL: setting('Where assets is found.', http, 'http://127.0.0.1:4004'),
  MARKET_DATA_URL: setting('Where market data is found.', http, 'http://127.0.0.1:4005'),
  ENGINE_URL: setting('Where the matching engine answers calls.', http, 'http://127.0.0.1:4006'),
  SIMULATOR_URL: setting('Where the simulator tells of its health.', http, 'http://127.0.0.1:4007'),
  ENGINE_SHARDS: setting('Into how many engines the tickers are divided.', count(64), '1'),
  ENGINE_STANDBYS: setting(
    'How many engines of each shard stand by, to take over when the one that runs has ended.',
    kinds.integer(0, 3),
    '0',
  ),
  ENGINE_SHARD: setting('Which of them this engine is, from 0.', kinds.integer(0, 63), '0'),
  INGEST_FOLDER: optional(
    "A folder in which B3's historical files (COTAHIST) appear; each is taken in once. Not set: none is looked at.",
    kinds.text,
  ),
  INGEST_CRON: setting('When the folder is looked at, as a cron expression.', kinds.text, '*/5 * * * *'),
  LIMIT_DEPTH: setting(
    'How deep an operation may be, leaves counted, introspection exempt.',
    count(1_000),
    '15',
  ),
  LIMIT_ALIASES: setting(
    'How many aliases an operation may have, fragments spread out.',
    count(10_000),
    '50',
  ),
  LIMIT_ROOT_FIELDS: setting(
    'How many fields an operation may have at its root (1 that signs in or up).',
    count(10_000),
    '20',
  ),
  LIMIT_BODY_BYTES: setting(
    'The largest body of a request, and the largest frame of a socket, in bytes.',
    kinds.integer(1_024, 67_108_864),
    '262144',
  ),
  LIMIT_SUBSCRIPTIONS: setting('How many subscriptions a socket may have at a time.', count(100_000), '100'),
  LIMIT_INIT_MS: setting(
    'How long a socket may wait with its connection_init, in milliseconds.',
    kinds.integer(1, 600_000),
    '3000',
  ),
  OTEL_EXPORTER_OTLP_ENDPOINT: optional(
    'Where OpenTelemetry traces go (OTLP over HTTP). Not set: none are made.',
    http,
  ),
  SHARED_DATA_DIR: setting(
    'Where tests look for recorded data of the exchange. Tests that need it skip where it is not.',
    kinds.text,
    '../shared/data',
  ),
} as const;

export type SettingName = keyof typeof SETTINGS;
/** The contents of docs/SETTINGS.md. */
export function settingsPage(): string {
  const rows = Object.entries(SETTINGS).map(
    ([name, one]) =>
      `| \`${name}\` | ${one.fallback === null ? '' : `\`${one.fallback}\``} | ${one.allowed} | ${one.meaning} |`,
  );
  return [
    '# Settings',
    '',
    'Environment variables, read when a process starts. Made from `processes/settings/settings.ts` by `npm run codegen`.',
    '',
    '| name | default | takes | what it is for |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
