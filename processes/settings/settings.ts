import { CONNECTION_SETTINGS } from './connection-settings.ts';
import { RATE_SETTINGS } from './rate-settings.ts';
import { RETENTION_SETTINGS } from './retention-settings.ts';
import { kinds, optional, setting } from './setting-kinds.ts';

const port = kinds.integer(0, 65_535);
const http = kinds.url('http', 'https');
const count = (high: number) => kinds.integer(1, high);

/** Every setting of every process. docs/SETTINGS.md is generated from it. */
export const SETTINGS = {
  PORT: setting(
    'Port that a process listens on; 0 takes any free port. In the distributed profile each process has its own.',
    port,
    '4000',
  ),
  HOST: setting(
    'Address that a process listens on. The default is reachable only from this machine.',
    kinds.text,
    '127.0.0.1',
  ),
  DATA_DIR: setting(
    "Folder of all data of the embedded profile, and of the matching engine's journal in both profiles.",
    kinds.text,
    '.data',
  ),
  SIMULATOR: setting('Whether simulated participants quote and trade.', kinds.oneOf('on', 'off'), 'on'),
  SIMULATOR_SEED: setting('Random seed of the simulated participants.', kinds.integer(0, 4_294_967_295), '1'),
  SIMULATOR_RATE: setting(
    'Commands that the simulated participants send per second of market time, in the mean of a session. With MARKET_SPEED above 1 they send up to 1000, or three times this number, per second of the machine.',
    kinds.integer(1, 20_000),
    '60',
  ),
  SIMULATOR_REPLAY: optional(
    'File of a recorded day (CSV of order events, as `npm run replay -- b3-orders` reads it) whose orders enter the market in each session, at their times of day and the level of the present prices; the participants leave the books of its tickers to them.',
    kinds.text,
  ),
  MARKET: setting(
    "The session's hours: auto (closed hours are skipped), continuous (always continuous trading), b3 (B3's real hours).",
    kinds.oneOf('auto', 'continuous', 'b3'),
    'auto',
  ),
  MARKET_START: optional(
    "Start of the market's clock, instead of the machine's time. The clock never runs backwards: a start before its current time has no effect.",
    kinds.instant,
  ),
  MARKET_SPEED: setting(
    "Seconds of the market's clock per second of the machine.",
    kinds.number(0.1, 1_000),
    '1',
  ),
  BROKERAGE: setting(
    "The broker's own price, without its taxes: an amount in reais for each order on each day on which it trades, or a percentage of the traded amount. An order keeps the price of its acceptance.",
    kinds.brokerage,
    '0',
  ),
  OTHER_COSTS: setting(
    "Other costs of a brokerage note, beside the brokerage: an amount in reais for each note, or a percentage of the note's brokerage. An order keeps the price of its acceptance; of several amounts a note has the highest.",
    kinds.otherCosts,
    '0',
  ),
  DEBIT_CHARGE: setting(
    'Charge of a balance that an account owes at the end of a trading day: none, the dated table of docs/TAXES.md (brokers), or a percentage of the balance.',
    kinds.debitCharge,
    'none',
  ),
  ...RETENTION_SETTINGS,
  ...CONNECTION_SETTINGS,
  LOG_LEVEL: setting(
    'Lowest level that is logged, as JSON lines on standard error.',
    kinds.oneOf('silent', 'error', 'warn', 'info', 'debug'),
    'info',
  ),
  INTERNAL_KEY: optional(
    'Key with which processes sign their requests to each other and the identity of a caller. All processes need the same; the embedded profile creates its own.',
    kinds.key,
    { secret: true },
  ),
  SESSION_TOKEN_MINUTES: setting(
    'Lifetime of a session token, in minutes. refreshSession issues a new one.',
    kinds.integer(1, 10_080),
    '720',
  ),
  SESSION_MAX_AGE_HOURS: setting(
    'Age at which a session ends, however often it was refreshed, in hours.',
    kinds.integer(1, 8_760),
    '168',
  ),
  DATABASE_URL: optional(
    'The PostgreSQL server. Each part has its own database on it, created when missing.',
    kinds.url('postgres', 'postgresql'),
    { secret: true },
  ),
  RABBITMQ_URL: optional('The RabbitMQ server.', kinds.url('amqp', 'amqps'), { secret: true }),
  KAFKA_BROKERS: optional('The Kafka brokers.', kinds.addresses),
  REDIS_URL: optional('The Redis server.', kinds.url('redis', 'rediss'), { secret: true }),
  MONGODB_URL: optional('The MongoDB server.', kinds.url('mongodb', 'mongodb+srv'), { secret: true }),
  SERVERS_WAIT_MS: setting(
    'How long a starting process waits for a server that does not answer, in milliseconds.',
    kinds.integer(0, 3_600_000),
    '60000',
  ),
  IDENTITY_URL: setting('URL of the identity subgraph.', http, 'http://127.0.0.1:4001'),
  ORDERS_URL: setting('URL of the orders subgraph.', http, 'http://127.0.0.1:4002'),
  WALLET_URL: setting('URL of the wallet subgraph.', http, 'http://127.0.0.1:4003'),
  ASSETS_URL: setting('URL of the assets subgraph.', http, 'http://127.0.0.1:4004'),
  MARKET_DATA_URL: setting('URL of the market data subgraph.', http, 'http://127.0.0.1:4005'),
  ENGINE_URL: setting('URL of the calls of the first matching engine.', http, 'http://127.0.0.1:4006'),
  SIMULATOR_URL: setting("URL of the simulator's health endpoints.", http, 'http://127.0.0.1:4007'),
  SUPERGRAPH: optional(
    "File of the supergraph that the gateway's process serves. A change of the file, or SIGHUP, replaces it without a restart. Not set: the broker's own. A subgraph NAME is at the address NAME_URL, or else at the one in the file.",
    kinds.text,
  ),
  ENGINE_SHARDS: setting('Number of engine shards among which the tickers are divided.', count(64), '1'),
  ENGINE_STANDBYS: setting(
    'Number of standby engines per shard; one takes over when the leader has ended.',
    kinds.integer(0, 3),
    '0',
  ),
  MARKET_DATA_SPARE: setting(
    'Whether the distributed profile keeps a second market data process, which has opened its connections and starts when the first dies.',
    kinds.oneOf('on', 'off'),
    'on',
  ),
  ENGINE_SHARD: setting('Shard of this engine, from 0.', kinds.integer(0, 63), '0'),
  INGEST_FOLDER: optional(
    "Folder of B3's historical quote files (COTAHIST, as text or ZIP); each file is imported once. Not set: no import.",
    kinds.text,
  ),
  INGEST_CRON: setting('When the folder is scanned, as a cron expression.', kinds.text, '*/5 * * * *'),
  INGEST_URL: optional(
    "Base URL of a provider of daily quotes with brapi's API, such as https://brapi.dev. Days that the history lacks are imported. Not set: none.",
    http,
  ),
  INGEST_TOKEN: optional('Token of the provider of daily quotes, sent as bearer.', kinds.text, {
    secret: true,
  }),
  INGEST_URL_CRON: setting(
    'When daily quotes are fetched from the provider, as a cron expression.',
    kinds.text,
    '30 20 * * 1-5',
  ),
  LIMIT_DEPTH: setting(
    'Maximum depth of an operation, leaves included, introspection exempt.',
    count(1_000),
    '15',
  ),
  LIMIT_ALIASES: setting(
    'Maximum number of aliases in an operation, with fragments expanded.',
    count(10_000),
    '50',
  ),
  LIMIT_ROOT_FIELDS: setting(
    'Maximum number of root fields in an operation (at most 1 of them may sign in, sign up or change a password).',
    count(10_000),
    '20',
  ),
  LIMIT_FIELDS: setting(
    'Maximum number of fields in an operation, with fragments expanded; a field of an interface counts once for each of its types. Planning takes about 0.1 ms per field.',
    count(100_000),
    '500',
  ),
  LIMIT_COST: setting(
    'Maximum cost of an operation: the number of values that its answer may have, with the sizes of lists multiplied, plus the prices of its fields (@cost in the schema).',
    count(100_000_000),
    '10000',
  ),
  LIMIT_CACHE_BYTES: setting(
    "Maximum size of each of the gateway's caches of prepared operations (documents, plans, plans of subscriptions), in bytes.",
    kinds.integer(65_536, 17_179_869_184),
    '16777216',
  ),
  TRUSTED_DOCUMENTS: optional(
    'File with the only documents that the gateway runs, by the SHA-256 of their text: gateway/generated/trusted-documents.json, or one that `npm run codegen` writes. Not set: any document runs.',
    kinds.text,
  ),
  LIMIT_BODY_BYTES: setting(
    'Maximum size of a request body and of a WebSocket frame, in bytes.',
    kinds.integer(1_024, 67_108_864),
    '262144',
  ),
  LIMIT_SUBSCRIPTIONS: setting(
    'Maximum number of concurrent subscriptions per WebSocket.',
    count(100_000),
    '100',
  ),
  LIMIT_INIT_MS: setting(
    'Deadline for connection_init on a new WebSocket, in milliseconds.',
    kinds.integer(1, 600_000),
    '3000',
  ),
  ...RATE_SETTINGS,
  LIMIT_LOOPBACK: setting(
    'Whether limits by address hold for clients on loopback too.',
    kinds.oneOf('on', 'off'),
    'off',
  ),
  CONCURRENT_HASHES: optional(
    'Password hashes that identity computes at a time, for clients that have signed in before and for others each; a hash takes a core for a fifth of a second, and 16 MiB. Not set: half of the cores.',
    count(64),
  ),
  TRUSTED_PROXIES: optional(
    "Proxies in front of the gateway, whose TRUSTED_PROXY_HEADER names the client's address. Not set: the address of the connection counts.",
    kinds.networks,
  ),
  TRUSTED_PROXY_HEADER: setting(
    'Header field to which the trusted proxies append the address of their client.',
    kinds.oneOf('x-forwarded-for', 'forwarded'),
    'x-forwarded-for',
  ),
  OTEL_EXPORTER_OTLP_ENDPOINT: optional(
    'Endpoint for OpenTelemetry traces (OTLP over HTTP). Not set: no tracing.',
    http,
  ),
  SHARED_DATA_DIR: setting(
    'Folder of recorded data of the exchange for tests. Tests that need it skip when it is missing.',
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
    'Environment variables, read when a process starts. Generated from `processes/settings/settings.ts` by `npm run codegen`.',
    '',
    '| name | default | values | meaning |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
