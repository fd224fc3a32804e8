import net, { type Socket } from 'node:net';
import { createRandom, type Random } from '#platform/random.ts';
import { CRLF, frameBytes, handshakeBytes, OPCODES, randomBytes, requestBytes } from './websocket-bytes.ts';

export interface AbortOptions {
  /** A port of 127.0.0.1. */
  readonly port: number;
  /** The same seed gives the same bytes. */
  readonly seed: number;
  readonly count: number;
  /** Connections that are open at once. */
  readonly concurrency: number;
  /** Payload of `connection_init`. */
  readonly init: Readonly<Record<string, unknown>>;
  /** Payloads of `subscribe` that the server accepts. */
  readonly subscriptions: readonly object[];
  /** Called after every 25th connection. */
  readonly meanwhile: () => Promise<void>;
}

/** Bytes to send, or a wait for the server's next bytes (or its end of the connection). */
type Step = Buffer | 'answer';
type Script = (random: Random, options: AbortOptions) => readonly Step[];

/** How a client leaves: TCP reset, reset while it still sends, or an orderly end. */
const LEAVINGS = ['reset', 'reset while sending', 'end'] as const;

/**
 * Opens connections, takes each through a random part of a random script, and aborts it.
 *
 * @returns how many connections ran each script
 */
export async function abortConnections(options: AbortOptions): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < options.count) {
      const number = next++;
      // A generator for each connection: the order in which they end changes nothing.
      const random = createRandom(options.seed + number * 7_919);
      const [name, script] = pick(random, Object.entries(SCRIPTS));
      counts.set(name, (counts.get(name) ?? 0) + 1);
      await abortOne(options, random, script(random, options));
      if (number % 25 === 0) await options.meanwhile();
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, work));
  return counts;
}

async function abortOne(options: AbortOptions, random: Random, steps: readonly Step[]): Promise<void> {
  const socket = net.connect({ host: '127.0.0.1', port: options.port });
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('error', () => undefined);
  let wake = (): void => undefined;
  let received = 0;
  socket.on('data', (chunk) => {
    received += chunk.length;
    wake();
  });
  await Promise.race([new Promise((resolve) => socket.once('connect', resolve)), closed]);
  const end = random() < 0.5 ? steps.length : Math.floor(random() * steps.length);
  for (const step of steps.slice(0, end)) {
    if (step === 'answer') {
      if (received === 0) await Promise.race([new Promise<void>((resolve) => (wake = resolve)), closed]);
      received = 0;
    } else socket.write(step);
  }
  const cut = steps[end];
  if (cut instanceof Buffer) socket.write(cut.subarray(0, Math.floor(random() * cut.length)));
  await leave(socket, random);
  await closed;
}

async function leave(socket: Socket, random: Random): Promise<void> {
  const how = pick(random, LEAVINGS);
  // Written bytes reach the network only after a turn of the event loop; half of the clients do not wait for it.
  if (random() < 0.5) await new Promise((resolve) => setImmediate(resolve));
  if (how === 'reset while sending') socket.write(randomBytes(random, 64));
  if (how === 'end') socket.end(() => socket.destroy());
  else socket.resetAndDestroy();
}

const pick = <T>(random: Random, from: readonly T[]): T => {
  const found = from[Math.floor(random() * from.length)];
  if (found === undefined) throw new RangeError('nothing to pick from');
  return found;
};

const JSON_TYPE = { 'Content-Type': 'application/json' };
const postBytes = (body: string, headers: Readonly<Record<string, string>> = {}): Buffer =>
  requestBytes('POST /graphql', { ...JSON_TYPE, 'Content-Length': `${body.length}`, ...headers }, body);
const QUERY = JSON.stringify({ query: '{ __typename }' });

const message = (random: Random, content: unknown): Buffer =>
  frameBytes(random, typeof content === 'string' ? content : JSON.stringify(content));

/** Handshake and `connection_init`, up to the acknowledgement. */
const introduced = (random: Random, { init }: AbortOptions): Step[] => [
  handshakeBytes(random),
  'answer',
  message(random, { type: 'connection_init', payload: init }),
  'answer',
];
const subscribe = (random: Random, { subscriptions }: AbortOptions, id: string): Buffer =>
  message(random, { id, type: 'subscribe', payload: pick(random, subscriptions) });

/** Handshakes that are refused. */
const BAD_HANDSHAKES: readonly Readonly<Record<string, string>>[] = [
  { 'Sec-WebSocket-Version': '7' },
  { 'Sec-WebSocket-Key': 'short' },
  { 'Sec-WebSocket-Protocol': 'graphql-ws' },
  { 'Sec-WebSocket-Protocol': ',,;' },
  { Upgrade: 'h2c' },
];

/** Frames that violate RFC 6455 or are too large. */
const BAD_FRAMES: readonly ((random: Random) => Buffer)[] = [
  (random) => randomBytes(random, 1 + Math.floor(random() * 200)),
  (random) => frameBytes(random, 'not masked', { isMasked: false }),
  (random) => frameBytes(random, 'reserved bits', { reserved: 1 + Math.floor(random() * 7) }),
  (random) => frameBytes(random, 'reserved opcode', { opcode: 3 }),
  (random) => frameBytes(random, 'continues nothing', { opcode: OPCODES.continuation }),
  (random) => frameBytes(random, 'too large', { length: Number.MAX_SAFE_INTEGER }),
  (random) => frameBytes(random, 'never complete', { length: 200 * 1024 }),
  (random) => frameBytes(random, 'never final', { isFinal: false }),
  (random) => frameBytes(random, 'p'.repeat(126), { opcode: OPCODES.ping }),
  (random) => frameBytes(random, Buffer.from([0xc3, 0x28])),
  (random) => frameBytes(random, Buffer.from([0x03, 0xed]), { opcode: OPCODES.close }),
  (random) => frameBytes(random, Buffer.from([0x03]), { opcode: OPCODES.close }),
];

/** Malformed messages, and messages that the protocol does not allow at that moment. */
const BAD_MESSAGES: readonly unknown[] = [
  'nonsense',
  '[]',
  'null',
  { type: 'unknown' },
  { type: 'complete', id: 'nobody' },
  { type: 'connection_init' },
  { type: 'subscribe', id: '__proto__', payload: { query: '{' } },
  { type: 'subscribe', id: 'x', payload: { query: '{ nothing }', variables: { a: 1 } } },
  { type: 'subscribe', id: 'x', payload: {} },
  `{"type":"ping","payload":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
];

const SCRIPTS: Readonly<Record<string, Script>> = {
  silence: () => [],
  garbage: (random) => [randomBytes(random, 1 + Math.floor(random() * 300))],
  get: () => [requestBytes('GET /health/live', {}), 'answer'],
  'unknown method or path': (random) => [requestBytes(pick(random, ['BREW /', 'GET /\u0001', 'PUT /x']), {})],
  connect: () => [requestBytes('CONNECT example.com:443', {}), Buffer.from('tunnel')],
  'two lengths': () => [postBytes(QUERY, { 'content-length': '1', 'Transfer-Encoding': 'chunked' })],
  expectation: (random) => [
    requestBytes('POST /graphql', {
      ...JSON_TYPE,
      'Content-Length': `${QUERY.length}`,
      Expect: pick(random, ['100-continue', 'wonders']),
    }),
    'answer',
    Buffer.from(QUERY),
  ],
  post: () => [postBytes(QUERY), 'answer'],
  'post without reading': () => [postBytes(QUERY), postBytes(QUERY), postBytes('{'), postBytes(QUERY)],
  'chunked post': () => [
    requestBytes('POST /graphql', { ...JSON_TYPE, 'Transfer-Encoding': 'chunked' }),
    Buffer.from(`5${CRLF}{"que${CRLF}`),
    Buffer.from(`zz${CRLF}`),
    'answer',
  ],
  'large post': () => [postBytes('x'.repeat(300 * 1024)), 'answer'],
  'upgrade elsewhere': (random) => [
    handshakeBytes(random, pick(random, ['/', '/other', '/graphql/', '/health/live'])),
  ],
  'upgrade elsewhere, answered': (random) => [
    handshakeBytes(random, '/other'),
    'answer',
    Buffer.from('more'),
  ],
  'bad handshake': (random) => [handshakeBytes(random, '/graphql', pick(random, BAD_HANDSHAKES)), 'answer'],
  handshake: (random) => [handshakeBytes(random), message(random, { type: 'connection_init' })],
  'bad frame': (random) => [handshakeBytes(random), 'answer', pick(random, BAD_FRAMES)(random)],
  'bad frame in a stream': (random, options) => [
    ...introduced(random, options),
    subscribe(random, options, '1'),
    pick(random, BAD_FRAMES)(random),
  ],
  'bad message': (random, options) => [
    ...introduced(random, options),
    message(random, pick(random, BAD_MESSAGES)),
    message(random, { type: 'ping' }),
    'answer',
  ],
  'bad token': (random) => [
    handshakeBytes(random),
    'answer',
    message(random, { type: 'connection_init', payload: { authorization: 'Bearer a.b.c' } }),
    'answer',
  ],
  uninvited: (random, options) => [
    handshakeBytes(random),
    'answer',
    subscribe(random, options, '1'),
    'answer',
  ],
  'id in use': (random, options) => {
    const id = pick(random, ['1', 'long'.repeat(50)]);
    return [...introduced(random, options), subscribe(random, options, id), subscribe(random, options, id)];
  },
  subscriptions: (random, options) => [
    ...introduced(random, options),
    ...Array.from({ length: 1 + Math.floor(random() * 5) }, (_, index) =>
      subscribe(random, options, `${index}`),
    ),
    message(random, { type: 'ping' }),
    'answer',
    message(random, { type: 'complete', id: '0' }),
    message(random, { type: 'ping' }),
    'answer',
  ],
};
