import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';

/** A request for a stream, with all that has arrived. */
export interface TestStream {
  readonly status: Promise<number>;
  readonly headers: Promise<IncomingHttpHeaders>;
  readonly results: readonly Result[];
  /** The body of an answer that is no stream. */
  readonly body: string;
  readonly comments: number;
  readonly isComplete: boolean;
  /** True when the answer has ended or was cut. */
  readonly hasEnded: boolean;
  pause(): void;
  resume(): void;
  leave(): void;
}

export interface Result {
  readonly data?: Readonly<Record<string, Record<string, unknown>>> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

export interface StreamOptions {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly token?: string;
  readonly accept?: string;
}

export const codesOfResult = (result: Result | undefined): string[] =>
  (result?.errors ?? []).map(({ extensions }) => extensions.code);

/** Opens a stream by POST, as clients of GraphQL over SSE do. */
export function openStream(url: string, query: string, options: StreamOptions = {}): TestStream {
  const { variables = {}, token, accept = 'text/event-stream' } = options;
  const state = { results: [] as Result[], body: '', comments: 0, isComplete: false, hasEnded: false };
  const outgoing = request(`${url}/graphql`, {
    method: 'POST',
    agent: false,
    headers: {
      ...{ accept, 'content-type': 'application/json' },
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
  });
  const end = (): void => void (state.hasEnded = true);
  outgoing.on('error', end);
  const answer = new Promise<IncomingMessage>((resolve) => outgoing.once('response', resolve));
  const take = (event: string): void => {
    const [head = '', data = ''] = event.split('\n');
    if (head === 'event: next') state.results.push(JSON.parse(data.slice('data: '.length)) as Result);
    else if (event === 'event: complete\ndata:') state.isComplete = true;
    else if (event === ':') state.comments += 1;
    else throw new Error(`not an event of the protocol: ${event}`);
  };
  outgoing.once('response', (response) => {
    const isStream = response.headers['content-type']?.startsWith('text/event-stream') ?? false;
    response.setEncoding('utf8');
    response.on('error', end);
    response.on('close', end);
    let rest = '';
    response.on('data', (text: string) => {
      if (!isStream) return void (state.body += text);
      const events = (rest + text).split('\n\n');
      rest = events.pop() ?? '';
      for (const event of events) take(event);
    });
  });
  outgoing.end(JSON.stringify({ query, variables }));
  return {
    status: answer.then(({ statusCode = 0 }) => statusCode),
    headers: answer.then(({ headers }) => headers),
    get results() {
      return state.results;
    },
    get body() {
      return state.body;
    },
    get comments() {
      return state.comments;
    },
    get isComplete() {
      return state.isComplete;
    },
    get hasEnded() {
      return state.hasEnded;
    },
    pause: () => void answer.then((response) => response.pause()),
    resume: () => void answer.then((response) => response.resume()),
    leave: () => outgoing.destroy(),
  };
}
