import { delay } from '#platform/time/clock.ts';
import type { Attack } from '../attack.ts';
import { attackWith, flood, newConnection, untilOver, type Scene } from '../attacker/scene.ts';
import { onlyAnswers } from '../tally.ts';

const repeated = (count: number, one: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => one(index)).join(' ');

const YEAR = '(from: "2026-01-01", to: "2026-12-31")';

/** About the dearest operations that are allowed; a test holds their cost against the limit. */
export const DEAREST: readonly string[] = [
  `{ ${repeated(16, (i) => `s${i}: __schema { types { name fields { name } } }`)} }`,
  `{ ${repeated(8, (i) => `c${i}: calendar${YEAR} { date }`)} }`,
  `{ ${repeated(4, (i) => `c${i}: calendar${YEAR} { date opensAt closesAt settlesOn }`)} }`,
];

/** Operations whose price once said little about their work: candles that are computed, and errors. */
const UNDERPRICED: readonly string[] = [
  '{ assets(first: 60) { nodes { candles(interval: M1, first: 5) { nodes { close } } } } }',
  '{ assets(first: 60) { nodes { candles(interval: M5, last: 20) { nodes { close } } } } }',
  `{ ${repeated(9, (i) => `q${i}: quotes(tickers: ["${Array.from({ length: 200 }, (_, ticker) => `ZZ${ticker}`).join('", "')}"]) { ticker }`)} }`,
  '{ assets(first: 100) { nodes { book(depth: 4) { bids { price } asks { price } } } } }',
];

const CONNECTIONS = 20;
const REQUESTS = 300;
/** Time after which a client whose connection was ended connects again. */
const PAUSE_MS = 500;

const request = (query: string): string => {
  const body = JSON.stringify({ query });
  return `POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
};

/** Sends requests ahead of their answers on one connection after the other. */
async function pipeline(scene: Scene, index: number, over: Promise<unknown>): Promise<void> {
  const { signal, clock, tally } = scene;
  const text = request(DEAREST[index % DEAREST.length] ?? '').repeat(REQUESTS);
  await delay(clock, (index * PAUSE_MS) / CONNECTIONS);
  while (!signal.aborted) {
    const connection = await newConnection(scene);
    connection.write(text);
    tally.answer(await Promise.race([connection.ended, over.then(() => 'open')]));
    connection.destroy();
    await delay(clock, PAUSE_MS);
  }
}

export const HEAVY_ATTACKS: readonly Attack[] = [
  {
    name: 'pipelined-heavy-operations',
    does: `sends ${REQUESTS} of the dearest allowed operations ahead of their answers on each of ${CONNECTIONS} connections, again and again`,
    expects: 'the connections are ended, and what they sent does not run',
    run: async (scene) => {
      const over = untilOver(scene);
      await Promise.all(Array.from({ length: CONNECTIONS }, (_, index) => pipeline(scene, index, over)));
    },
    judge: (result) => onlyAnswers(result, /^(200|429|closed|open|ECONNRESET|EPIPE)$/),
  },
  {
    name: 'heavy-operations-at-once',
    does: `runs the dearest allowed operations on ${CONNECTIONS} connections at once, each as soon as the one before has answered`,
    expects:
      'an answer in turn with other clients, or RATE_LIMITED (429) beyond the cost that an address may have',
    run: (scene) =>
      flood(scene, { perSecond: 200, atOnce: CONNECTIONS }, (index) =>
        attackWith(scene, DEAREST[index % DEAREST.length] ?? ''),
      ),
    judge: (result) => onlyAnswers(result, /^200$|^429 RATE_LIMITED$/),
  },
  {
    name: 'work-behind-lists',
    does: `asks for the candles and books of lists, and for unknown tickers, on ${CONNECTIONS} connections at once`,
    expects: 'answers in turn with other clients, computed part by part, or RATE_LIMITED (429)',
    run: (scene) =>
      flood(scene, { perSecond: 200, atOnce: CONNECTIONS }, (index) =>
        attackWith(scene, UNDERPRICED[index % UNDERPRICED.length] ?? ''),
      ),
    judge: (result) => onlyAnswers(result, /^200$|^400 BAD_USER_INPUT$|^429 RATE_LIMITED$/),
  },
];
