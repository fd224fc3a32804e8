import { retry } from '#platform/retry/retry.ts';
import { createWallClock } from '#platform/time/clock.ts';

/** Requests to the graph. */
export interface Graph {
  /** Sends a request until it is answered: it may reach a broker that was killed, or that starts. It must be safe to repeat. */
  request<T>(token: string | null, query: string, variables?: object): Promise<T>;
  /** Requests that were repeated. */
  readonly repeated: () => number;
}

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** The broker does not run, or a part of it does not answer. */
class Unavailable extends Error {
  override readonly name = 'Unavailable';
}

/** Repeats for this long, in milliseconds. A broker starts within seconds; the machine may sleep meanwhile. */
const TIMEOUT_MS = 1_800_000;

/** @param urlOf address of the graph now */
export function createGraph(urlOf: () => string): Graph {
  let repeated = 0;
  const clock = createWallClock();
  return {
    request: <T>(token: string | null, query: string, variables: object = {}) =>
      retry(() => post<T>(urlOf(), token, query, variables), {
        clock,
        timeoutMs: TIMEOUT_MS,
        isTransient: (error) => error instanceof Unavailable,
        onFailure: () => {
          repeated += 1;
        },
      }),
    repeated: () => repeated,
  };
}

async function post<T>(url: string, token: string | null, query: string, variables: object): Promise<T> {
  const { data, errors } = await send(url, token, JSON.stringify({ query, variables }));
  const [error] = errors ?? [];
  if (!error) return data as T;
  if (error.extensions?.code === 'SERVICE_UNAVAILABLE') throw new Unavailable(error.message);
  throw new Error(`${error.extensions?.code ?? ''}: ${error.message} in ${query}`);
}

async function send(url: string, token: string | null, body: string): Promise<Answer> {
  try {
    const headers = {
      'content-type': 'application/json',
      ...(token !== null && { authorization: `Bearer ${token}` }),
    };
    const response = await fetch(url, { method: 'POST', headers, body });
    return (await response.json()) as Answer;
  } catch (error) {
    throw new Unavailable((error as Error).message);
  }
}
