import { delay } from '#platform/time/clock.ts';
import type { Attack } from '../../attack.ts';
import { newConnection, newSocket, untilOver, type Scene } from '../../attacker/scene.ts';
import type { RawSocket } from '../../clients/socket.ts';
import { onlyAnswers } from '../../tally.ts';

const HANDSHAKE =
  'GET /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
  'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n' +
  'Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n';
/** A text frame under a mask of zeros. */
const frame = (text: string): Buffer =>
  Buffer.concat([Buffer.from([0x81, 0x80 + text.length, 0, 0, 0, 0]), Buffer.from(text)]);
const BLOCK = Buffer.concat(Array.from({ length: 1_000 }, () => frame('{"type":"complete","id":"7"}')));
const BLOCK_INTERVAL_MS = 2;
const FLOODS = 6;

/** Writes small frames, whatever the server answers, and again on a new socket when the server has cut the one before. */
async function floodFrames(scene: Scene): Promise<void> {
  while (!scene.signal.aborted) {
    const connection = await newConnection(scene);
    connection.write(HANDSHAKE);
    connection.write(frame('{"type":"connection_init"}'));
    while (!connection.isOver && !scene.signal.aborted) {
      connection.write(BLOCK);
      await delay(scene.clock, BLOCK_INTERVAL_MS, scene.signal);
    }
    scene.tally.answer(connection.isOver ? await connection.ended : 'open');
    connection.destroy();
  }
}

const SOCKETS = 100;
const STREAMS = 100;
const QUOTES =
  'subscription { quotes(tickers: ["PETR4", "VALE3", "ITUB4"]) { ticker last bid ask volume at } }';

/** Opens sockets, subscribes to as many streams as each may have at once, and leaves them all at once at the end. */
async function subscribeStorm(scene: Scene): Promise<void> {
  const sockets: RawSocket[] = [];
  scene.begin();
  while (sockets.length < SOCKETS && !scene.signal.aborted) {
    const socket = await newSocket(scene);
    for (let stream = 0; stream < STREAMS; stream++) socket.subscribe(`${stream}`, QUOTES);
    sockets.push(socket);
  }
  await untilOver(scene);
  for (const socket of sockets) {
    scene.tally.answer(socket.end ?? 'open');
    socket.terminate();
  }
}

export const FRAME_FLOODS: readonly Attack[] = [
  {
    name: 'frame-flood',
    does: 'writes small frames without pause on six sockets, also after their close',
    expects: 'close 1008 and the end of the connection within a second; what is sent meanwhile is not read',
    run: async (scene) => {
      scene.begin();
      await Promise.all(Array.from({ length: FLOODS }, () => floodFrames(scene)));
    },
    // The upgrade has answered 101; a flood that is refused gets 429 or 503.
    judge: (result) => onlyAnswers(result, /^(101|429|503|ECONNRESET|EPIPE|open)$/),
  },
  {
    name: 'subscription-storm',
    does: 'subscribes to 100 streams at once on each of 100 sockets, and drops all sockets at one instant',
    expects: 'no wait for others while the streams open, run and end',
    run: subscribeStorm,
    judge: (result) => onlyAnswers(result, /^(open|closed|upgrade refused (429|503))/),
  },
];
