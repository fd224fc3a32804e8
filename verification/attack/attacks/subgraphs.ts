import type { Attack } from '../attack.ts';
import { flood, newConnection, type Scene } from '../attacker/scene.ts';
import { labelOf } from '../clients/http.ts';
import { openSocket } from '../clients/socket.ts';
import { onlyAnswers } from '../tally.ts';

const skipped: Attack['skipped'] = ({ subgraphs }) =>
  Object.keys(subgraphs).length > 0 ? null : 'subgraphs have no port in the embedded profile';

/** Requests that no client may send: what a gateway sends, without its signature. */
const REQUESTS: readonly {
  readonly path: string;
  readonly body: object;
  readonly headers?: Record<string, string>;
}[] = [
  { path: '/graphql', body: { query: '{ __typename }' } },
  { path: '/graphql', body: { query: '{ _service { sdl } }' } },
  {
    path: '/graphql',
    body: {
      query: 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }',
      variables: { r: [{ __typename: 'User', id: 'x' }] },
    },
  },
  {
    path: '/graphql',
    body: { query: '{ __typename }' },
    headers: {
      'x-caller-statement': 'forged',
      'x-service-statement': 'forged',
      authorization: 'Bearer forged',
    },
  },
  { path: '/calls/reserve', body: {} },
];

async function callUnsigned(scene: Scene, index: number): Promise<void> {
  const urls = Object.entries(scene.target.subgraphs);
  const [name, url] = urls[index % urls.length] ?? ['', ''];
  const {
    path,
    body,
    headers = {},
  } = REQUESTS[Math.floor(index / urls.length) % REQUESTS.length] ?? { path: '/', body: {} };
  const answer = await scene.http.post(JSON.stringify(body), { url: new URL(path, url).href, headers });
  scene.tally.answer(labelOf(answer));
  if (answer.status === 200) scene.tally.violation(`${name} answered an unsigned request to ${path}`);
}

export const SUBGRAPH_ATTACKS: readonly Attack[] = [
  {
    name: 'unsigned-subgraph-requests',
    does: "sends operations, entities, calls and forged statements straight to the subgraphs' ports",
    expects: '401, 403 or 404',
    skipped,
    run: (scene) => flood(scene, { perSecond: 50, atOnce: 20 }, (index) => callUnsigned(scene, index)),
    judge: (result) => onlyAnswers(result, /^(401|403|404|429)\b/),
  },
  {
    name: 'unsigned-subgraph-sockets',
    does: "subscribes straight at the subgraphs' ports",
    expects: 'a refused upgrade or a close',
    skipped,
    run: (scene) =>
      flood(scene, { perSecond: 20, atOnce: 10 }, async (index) => {
        const urls = Object.values(scene.target.subgraphs);
        const url = new URL('/graphql', urls[index % urls.length]).href;
        const socket = await openSocket({ url, localAddress: scene.localAddress });
        socket.subscribe('s', 'subscription { marketStatus { phase } }');
        const frame = await socket.next(({ id }) => id === 's', 1_000);
        scene.tally.answer(frame ? `frame ${frame.type}` : (socket.end ?? 'open'));
        if (frame?.type === 'next') scene.tally.violation('a subgraph streams to an unsigned client');
        socket.terminate();
      }),
    judge: (result) => onlyAnswers(result, /^upgrade refused|^closed|^no socket/),
  },
  {
    name: 'silent-subgraph-connections',
    does: "opens connections to the subgraphs' ports and sends half a request",
    expects: 'the parts go on',
    skipped,
    run: (scene) =>
      flood(scene, { perSecond: 50, atOnce: 200 }, async (index) => {
        const urls = Object.values(scene.target.subgraphs);
        const connection = await newConnection(scene, urls[index % urls.length] ?? '');
        connection.write('POST /graphql HTTP/1.1\r\nhost: x\r\n');
        scene.tally.answer(connection.isOver ? await connection.ended : 'open');
        connection.destroy();
      }),
    judge: (result) => onlyAnswers(result, /^(open|closed|408|400|ECONNRESET)$/),
  },
];
