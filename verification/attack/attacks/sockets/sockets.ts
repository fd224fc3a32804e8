import { delay } from '#platform/time/clock.ts';
import type { Attack } from '../../attack.ts';
import { flood, newSocket, repeat, untilOver, type Scene } from '../../attacker/scene.ts';
import { codeOfFrame, type RawSocket } from '../../clients/socket.ts';
import { onlyAnswers, someAnswer } from '../../tally.ts';

const QUOTES =
  'subscription ($t: [Ticker!]!) { quotes(tickers: $t) { ticker last bid ask sequence skipped } }';
const TICKERS = ['PETR4', 'VALE3', 'ITUB4', 'BBDC4', 'ABEV3'];

const acknowledged = (socket: RawSocket): Promise<unknown> =>
  socket.next(({ type }) => type === 'connection_ack');

/** Sends frames on a new socket each time, and tallies how the socket ends, or "open" after half a second. */
const closing =
  (frames: (index: number) => readonly (string | object | Buffer)[], init: object | null = {}) =>
  (scene: Scene): Promise<void> =>
    repeat(scene, 200, async (index) => {
      const socket = await newSocket(scene, { init });
      if (init !== null) await acknowledged(socket);
      for (const frame of frames(index)) socket.send(frame);
      const end = await Promise.race([socket.closed, delay(scene.clock, 500).then(() => 'open')]);
      scene.tally.answer(end);
      socket.terminate();
    });

const subscribe = (id: string, query = QUOTES): object => ({
  id,
  type: 'subscribe',
  payload: { query, variables: { t: TICKERS } },
});

const broken: readonly (readonly (string | object | Buffer)[])[] = [
  ['not JSON'],
  ['{"type":"unknown"}'],
  ['{"type":"subscribe"}'],
  ['{"id":"","type":"subscribe","payload":{"query":"{ me { id } }"}}'],
  ['{"id":7,"type":"subscribe","payload":{"query":"{ me { id } }"}}'],
  ['{"id":"x","type":"subscribe","payload":{"query":7}}'],
  [{ type: 'connection_init' }],
  [Buffer.from([0xff, 0xfe, 0x00])],
  ['null'],
  ['[]'],
  [
    `{"id":"x","type":"subscribe","payload":{"query":"{ me { id } }","variables":${'['.repeat(50_000)}${']'.repeat(50_000)}}}`,
  ],
];

const PROTOCOL_CLOSES = /^closed (4400|4401|4403|4408|4409|4429|1003|1007|1008|1009)$/;
const REFUSED_UPGRADE = /^upgrade refused (429|503)$/;
const either = (...patterns: readonly RegExp[]): RegExp =>
  new RegExp(patterns.map(({ source }) => source).join('|'));

/** Sockets that all end by a documented close, or are refused before they open. */
const closes = (attack: Pick<Attack, 'name' | 'does' | 'expects' | 'run'>, allowed: RegExp): Attack => ({
  ...attack,
  judge: (result) => onlyAnswers(result, either(allowed, REFUSED_UPGRADE)),
});

export const SOCKET_ATTACKS: readonly Attack[] = [
  closes(
    {
      name: 'long-operation-id',
      does: 'subscribes to quotes under an operation id of 200 KB',
      expects: 'close 4400',
      run: closing(() => [subscribe('x'.repeat(200_000))]),
    },
    /^closed 4400$/,
  ),
  closes(
    {
      name: 'large-connection-init',
      does: 'sends a `connection_init` of 250 KB',
      expects: 'close 4400 or 1009',
      run: closing(() => [{ type: 'connection_init', payload: { junk: 'x'.repeat(250_000) } }], null),
    },
    /^closed (4400|1009)$/,
  ),
  closes(
    {
      name: 'repeated-operation-ids',
      does: 'repeats an operation id, of 1, 100 and 128 characters',
      expects: 'close 4409',
      run: closing((index) => {
        const id = 'r'.repeat([1, 100, 128][index % 3] ?? 1);
        return [subscribe(id), subscribe(id)];
      }),
    },
    /^closed 4409$/,
  ),
  closes(
    {
      name: 'broken-frames',
      does: 'sends frames that are no JSON, have no type, no id, no query, or are binary',
      expects: 'a documented close',
      run: closing((index) => broken[index % broken.length] ?? []),
    },
    PROTOCOL_CLOSES,
  ),
  closes(
    {
      name: 'frames-before-init',
      does: 'subscribes before `connection_init`',
      expects: 'close 4401',
      run: closing(() => [subscribe('early')], null),
    },
    /^closed 4401$/,
  ),
  {
    name: 'many-operations-at-once',
    does: 'sends 300 queries at once on one socket',
    expects: 'a result or LIMIT_EXCEEDED, at most 20 in flight',
    run: (scene) =>
      repeat(scene, 10, async (round) => {
        const socket = await newSocket(scene);
        await acknowledged(socket);
        for (let index = 0; index < 300; index++)
          socket.subscribe(`${round}-${index}`, '{ assets(first: 50) { nodes { ticker quote { last } } } }');
        for (let index = 0; index < 300 && socket.isOpen; index++) {
          const frame = await socket.next(({ type }) => type === 'next' || type === 'error');
          scene.tally.answer(codeOfFrame(frame) ?? frame?.type ?? socket.end ?? 'no frame');
        }
        socket.terminate();
      }),
    judge: (result) => [
      ...onlyAnswers(result, /^next$|LIMIT_EXCEEDED|RATE_LIMITED/),
      ...someAnswer(result, /LIMIT_EXCEEDED|RATE_LIMITED/, 'a limit of operations in flight'),
    ],
  },
  {
    name: 'slow-sockets',
    does: 'opens 4 sockets with 100 streams each and reads nothing',
    expects: 'streams skip or end, sockets are cut; memory stays bounded',
    seconds: 8,
    run: async (scene) => {
      const sockets: RawSocket[] = [];
      await repeat(scene, 4, async () => {
        const socket = await newSocket(scene);
        await acknowledged(socket);
        socket.pause();
        for (let index = 0; index < 100; index++)
          socket.subscribe(
            `s${index}`,
            `subscription ($t: [Ticker!]!) { quotes(tickers: $t) { ticker a${index}: last bid ask sequence at volume turnover asset { name isin } } }`,
            { t: TICKERS },
          );
        sockets.push(socket);
      });
      await untilOver(scene);
      for (const socket of sockets) {
        scene.tally.answer(socket.end ?? 'open and unread');
        socket.terminate();
      }
    },
    judge: (result) => onlyAnswers(result, either(/^open and unread$/, /^closed/, REFUSED_UPGRADE)),
  },
];

export const SOCKET_FLOODS: readonly Attack[] = [
  {
    name: 'many-sockets',
    does: 'opens up to 1,800 sockets of one address',
    expects: 'sockets, then a refused upgrade (429) or a close',
    seconds: 6,
    run: async (scene) => {
      const sockets: RawSocket[] = [];
      await flood(scene, { perSecond: 300, atOnce: 50 }, async () => {
        const socket = await newSocket(scene);
        if (!socket.isOpen) scene.tally.answer(socket.end ?? 'refused');
        else sockets.push(socket);
      });
      for (const socket of sockets) {
        scene.tally.answer(socket.end ?? 'open');
        socket.terminate();
      }
    },
    judge: (result, { limitsLoopback }) => [
      ...onlyAnswers(result, either(/^open$/, /^closed/, REFUSED_UPGRADE)),
      ...(limitsLoopback
        ? someAnswer(result, /upgrade refused|closed/, 'a limit of sockets by address')
        : []),
    ],
  },
  {
    name: 'leaving-subscriptions',
    does: 'subscribes and leaves at once, again and again, over equal and distinct streams',
    expects: 'no frame of a subscription after its `complete` was handled',
    run: leaveAgainAndAgain,
    judge: (result) => onlyAnswers(result, /^left$|^open$/),
  },
  {
    name: 'ping-flood',
    does: 'sends 20,000 pings with payloads on one socket without reading',
    expects: 'pongs or a close; memory stays bounded',
    run: async (scene) => {
      const socket = await newSocket(scene);
      await acknowledged(socket);
      socket.pause();
      await repeat(scene, 200, async () => {
        for (let index = 0; index < 100; index++)
          socket.send({ type: 'ping', payload: { text: 'x'.repeat(4_000) } });
        await delay(scene.clock, 10, scene.signal);
      });
      scene.tally.answer(socket.end ?? 'open');
      socket.terminate();
    },
    judge: (result) => onlyAnswers(result, /^open$|^closed/),
  },
  {
    name: 'idle-sockets',
    does: 'opens sockets and never sends `connection_init`',
    expects: 'close 4408 within the deadline',
    seconds: 7,
    run: async (scene) => {
      const sockets = await Promise.all(Array.from({ length: 100 }, () => newSocket(scene, { init: null })));
      await untilOver(scene);
      for (const socket of sockets) {
        scene.tally.answer(socket.end ?? 'open');
        socket.terminate();
      }
    },
    judge: (result) => onlyAnswers(result, either(/^closed 4408$/, REFUSED_UPGRADE)),
  },
  {
    name: 'reconnecting-sockets',
    does: 'opens and drops sockets with a stream as fast as it can',
    expects: 'no wait for others; no stream stays open',
    run: (scene) =>
      repeat(scene, 1_000, async () => {
        const socket = await newSocket(scene);
        await acknowledged(socket);
        socket.send(subscribe('s'));
        scene.tally.answer(socket.end ?? 'dropped');
        socket.terminate();
      }),
    judge: (result) => onlyAnswers(result, either(/^dropped$/, REFUSED_UPGRADE)),
  },
];

/**
 * Subscribes and leaves, one subscription after the other. A `pong` shows that the server has handled the `complete` before
 * it: no later frame may belong to the subscription.
 */
async function leaveAgainAndAgain(scene: Scene): Promise<void> {
  const { tally } = scene;
  let leaving = '';
  const left = new Set<string>();
  const socket = await newSocket(scene, {
    onFrame: ({ id, type }) => {
      if (type === 'pong') left.add(leaving);
      else if (id !== undefined && left.has(id))
        tally.violation(`a frame "${type}" of a subscription that the client had left`);
    },
  });
  await acknowledged(socket);
  await repeat(scene, 2_000, async (index) => {
    const id = `l${index}`;
    socket.send(subscribe(id, index % 2 === 0 ? QUOTES : QUOTES.replace('ticker', `a${index}: ticker`)));
    await socket.next((frame) => frame.id === id, 2_000);
    leaving = id;
    socket.send({ id, type: 'complete' });
    socket.send({ type: 'ping' });
    await socket.next(({ type }) => type === 'pong', 2_000);
    tally.answer('left');
  });
  tally.answer(socket.end ?? 'open');
  socket.terminate();
}
