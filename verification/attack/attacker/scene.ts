import type { GraphQLSchema } from 'graphql';
import type { Random } from '#platform/random.ts';
import { delay, type Clock } from '#platform/time/clock.ts';
import type { Target } from '../target.ts';
import { labelOf, type HttpAnswer, type HttpClient, type PostOptions } from '../clients/http.ts';
import { signUp, type Person } from '../clients/person.ts';
import { openSocket, type RawSocket, type SocketOptions } from '../clients/socket.ts';
import { addressOf, openConnection, type Connection } from '../clients/tcp.ts';
import type { Tally } from '../tally.ts';

/** Tools of one attack. */
export interface Scene {
  readonly target: Target;
  readonly schema: GraphQLSchema;
  readonly http: HttpClient;
  readonly tally: Tally;
  readonly random: Random;
  readonly clock: Clock;
  /** Starts the attack's time, once its users and sockets are prepared. Further calls have no effect. */
  readonly begin: () => void;
  /** Aborts when the attack's time is over. */
  readonly signal: AbortSignal;
  /** Source address of the attack's connections; the system's choice when undefined. */
  readonly localAddress: string | undefined;
  /** Makes a name that no earlier run has used. */
  readonly newName: () => string;
}

/** Sends an operation and tallies the answer. */
export async function attackWith(
  scene: Scene,
  query: string,
  variables: object = {},
  options: PostOptions = {},
): Promise<HttpAnswer> {
  return tallied(scene, await scene.http.graphql(query, variables, options));
}

/** Sends a body as it is and tallies the answer. */
export const attackWithBody = async (
  scene: Scene,
  body: string | Buffer,
  options: PostOptions = {},
): Promise<HttpAnswer> => tallied(scene, await scene.http.post(body, options));

function tallied({ tally }: Scene, answer: HttpAnswer): HttpAnswer {
  tally.answer(labelOf(answer), { bytes: answer.bytes, ms: answer.ms });
  return answer;
}

export const newPerson = ({ http, newName }: Scene): Promise<Person> => signUp(http, newName());

export const newSocket = (
  { target, localAddress }: Scene,
  options: Omit<SocketOptions, 'url'> = {},
): Promise<RawSocket> => openSocket({ url: target.graph, localAddress, ...options });

export const newConnection = ({ target, localAddress }: Scene, url = target.graph): Promise<Connection> =>
  openConnection({ ...addressOf(url), localAddress });

export interface FloodOptions {
  readonly perSecond: number;
  /** Largest number of requests in flight. A broker that does not answer gets no more. */
  readonly atOnce?: number;
}

/** Sends at a bounded rate, whatever the answers, until the time is over; then waits for the answers. */
export async function flood(
  { clock, signal, begin }: Scene,
  { perSecond, atOnce = 100 }: FloodOptions,
  send: (index: number) => Promise<unknown>,
): Promise<void> {
  begin();
  const running = new Set<Promise<unknown>>();
  const startMs = clock.nowMs();
  let index = 0;
  while (!signal.aborted) {
    const due = 1 + Math.floor(((clock.nowMs() - startMs) / 1_000) * perSecond);
    while (index < due && running.size < atOnce) {
      const sent = send(index++).finally(() => running.delete(sent));
      running.add(sent);
    }
    await delay(clock, PACE_MS, signal);
  }
  await Promise.all(running);
}

const PACE_MS = 5;

/** Repeats an action one after the other, `times` times or until the time is over. */
export async function repeat(
  { signal, begin }: Scene,
  times: number,
  action: (index: number) => Promise<unknown>,
): Promise<void> {
  begin();
  for (let index = 0; index < times && !signal.aborted; index++) await action(index);
}

/** Waits until the attack's time is over. */
export const untilOver = ({ signal, begin }: Scene): Promise<void> =>
  new Promise((resolve) => {
    begin();
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
