import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { delay, type Clock } from '#platform/time/clock.ts';
import type { StreamCheck } from './checks.ts';
import { STREAMS, type Fields, type StreamName } from './queries.ts';

/** A stream that the checker reads. */
export interface FollowedStream {
  /** Its events, in the order of their arrival. */
  readonly events: readonly Fields[];
  readonly faults: readonly string[];
  /** Times that it ended with an error of an outage and was opened again. */
  readonly reopened: number;
}

/** The checker's socket. */
export interface CheckedSocket {
  /** Follows a stream until the socket closes. */
  follow(name: StreamName, variables: Fields, checks: StreamCheck): FollowedStream;
  close(): Promise<void>;
}

/** Codes with which a stream may end while a subgraph is away: the client opens it again, after its last cursor. */
const OUTAGE = new Set(['SERVICE_UNAVAILABLE', 'SLOW_CONSUMER']);
const REOPEN_AFTER_MS = 500;

interface Failure {
  readonly extensions?: { readonly code?: unknown };
}

const codesOf = (error: unknown): readonly string[] =>
  Array.isArray(error) ? (error as Failure[]).map(({ extensions }) => String(extensions?.code)) : [];

/** Opens a socket with a token. */
export function openCheckedSocket(graph: string, token: string, clock: Clock): CheckedSocket {
  let isClosing = false;
  const client = createClient({
    url: graph.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
  });
  return {
    follow: (name, variables, checks) => {
      const events: Fields[] = [];
      const faults: string[] = [];
      let reopened = 0;
      const { query, hasCursor } = STREAMS[name];
      const take = (event: Fields | undefined, errors: unknown): void => {
        if (!event) return void faults.push(`an event without data: ${JSON.stringify(errors)}`);
        events.push(event);
        faults.push(...checks.check(event));
      };
      const open = (): void => {
        const after = hasCursor ? events.at(-1)?.['cursor'] : undefined;
        client.subscribe<Record<string, Fields>>(
          { query, variables: { ...variables, ...(after !== undefined && { after }) } },
          {
            next: ({ data, errors }) => take(data?.[name], errors),
            error: (error) => {
              const codes = codesOf(error);
              if (codes.length === 0 || codes.some((code) => !OUTAGE.has(code)))
                faults.push(`ended with ${codes.join(' ') || String(error)}`);
              reopened += 1;
              checks.reopen();
              void delay(clock, REOPEN_AFTER_MS).then(() => !isClosing && open());
            },
            complete: () => {
              if (!isClosing) faults.push('completed without an error');
            },
          },
        );
      };
      open();
      return {
        events,
        faults,
        get reopened() {
          return reopened;
        },
      };
    },
    close: async () => {
      isClosing = true;
      await client.dispose();
    },
  };
}
