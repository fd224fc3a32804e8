import { delay } from '#platform/time/clock.ts';
import type { Attack } from '../attack.ts';
import { newConnection, type Scene } from '../attacker/scene.ts';
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

/** Attacks on the parser of HTTP. */
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
];
