import { type Alarm, type Clock } from './clock.ts';
import { ConnectionError } from './errors.ts';
import { isResponse, readResponse, type GraphResponse, type Result } from './result.ts';

/** Settings of HTTP requests to the graph. */
export interface HttpSettings {
  readonly url: string;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  /** A request without an answer after this fails with ConnectionError. */
  readonly timeoutMs: number;
}

/** One request. */
export interface HttpRequest {
  readonly query: string;
  readonly variables: object;
  readonly token: string | undefined;
  readonly signal: AbortSignal | undefined;
}

/** Sends a query or mutation once. Throws BrokerError when the graph refuses it as a whole, ConnectionError without a response. */
export async function send<Data>(settings: HttpSettings, request: HttpRequest): Promise<Result<Data>> {
  const limit = limitTime(settings, request.signal);
  try {
    const response = await limit.race(post(settings, request, limit.signal));
    const text = await limit.race(textOf(response));
    return readResponse(withCorrelationId(response, parse<Data>(response, text)));
  } catch (error) {
    request.signal?.throwIfAborted();
    if (limit.signal.aborted)
      throw new ConnectionError(`${settings.url} did not answer within ${settings.timeoutMs} ms`);
    throw error;
  } finally {
    limit.end();
  }
}

async function post(
  { url, fetch }: HttpSettings,
  { query, variables, token }: HttpRequest,
  signal: AbortSignal,
): Promise<Response> {
  const body = JSON.stringify({ query, variables });
  const headers = {
    'content-type': 'application/json',
    accept: 'application/graphql-response+json, application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  try {
    return await fetch(url, { method: 'POST', headers, body, signal });
  } catch (cause) {
    throw new ConnectionError(`cannot reach ${url}`, { cause });
  }
}

async function textOf(response: Response): Promise<string> {
  try {
    return await response.text();
  } catch (cause) {
    throw unreadable(response, CUT_OFF, cause);
  }
}

interface TimeLimit {
  readonly signal: AbortSignal;
  /** A fetch may ignore its signal: the race does not. */
  race<T>(promise: Promise<T>): Promise<T>;
  end(): void;
}

function limitTime({ clock, timeoutMs }: HttpSettings, signal: AbortSignal | undefined): TimeLimit {
  const controller = new AbortController();
  let fail: (error: unknown) => void = () => undefined;
  const failed = new Promise<never>((_resolve, reject) => (fail = reject));
  failed.catch(() => undefined);
  const abort = (): void => {
    controller.abort();
    fail(new ConnectionError('the request was given up'));
  };
  const alarm: Alarm = clock.after(timeoutMs, abort);
  signal?.addEventListener('abort', abort);
  if (signal?.aborted) abort();
  return {
    signal: controller.signal,
    race: (promise) => Promise.race([promise, failed]),
    end: () => {
      alarm.cancel();
      signal?.removeEventListener('abort', abort);
    },
  };
}

function parse<Data>(response: Response, text: string): GraphResponse<Data> {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (cause) {
    throw unreadable(response, text.trimStart().startsWith('{') ? CUT_OFF : NOT_GRAPHQL, cause);
  }
  if (isResponse(body)) return body;
  throw unreadable(response, NOT_GRAPHQL);
}

const CUT_OFF = 'an answer that is cut off';
const NOT_GRAPHQL = 'no GraphQL answer';

const unreadable = (response: Response, what: string, cause?: unknown): ConnectionError =>
  new ConnectionError(`status ${response.status} and ${what}`, {
    retryAfterMs: retryAfterOf(response),
    correlationId: response.headers.get('x-correlation-id') ?? undefined,
    ...(cause !== undefined && { cause }),
  });

/** Errors name the request, so that a user can report it: the graph's log has the same id. */
function withCorrelationId<Data>({ headers }: Response, answer: GraphResponse<Data>): GraphResponse<Data> {
  const correlationId = headers.get('x-correlation-id');
  if (correlationId === null || !answer.errors) return answer;
  const errors = answer.errors.map((error) => ({
    ...error,
    extensions: { ...error.extensions, correlationId },
  }));
  return { ...answer, errors };
}

/** Time of the header Retry-After, which is in seconds. */
function retryAfterOf({ headers }: Response): number | undefined {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : undefined;
}
