import { kinds, optional, setting } from './setting-kinds.ts';

const count = (high: number) => kinds.integer(1, high);
const milliseconds = kinds.integer(1, 3_600_000);

/** Settings of connections: ports, and limits on the clients of each server and socket. */
export const CONNECTION_SETTINGS = {
  METRICS_HOST: setting(
    'Address that a process serves its metrics and the detail of its health on. The default is reachable only from this machine.',
    kinds.text,
    '127.0.0.1',
  ),
  METRICS_PORT: setting(
    'Port of metrics and health detail; 0 takes any free port, which the start prints. `npm run start:distributed` gives the gateway this port and each other part one of the ports that follow.',
    kinds.integer(0, 65_535),
    '0',
  ),
  METRICS_NAMES: optional(
    'Names of the host by which metrics and health detail may be requested, beside METRICS_HOST, localhost and any address. A request by another name is refused: a web page could have it point here.',
    kinds.names,
  ),
  SUBGRAPH_KEY: optional(
    'Key with which a gateway of another maker may send requests to a subgraph, in the header x-subgraph-key. Not set: subgraphs answer only requests that a process of the broker has signed.',
    kinds.key,
    { secret: true },
  ),
  LIMIT_HEAD_MS: setting(
    'Deadline for the head of a request, from the begin of the connection or the end of the request before, in milliseconds.',
    milliseconds,
    '10000',
  ),
  LIMIT_REQUEST_MS: setting(
    'Deadline for a whole request to arrive, in milliseconds.',
    milliseconds,
    '30000',
  ),
  LIMIT_KEEP_ALIVE_MS: setting(
    'How long a connection stays open without a request, in milliseconds. Above that of a proxy in front.',
    milliseconds,
    '65000',
  ),
  LIMIT_STILL_MS: setting(
    'How long a connection may take nothing of an answer, in milliseconds.',
    milliseconds,
    '60000',
  ),
  LIMIT_HEAD_BYTES: setting(
    'Maximum size of the head of a request, in bytes.',
    kinds.integer(1_024, 1_048_576),
    '16384',
  ),
  LIMIT_CONNECTIONS: setting('Maximum number of connections of a process.', count(1_000_000), '12000'),
  LIMIT_CONNECTIONS_PER_ADDRESS: setting(
    'Maximum number of connections of one network address.',
    count(1_000_000),
    '400',
  ),
  LIMIT_SOCKETS: setting(
    'Maximum number of WebSockets and streams over HTTP of a gateway.',
    count(1_000_000),
    '10000',
  ),
  LIMIT_SOCKETS_PER_ADDRESS: setting(
    'Maximum number of WebSockets and streams over HTTP of one network address.',
    count(1_000_000),
    '200',
  ),
  LIMIT_OPERATIONS: setting(
    'Maximum number of queries and mutations that run at once for a user, for an address without a user, and on a WebSocket. Twenty times as many of a client wait for their turn, five times as many of a WebSocket.',
    count(10_000),
    '20',
  ),
  LIMIT_OPERATIONS_PER_ADDRESS: setting(
    'Maximum number of queries and mutations that run at once for all clients of one network address; twenty times as many wait.',
    count(100_000),
    '200',
  ),
  LIMIT_MESSAGES: setting(
    'Messages, pings and pongs of a WebSocket that the gateway handles in a second; the rest waits for the next. When twice as many wait, the socket is closed.',
    count(1_000_000),
    '500',
  ),
  LIMIT_SOCKET_BYTES: setting(
    'Maximum number of bytes that wait for one WebSocket or stream over HTTP: unsent frames, waiting events, texts of its subscriptions.',
    kinds.integer(65_536, 1_073_741_824),
    '4194304',
  ),
  LIMIT_ALL_SOCKETS_BYTES: setting(
    'Maximum number of bytes that wait for all WebSockets, streams and answers over HTTP of a gateway.',
    kinds.integer(65_536, 1_099_511_627_776),
    '268435456',
  ),
  LIMIT_BACKLOG: setting(
    'Maximum number of messages that wait before a step of the orders (commands, reports, facts to publish or to book). Beyond it new orders and replaces are refused with SERVICE_UNAVAILABLE before anything is reserved.',
    count(100_000_000),
    '20000',
  ),
  LIMIT_OPEN_ORDERS: setting(
    'Maximum number of open orders of an account. Beyond it new orders get the refusal TOO_MANY_OPEN_ORDERS.',
    count(100_000_000),
    '10000',
  ),
  LIMIT_EVENT_COST: setting(
    'Maximum cost of one event of a stream that replays after a cursor (trades, candles, orders, wallet), in the units of LIMIT_COST.',
    count(100_000_000),
    '1000',
  ),
  LIMIT_STREAMS: setting(
    'Maximum number of subscriptions on all WebSockets of a gateway.',
    count(10_000_000),
    '20000',
  ),
  LIMIT_STREAMS_PER_ADDRESS: setting(
    'Maximum number of subscriptions of one network address, on all its WebSockets.',
    count(10_000_000),
    '2000',
  ),
  LIMIT_UPSTREAMS: setting(
    'Maximum number of streams that a gateway has open at subgraphs.',
    count(1_000_000),
    '10000',
  ),
  LIMIT_UPSTREAMS_PER_ADDRESS: setting(
    'Maximum number of those that clients of one network address have opened.',
    count(1_000_000),
    '2000',
  ),
  LIMIT_PRIVATE_STREAMS_PER_USER: setting(
    'Maximum number of streams of accounts and orders that one user has open at a gateway.',
    count(1_000_000),
    '256',
  ),
} as const;
