import type { Pool } from 'undici';
import { createPeerCircuit } from '../http/peer-circuit.ts';
import { createPool, isAwayStatus, isUnanswered } from '../http/pool.ts';
import { post, type HttpAnswer } from '../http/post.ts';
import { CORRELATION_HEADER } from '../http/server.ts';
import { silentLog, type Log } from '../observability/log.ts';
import { noMetrics, type Metrics } from '../observability/metrics.ts';
import { createReachability } from '../observability/reachability.ts';
import { SIGNATURE_HEADER, type RequestSignatures } from '../security/request-signatures.ts';
import { noTracing, traced, type Tracing } from '../observability/tracing.ts';
import type { Clock } from '../time/clock.ts';
import type { OnOpen } from '../retry/circuit.ts';
import { reasonOf } from '../retry/reason.ts';
import { RpcFailed, RpcUnavailable, type Calls, type ContractShape } from './local.ts';
import { callPath } from './serve.ts';

export interface RemoteCallsOptions {
  /** Address of the called process, `http://HOST:PORT`. */
  readonly url: string;
  readonly signatures: RequestSignatures;
  /** Name of the calling service in its signatures. */
  readonly service: string;
  /** Time to wait for an answer; after that a call is RpcUnavailable. */
  readonly timeoutMs?: number;
  /** The clock of a circuit: calls fail early while the process does not answer probes. Absent: there is no circuit. */
  readonly circuitClock?: Clock;
  readonly tracing?: Tracing;
  /** Gets a line when the process stops answering, and one when it answers again. */
  readonly log?: Log;
  readonly metrics?: Metrics;
}

/** Calls to another process, as an object of plain functions. */
export interface RemoteCalls<C extends ContractShape> {
  readonly calls: Calls<C>;
  close(): Promise<void>;
}

const DEFAULT_TIMEOUT_MS = 5_000;
const CONNECTIONS = 16;

/**
 * Calls a contract's methods over HTTP on kept connections. Validates input and output against the contract. Repeats a
 * call once when its connection broke, since every call is idempotent.
 *
 * A call throws RpcUnavailable without an answer, and RpcFailed when the answer is a failure.
 */
export function createRemoteCalls<C extends ContractShape>(
  contract: C,
  options: RemoteCallsOptions,
): RemoteCalls<C> {
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const pool = createPool(options.url, CONNECTIONS, timeoutMs);
  const tracing = options.tracing ?? noTracing;
  const { log = silentLog, metrics = noMetrics } = options;
  /** The URL without its user and password. */
  const { origin } = new URL(options.url);
  const peer = { name: `calls to ${contract.service} at ${origin}`, transport: 'http' } as const;
  const reachability = createReachability(peer, { log, metrics });
  const { service, circuitClock: wallClock } = options;
  const circuit =
    wallClock && createPeerCircuit({ origin, wallClock, onClose: () => reachability.answered() });
  const entries = Object.entries(contract.methods).map(([method, shape]) => {
    const name = `${contract.service}.${method}`;
    const call = async (input: unknown): Promise<unknown> => {
      const body = JSON.stringify(shape.input.parse(input));
      const span = tracing.start(name, 'client', { 'rpc.service': contract.service, 'rpc.method': method });
      return traced(span, async () => {
        const path = callPath(contract.service, method);
        // Each attempt has a signature of its own: the called process accepts none twice.
        const headers = (): Record<string, string> => ({
          'content-type': 'application/json',
          [SIGNATURE_HEADER]: options.signatures.sign({ service, audience: contract.service, body }),
          ...correlationHeader(input),
          ...tracing.carrier(),
        });
        const sent = (onOpen?: OnOpen): Promise<HttpAnswer> =>
          send(pool, { path, headers, body, timeoutMs, onOpen });
        const answer = await (circuit?.run(sent) ?? sent()).catch((error: unknown) => {
          if (!isUnanswered(error)) throw error;
          reachability.failed(error);
          throw new RpcUnavailable(`${name} at ${origin} did not answer: ${reasonOf(error)}`);
        });
        if (isAwayStatus(answer.status)) reachability.failed(`status ${answer.status}`);
        else reachability.answered();
        return shape.output.parse(readAnswer(name, answer));
      });
    };
    return [method, call];
  });
  const close = async (): Promise<void> => {
    reachability.close();
    circuit?.stop();
    await pool.destroy();
  };
  return { calls: Object.fromEntries(entries) as Calls<C>, close };
}

/** Passes on the correlation id of the input, when it has one. */
function correlationHeader(input: unknown): Record<string, string> {
  const holder = input as { correlationId?: unknown } | null;
  return typeof holder?.correlationId === 'string' ? { [CORRELATION_HEADER]: holder.correlationId } : {};
}

interface Call {
  readonly path: string;
  readonly headers: () => Record<string, string>;
  readonly body: string;
  readonly timeoutMs: number;
  readonly onOpen: OnOpen | undefined;
}

async function send(pool: Pool, call: Call): Promise<HttpAnswer> {
  try {
    return await sendOnce(pool, call);
  } catch (error) {
    if (!isBrokenConnection(error)) throw error;
    return sendOnce(pool, call);
  }
}

async function sendOnce(pool: Pool, { path, headers, body, timeoutMs, onOpen }: Call): Promise<HttpAnswer> {
  const limit = AbortSignal.timeout(timeoutMs);
  let onLimit = (): void => undefined;
  try {
    return await post(pool, { path, headers: headers(), body }, (giveUp) => {
      onOpen?.(giveUp);
      onLimit = () => giveUp(limit.reason as Error);
      limit.addEventListener('abort', onLimit);
    });
  } finally {
    // The limit lives until its time is over: it must not keep the answer.
    limit.removeEventListener('abort', onLimit);
  }
}

function readAnswer(name: string, { status, text }: HttpAnswer): unknown {
  if (status === 200) return JSON.parse(text);
  const message = `${name} answered ${status}: ${text.slice(0, 500)}`;
  if (isAwayStatus(status)) throw new RpcUnavailable(message);
  throw new RpcFailed(message);
}

function isBrokenConnection(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE';
}
