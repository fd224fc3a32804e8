import { WebSocket } from 'ws';

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: {
    data?: Record<string, unknown> | null;
    errors?: { message: string; path?: (string | number)[]; extensions: { code: string } }[];
  };
  /** The codes of all errors. */
  readonly codes: readonly string[];
}

/** Sends one request with an unchanged body. */
export async function post(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const parsed = (await response.json()) as Answer['body'];
  const codes = parsed.errors?.map((error) => error.extensions.code) ?? [];
  return { status: response.status, headers: response.headers, body: parsed, codes };
}

export interface Message {
  readonly id?: string;
  readonly type: string;
  readonly payload?: unknown;
}

/** A client that records every frame. */
export interface TestSocket {
  readonly socket: WebSocket;
  /** All frames so far. */
  readonly received: readonly Message[];
  /** The close code, once it is closed. */
  readonly closed: Promise<number>;
  send(message: object | string): void;
  subscribe(id: string, query: string, variables?: object): void;
  /** Resolves with the first `count` frames of an operation when they have arrived. */
  frames(id: string, count: number): Promise<readonly Message[]>;
}

/** Opens a socket; with `params` it also sends `connection_init` and waits for the acknowledgement. */
export async function openSocket(
  url: string,
  params?: Record<string, unknown>,
  path = '/graphql',
): Promise<TestSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}${path}`, 'graphql-transport-ws');
  socket.setMaxListeners(0);
  const received: Message[] = [];
  const watchers = new Set<() => void>();
  socket.on('message', (data: Buffer) => {
    received.push(JSON.parse(data.toString('utf8')) as Message);
    for (const watch of watchers) watch();
  });
  socket.on('error', () => undefined);
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  await new Promise<void>((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const waitFor = <T>(read: () => T | undefined): Promise<T> =>
    new Promise((resolve, reject) => {
      const watch = (): void => {
        const found = read();
        if (found === undefined) return;
        watchers.delete(watch);
        resolve(found);
      };
      watchers.add(watch);
      socket.once('close', (code) => reject(new Error(`the socket closed with ${code}`)));
      watch();
    });
  const send = (message: object | string): void =>
    socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  const client: TestSocket = {
    socket,
    received,
    closed,
    send,
    subscribe: (id, query, variables = {}) => send({ id, type: 'subscribe', payload: { query, variables } }),
    frames: (id, count) =>
      waitFor(() => {
        const own = received.filter((message) => message.id === id);
        return own.length >= count ? own.slice(0, count) : undefined;
      }),
  };
  if (params) {
    send({ type: 'connection_init', payload: params });
    await waitFor(() => received.find(({ type }) => type === 'connection_ack'));
  }
  return client;
}
