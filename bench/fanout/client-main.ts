/** Clients of the fan-out benchmark, in a process of their own: they count frames and read nothing of them. */
import { connect, type Socket } from 'node:net';
import { createWallClock, delay } from '#platform/time/clock.ts';
import type { ClientCommand, Done, OpenSockets } from './client-messages.ts';
import { clientFrame, createFrameCounter } from './frame-counter.ts';

const clock = createWallClock();
const sockets: Socket[] = [];
let opening: OpenSockets | null = null;
let received = 0;
let lastChunk: Buffer = Buffer.alloc(0);
let lastAtMs = 0;
let wanted = Infinity;
let onWanted = (): void => undefined;

/** Sockets that connect at once. */
const CONNECTING = 50;
const HANDSHAKE = (path: string): string =>
  [
    `GET ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    'Sec-WebSocket-Protocol: graphql-transport-ws',
    '',
    '',
  ].join('\r\n');

let operations = 0;
/** A different id for each operation, as long as a UUID. */
const operationId = (): string => `${(operations += 1)}`.padStart(36, '8a1c29f1-6d3f-4c39-8a35-5d9c5fa1d3a7');

function count(frames: number, chunk: Buffer): void {
  received += frames;
  lastChunk = chunk;
  lastAtMs = performance.now();
  if (received >= wanted) onWanted();
}

/** Opens a socket and subscribes. Resolves when the subscription is sent; a plain socket when it is open. */
function open(
  { port, path, query, variables, isPaused = false }: OpenSockets,
  index: number,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const counter = createFrameCounter();
    const ofSocket = variables[index % Math.max(1, variables.length)];
    let state: 'handshake' | 'init' | 'open' = 'handshake';
    socket.once('error', reject);
    socket.write(HANDSHAKE(path));
    const subscribe = (): void => {
      state = 'open';
      const payload = { query, variables: ofSocket };
      socket.write(clientFrame(JSON.stringify({ id: operationId(), type: 'subscribe', payload })));
      if (isPaused) socket.pause();
      resolve(socket);
    };
    socket.on('data', (chunk: Buffer) => {
      if (state === 'open') return count(counter.take(chunk), chunk);
      if (state === 'init') return counter.take(chunk) > 0 ? subscribe() : undefined;
      if (!chunk.includes('\r\n\r\n')) return undefined;
      state = ofSocket ? 'init' : 'open';
      if (ofSocket) socket.write(clientFrame(JSON.stringify({ type: 'connection_init' })));
      else resolve(socket);
      return undefined;
    });
  });
}

async function openAll(command: OpenSockets): Promise<void> {
  opening = command;
  received = 0;
  for (let from = 0; from < command.count; from += CONNECTING) {
    const indexes = Array.from(
      { length: Math.min(CONNECTING, command.count - from) },
      (_, index) => from + index,
    );
    sockets.push(...(await Promise.all(indexes.map((index) => open(command, index)))));
  }
}

async function replace(perSecond: number, seconds: number): Promise<void> {
  if (!opening) throw new Error('no socket is open');
  const startMs = performance.now();
  for (let index = 0; index < perSecond * seconds; index += 1) {
    const waitMs = startMs + (index * 1_000) / perSecond - performance.now();
    if (waitMs > 1) await delay(clock, waitMs);
    sockets.shift()?.destroy();
    sockets.push(await open(opening, index));
  }
}

/** Resolves when no frame has arrived for a time. */
async function settle(quietMs: number): Promise<void> {
  lastAtMs = performance.now();
  for (;;) {
    const leftMs = lastAtMs + quietMs - performance.now();
    if (leftMs <= 0) return;
    await delay(clock, leftMs);
  }
}

async function run(command: ClientCommand): Promise<void> {
  if (command.kind === 'open') return openAll(command);
  if (command.kind === 'replace') return replace(command.perSecond, command.seconds);
  if (command.kind === 'settle') return settle(command.quietMs);
  if (command.kind === 'close') return sockets.splice(0).forEach((socket) => socket.destroy());
  if (received >= command.frames) return undefined;
  wanted = command.frames;
  await new Promise<void>((resolve) => (onWanted = resolve));
  wanted = Infinity;
  return undefined;
}

const done = (): Done => ({ frames: received, last: lastChunk.toString('utf8') });

process.on('message', (command: ClientCommand) => {
  void run(command).then(() => process.send?.(done()));
});
process.on('disconnect', () => process.exit());
