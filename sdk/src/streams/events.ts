import { readResponse, type Result } from '../result.ts';
import type { GraphSocket } from '../socket/graph-socket.ts';

/**
 * The events of one subscription on one socket, until the server completes it or the signal aborts. Throws BrokerError for its
 * error, ConnectionError when the socket is lost, Moved when another socket takes its place.
 */
export async function* eventsOf<Data>(
  socket: GraphSocket,
  { query, variables, signal }: { query: string; variables: object; signal: AbortSignal },
): AsyncGenerator<Result<Data>, void, undefined> {
  const waiting: Result<Data>[] = [];
  let ended: { readonly error?: unknown } | undefined;
  let wake = (): void => undefined;
  const end = (error?: unknown): void => {
    ended ??= error === undefined ? {} : { error };
    wake();
  };
  const unsubscribe = socket.subscribe(query, variables, {
    onEvent: (response) => {
      try {
        waiting.push(readResponse(response) as Result<Data>);
      } catch (error) {
        end(error);
      }
      wake();
    },
    onEnd: end,
  });
  const abort = (): void => {
    waiting.length = 0;
    end();
  };
  signal.addEventListener('abort', abort);
  try {
    for (;;) {
      const next = waiting.shift();
      if (next) yield next;
      else if (ended) break;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
    if ('error' in ended) throw ended.error;
  } finally {
    signal.removeEventListener('abort', abort);
    unsubscribe();
  }
}
