import { delay } from '#platform/time/clock.ts';
import type { Attack } from '../attack.ts';
import { newConnection, untilOver, type Scene } from '../attacker/scene.ts';
import { addressOf, openConnection, type Connection } from '../clients/tcp.ts';
import { onlyAnswers } from '../tally.ts';

const CHUNKS = Buffer.from('1\r\n \r\n'.repeat(250_000));
const CHUNKED = 'host: broker\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n';
const PATHS = ['POST /graphql', 'GET /health/live', 'POST /nowhere'];
const AT_ONCE = 6;
const LONGEST_WAIT_MS = 5_000;

/** Sends bodies of tiny chunks one after the other, each on a connection of its own. */
async function sendChunks(scene: Scene): Promise<void> {
  for (let index = 0; !scene.signal.aborted; index++) {
    const connection = await newConnection(scene);
    connection.write(`${PATHS[index % PATHS.length]} HTTP/1.1\r\n${CHUNKED}`);
    connection.write(CHUNKS);
    const open = delay(scene.clock, LONGEST_WAIT_MS).then(() => 'open');
    scene.tally.answer(await Promise.race([connection.ended, open]));
    connection.destroy();
    await delay(scene.clock, 5);
  }
}

const UNREAD = 200;
const WIDE = Array.from({ length: 45 }, (_, index) => `${'a'.repeat(30)}${index}: name`).join(' ');
/** An answer of half a megabyte, just within the limit of cost. */
const LARGE = JSON.stringify({ query: `{ assets(first: 200) { nodes { ${WIDE} } } }` });

/** Requests large answers on many connections and reads none. */
async function readNothing(scene: Scene): Promise<void> {
  const { target, localAddress } = scene;
  const connections: Connection[] = [];
  scene.begin();
  while (connections.length < UNREAD && !scene.signal.aborted) {
    const connection = await openConnection({ ...addressOf(target.graph), localAddress, reads: false });
    connection.write(
      `POST /graphql HTTP/1.1\r\nhost: broker\r\ncontent-type: application/json\r\ncontent-length: ${LARGE.length}\r\n\r\n${LARGE}`,
    );
    connections.push(connection);
    await delay(scene.clock, 10);
  }
  await untilOver(scene);
  for (const connection of connections) {
    scene.tally.answer(connection.isOver ? await connection.ended : 'open and unread');
    connection.destroy();
  }
}

/** Attacks on the connections below HTTP. */
export const WIRE_ATTACKS: readonly Attack[] = [
  {
    name: 'tiny-chunks',
    does: 'sends bodies of 250,000 chunks of one byte on six connections, to paths with and without a body',
    expects: 'the end of the connection after some chunks, and of all connections of the address for a while',
    run: async (scene) => {
      scene.begin();
      await Promise.all(Array.from({ length: AT_ONCE }, () => sendChunks(scene)));
    },
    judge: (result) => onlyAnswers(result, /^(closed|400|401|404|413|429|ECONNRESET|EPIPE)$/),
  },
  {
    name: 'unread-answers',
    does: `requests answers of half a megabyte on ${UNREAD} connections and reads none`,
    expects: 'the end of those that wait for longest, at 32 MiB of one address',
    run: readNothing,
    judge: (result) => onlyAnswers(result, /^(open and unread|closed|ECONNRESET|EPIPE)$/),
  },
];
