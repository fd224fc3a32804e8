import { gzipSync } from 'node:zlib';
import { delay } from '#platform/time/clock.ts';
import type { Attack } from '../attack.ts';
import { attackWithBody, flood, newConnection, repeat, untilOver, type Scene } from '../attacker/scene.ts';
import { labelOf } from '../clients/http.ts';
import type { Connection } from '../clients/tcp.ts';
import { onlyAnswers, someAnswer } from '../tally.ts';

const CONNECTIONS = 200;
const REQUEST = 'POST /graphql HTTP/1.1\r\nhost: broker\r\ncontent-type: application/json\r\n';

const openAll = (scene: Scene): Promise<Connection[]> =>
  Promise.all(Array.from({ length: CONNECTIONS }, () => newConnection(scene)));

async function tallyEnds({ tally }: Scene, connections: readonly Connection[]): Promise<void> {
  for (const connection of connections) {
    tally.answer(connection.isOver ? await connection.ended : 'open');
    connection.destroy();
  }
}

/** Writes one piece a second on each of many connections until the time is over. */
async function drip(scene: Scene, first: string, piece: string): Promise<void> {
  const connections = await openAll(scene);
  scene.begin();
  for (const connection of connections) connection.write(first);
  while (!scene.signal.aborted) {
    await delay(scene.clock, 1_000, scene.signal);
    for (const connection of connections) connection.write(piece);
  }
  await tallyEnds(scene, connections);
}

/** Ends of connections that the server has cut. */
const CUT = /^(closed|408|400|429|503|ECONNRESET|EPIPE)$/;

const UNKNOWN_MEMBERS = JSON.stringify({
  query: '{ marketStatus { phase } }',
  ...Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`k${index}`, 1])),
});

/** One request of each kind that breaks HTTP or its limits, with the status that it must get. */
const BROKEN: readonly { readonly name: string; readonly request: string; readonly answer: RegExp }[] = [
  { name: 'a header of 100 KB', request: `${REQUEST}x-a: ${'a'.repeat(100_000)}\r\n\r\n`, answer: /^431$/ },
  {
    name: '3,000 headers',
    request: `${REQUEST}${Array.from({ length: 3_000 }, (_, i) => `x-${i}: ${i}\r\n`).join('')}\r\n`,
    answer: /^431$/,
  },
  {
    name: 'two lengths of a body',
    request: `${REQUEST}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
    answer: /^400$/,
  },
  { name: 'a negative length', request: `${REQUEST}content-length: -1\r\n\r\n`, answer: /^400$/ },
  { name: 'a length of 100 GB', request: `${REQUEST}content-length: 100000000000\r\n\r\n`, answer: /^413$/ },
  {
    name: 'a chunk of 2^63 bytes',
    request: `${REQUEST}transfer-encoding: chunked\r\n\r\n7fffffffffffffff\r\n`,
    // The server waits for its bytes, within the deadline of a request.
    answer: /^(400|413|no answer)$/,
  },
  { name: 'no HTTP', request: '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n', answer: /^400$/ },
  {
    name: 'a path of 100 KB',
    request: `GET /${'a'.repeat(100_000)} HTTP/1.1\r\nhost: broker\r\n\r\n`,
    answer: /^(404|414|431)$/,
  },
];

/** A body of 100 KB that grows to 100 MB. */
const compressedBody = (): Buffer => gzipSync(Buffer.alloc(100 * 1_048_576, ' '));

export const HTTP_ATTACKS: readonly Attack[] = [
  {
    name: 'slow-headers',
    does: `sends one header a second on ${CONNECTIONS} connections, without end`,
    expects: 'the server cuts each connection',
    seconds: 16,
    run: (scene) => drip(scene, REQUEST, 'x-a: b\r\n'),
    judge: (result) => onlyAnswers(result, CUT),
  },
  {
    name: 'slow-bodies',
    does: `sends one byte of a body a second on ${CONNECTIONS} connections`,
    expects: 'the server cuts each connection',
    seconds: 38,
    run: (scene) => drip(scene, `${REQUEST}content-length: 200000\r\n\r\n{`, ' '),
    judge: (result) => onlyAnswers(result, CUT),
  },
  {
    name: 'silent-connections',
    does: `opens ${CONNECTIONS} connections and sends nothing`,
    expects: 'the server cuts each connection',
    seconds: 16,
    run: async (scene) => {
      const connections = await openAll(scene);
      await untilOver(scene);
      await tallyEnds(scene, connections);
    },
    judge: (result) => onlyAnswers(result, CUT),
  },
  {
    name: 'broken-requests',
    does: 'sends huge headers, contradicting lengths, endless chunks, bytes that are no HTTP',
    expects: '400, 413, 414 or 431, and the end of the connection',
    run: (scene) =>
      repeat(scene, 200, async (index) => {
        const kind = BROKEN[index % BROKEN.length];
        if (!kind) return;
        const connection = await newConnection(scene);
        connection.write(kind.request);
        const end = await Promise.race([connection.ended, firstAnswer(scene, connection)]);
        scene.tally.answer(end);
        if (!kind.answer.test(end) && end !== '429') scene.tally.violation(`${kind.name} got ${end}`);
        connection.destroy();
      }),
    judge: (result) => onlyAnswers(result, /^(400|404|413|414|431|429|no answer)$/),
  },
  {
    name: 'unknown-members',
    does: 'sends small operations in bodies with 20,000 members that the protocol does not know',
    expects: 'the answer, with no work for these members but to parse them',
    run: (scene) => flood(scene, { perSecond: 40, atOnce: 20 }, () => attackWithBody(scene, UNKNOWN_MEMBERS)),
    judge: (result) => onlyAnswers(result, /^200$|^429 /),
  },
  {
    name: 'compressed-bodies',
    does: 'sends 100 KB of gzip that grow to 100 MB',
    expects: '415, without a byte decompressed',
    run: (scene) => {
      const body = compressedBody();
      return flood(scene, { perSecond: 20, atOnce: 20 }, () =>
        attackWithBody(scene, body, { headers: { 'content-encoding': 'gzip' } }),
      );
    },
    judge: (result) => onlyAnswers(result, /^415 |^429 |^no answer: (ECONNRESET|EPIPE)$/),
  },
  {
    name: 'metrics-on-the-main-port',
    does: 'reads metrics and the details of health on the port of the graph',
    expects: '404 for metrics, health without names of parts and servers',
    run: (scene) =>
      flood(scene, { perSecond: 50, atOnce: 20 }, async (index) => {
        const path = ['/metrics', '/health/ready', '/health/live'][index % 3] ?? '/metrics';
        const answer = await scene.http.post('', {
          method: 'GET',
          url: new URL(path, scene.target.graph).href,
        });
        scene.tally.answer(labelOf(answer));
        if (path === '/metrics' && answer.status === 200)
          scene.tally.violation('the main port serves metrics');
        if (/postgres|subgraph|redis|kafka|rabbit/i.test(answer.text))
          scene.tally.violation(`${path} names dependencies: ${answer.text.slice(0, 120)}`);
      }),
    judge: (result) => [
      ...onlyAnswers(result, /^200$|^404 |^429 /),
      ...someAnswer(result, /^200$/, 'health'),
    ],
  },
];

/** The status of an answer that leaves the connection open. */
async function firstAnswer(scene: Scene, connection: Connection): Promise<string> {
  for (let tries = 0; tries < 200; tries++) {
    const status = /^HTTP\/1\.1 (\d{3})/.exec(connection.received())?.[1];
    if (status !== undefined) return status;
    await delay(scene.clock, 10);
  }
  return 'no answer';
}
