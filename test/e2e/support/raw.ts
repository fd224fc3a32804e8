import { once } from 'node:events';
import WebSocket from 'ws';

/** An unchanged answer over HTTP. */
export interface RawAnswer {
  readonly status: number;
  readonly body: {
    data?: Record<string, unknown> | null;
    errors?: { message: string; extensions?: { code?: string } }[];
  };
  /** The first error's code. */
  readonly code: string | undefined;
}

/** Posts a document without the SDK. */
export async function post(
  url: string,
  query: string,
  options: { variables?: object; token?: string; headers?: Record<string, string> } = {},
): Promise<RawAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
      ...options.headers,
    },
    body: JSON.stringify({ query, variables: options.variables }),
  });
  const body = (await response.json()) as RawAnswer['body'];
  return { status: response.status, body, code: body.errors?.[0]?.extensions?.code };
}

interface Frame {
  readonly id?: string;
  readonly type: string;
  readonly payload?: unknown;
}

/** A graphql-transport-ws socket that sends and receives single frames. */
export class RawSocket {
  readonly #socket: WebSocket;
  readonly #frames: Frame[] = [];
  #wake: () => void = () => undefined;
  /** Resolves with the code when the socket closes. */
  readonly closed: Promise<number>;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => {
      this.#frames.push(JSON.parse(data.toString()) as Frame);
      this.#wake();
    });
    this.closed = new Promise((resolve) => socket.on('close', (code) => resolve(code)));
  }

  static async open(url: string, connectionParams?: object): Promise<RawSocket> {
    const socket = new WebSocket(url.replace(/^http/, 'ws'), 'graphql-transport-ws');
    const raw = new RawSocket(socket);
    await once(socket, 'open');
    if (connectionParams) raw.send({ type: 'connection_init', payload: connectionParams });
    return raw;
  }

  send(frame: object | string): void {
    this.#socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  subscribe(id: string, query: string, variables: object = {}): void {
    this.send({ id, type: 'subscribe', payload: { query, variables } });
  }

  /** The next frame of an operation (or of the protocol, without an id), taken out of the queue. */
  async next(id?: string): Promise<Frame> {
    for (;;) {
      const index = this.#frames.findIndex((frame) => frame.id === id);
      const [frame] = index < 0 ? [] : this.#frames.splice(index, 1);
      if (frame) return frame;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  close(): void {
    this.#socket.close();
  }
}
