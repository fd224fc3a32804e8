import { delay, type Clock } from '#platform/time/clock.ts';
import { createHttpClient, labelOf, type HttpAnswer, type HttpClient } from '../clients/http.ts';
import { signUp } from '../clients/person.ts';
import { openSocket, type RawSocket } from '../clients/socket.ts';
import { isDocumentedEnd, isDocumentedFrame, undocumentedCodes } from '../documented.ts';
import { createTally, type TallyResult } from '../tally.ts';
import { caseOf, type CaseSource, type FuzzCase } from './cases.ts';

/** A case whose answer is no 4xx, documented code or documented close. */
export interface FuzzFailure {
  readonly number: number;
  readonly input: string;
  readonly answer: string;
}

export interface FuzzResult extends TallyResult {
  readonly cases: number;
  readonly failures: readonly FuzzFailure[];
}

export interface FuzzOptions {
  readonly graph: string;
  readonly source: Omit<CaseSource, 'ids'>;
  readonly seed: number;
  /** Number of the first case. */
  readonly from: number;
  readonly count: number;
  /** Users who send; their cases run at once. */
  readonly users: number;
  readonly clock: Clock;
  readonly newName: () => string;
  readonly onProgress?: (done: number) => void;
}

/** The campaign ends after so many failures: they mostly have one cause. */
const MAX_FAILURES = 50;
const ANSWER_WITHIN_MS = 15_000;

/** A user and their connections; cases pass through the lanes at once. */
interface Lane {
  readonly http: HttpClient;
  readonly token: string;
  socket: RawSocket | null;
  /** Reports a failure of the frame that was sent last. */
  fail: (answer: string) => void;
}

interface Run {
  readonly options: FuzzOptions;
  readonly tally: ReturnType<typeof createTally>;
  readonly failures: FuzzFailure[];
}

/** Sends cases to a broker and judges every answer. */
export async function fuzz(options: FuzzOptions): Promise<FuzzResult> {
  const { graph, source, seed, from, count, users, newName, onProgress } = options;
  const people = [];
  const http = createHttpClient({ url: graph });
  for (let lane = 0; lane < users; lane++) people.push(await signUp(http, newName()));
  http.close();
  const withIds: CaseSource = { ...source, ids: people.map(({ accountId }) => accountId) };
  const run: Run = { options, tally: createTally(), failures: [] };
  let next = from;
  let done = 0;
  const work = async (token: string): Promise<void> => {
    const lane: Lane = {
      http: createHttpClient({ url: graph, maxSockets: 2 }),
      token,
      socket: null,
      fail: () => undefined,
    };
    while (next < from + count && run.failures.length < MAX_FAILURES) {
      const number = next++;
      await tryCase(run, lane, number, caseOf(seed, number, withIds));
      done += 1;
      if (done % 1_000 === 0) onProgress?.(done);
    }
    lane.socket?.terminate();
    lane.http.close();
  };
  await Promise.all(people.map(({ token }) => work(token)));
  return { ...run.tally.result(), cases: done, failures: run.failures };
}

async function tryCase(run: Run, lane: Lane, number: number, one: FuzzCase): Promise<void> {
  const fail = (answer: string): void => {
    const input = one.kind === 'body' ? one.body : one.frame;
    run.failures.push({ number, input: input.toString().slice(0, 2_000), answer: answer.slice(0, 1_000) });
  };
  if (one.kind === 'body') await tryBody(run, lane, one, fail);
  else await tryFrame(run, lane, one, fail);
}

async function tryBody(
  { tally }: Run,
  { http, token }: Lane,
  { body, headers, signed }: Extract<FuzzCase, { kind: 'body' }>,
  fail: (answer: string) => void,
): Promise<void> {
  const answer = await http.post(body, { headers, ...(signed && { token }) });
  tally.answer(labelOf(answer), { bytes: answer.bytes, ms: answer.ms });
  if (!isProper(answer)) fail(`${labelOf(answer)} ${answer.text}`);
}

function isProper({ status, text }: HttpAnswer): boolean {
  const isExpected = status === 200 || (status >= 400 && status < 500);
  return isExpected && undocumentedCodes(text).length === 0;
}

/** Sends a frame and waits until the server has handled it: a pong, or the end of the socket. */
async function tryFrame(
  { options, tally }: Run,
  lane: Lane,
  { frame, binary }: Extract<FuzzCase, { kind: 'frame' }>,
  fail: (answer: string) => void,
): Promise<void> {
  lane.fail = fail;
  lane.socket ??= await openLaneSocket(options.graph, lane);
  const socket = lane.socket;
  socket.send(frame, binary);
  socket.send({ type: 'ping' });
  const handled = socket.next(({ type }) => type === 'pong', ANSWER_WITHIN_MS);
  const answered = await Promise.race([handled, socket.closed, delay(options.clock, ANSWER_WITHIN_MS)]);
  if (socket.end !== null) {
    tally.answer(socket.end);
    if (!isDocumentedEnd(socket.end)) fail(socket.end);
    lane.socket = null;
  } else if (answered) tally.answer('handled');
  else fail('neither a pong nor a close');
}

async function openLaneSocket(url: string, lane: Lane): Promise<RawSocket> {
  const socket = await openSocket({
    url,
    init: { authorization: `Bearer ${lane.token}` },
    onFrame: ({ type, payload }) => {
      const codes = undocumentedCodes(JSON.stringify(payload ?? null));
      if (!isDocumentedFrame(type) || codes.length > 0) lane.fail(`frame ${type} ${JSON.stringify(payload)}`);
    },
  });
  await socket.next(({ type }) => type === 'connection_ack');
  return socket;
}
