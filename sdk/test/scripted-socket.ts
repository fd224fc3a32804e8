/** The side of the server, as the sockets see it. */
export interface Server {
  /** Changes frames from the server to the client. */
  mangle: (frames: string[]) => string[];
  /** Tokens that the server knows: USER-NUMBER. */
  readonly tokens: ReadonlySet<string>;
  readonly updates: number;
  readonly lastQuote: object | undefined;
  afterEvent: () => void;
  opened(socket: ScriptedSocket): void;
  closed(socket: ScriptedSocket): void;
  /** Carries bytes. False when the network is cut within them. */
  carry(bytes: number): boolean;
}

interface Message {
  readonly type: string;
  readonly id?: string;
  readonly payload?: {
    readonly authorization?: string;
    readonly query?: string;
    readonly variables?: { readonly after?: string | null };
  };
}

/** Bytes of the handshakes of HTTP and WebSocket. */
export const HANDSHAKE = { request: 120, response: 80 };

export const cursorOf = (number: number): string =>
  btoa(JSON.stringify(['orders:a', String(number)])).replaceAll('=', '');
/** The number in a cursor of this account; null for any other cursor. */
function numberOf(cursor: string): number | null {
  const [scope, number] = JSON.parse(atob(cursor)) as [string, string];
  return scope === 'orders:a' ? Number(number) : null;
}
const userOf = (token: string): string => token.split('-', 1)[0] ?? '';
export const failure = (code: string, extensions: object = {}): object => ({
  message: code,
  extensions: { code, ...extensions },
});

/** A WebSocket in memory with the server at its other end, which speaks graphql-transport-ws. */
export class ScriptedSocket {
  // Clients other than the SDK look at these.
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  readonly protocol = 'graphql-transport-ws';
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  token: string | undefined;
  isOpen = true;
  /** The network is gone: nothing comes through, and nothing says so. */
  isSilent = false;
  readonly running = new Map<string, { readonly kind: 'orders' | 'quotes'; sent: number }>();
  readonly #server: Server;

  constructor(server: Server) {
    this.#server = server;
    server.opened(this);
    queueMicrotask(() => {
      if (server.carry(HANDSHAKE.request) && server.carry(HANDSHAKE.response)) this.onopen?.();
      else this.lose(1006);
    });
  }

  get readyState(): number {
    return this.isOpen ? ScriptedSocket.OPEN : ScriptedSocket.CLOSED;
  }

  send(text: string): void {
    if (!this.isOpen || this.isSilent || !this.#server.carry(text.length + 6)) return;
    const message = JSON.parse(text) as Message;
    queueMicrotask(() => this.isOpen && this.#receive(message));
  }

  close(code = 1000): void {
    this.lose(code);
  }

  lose(code: number, reason = ''): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.#server.closed(this);
    queueMicrotask(() => this.onclose?.({ code, reason }));
  }

  emit(...messages: object[]): void {
    for (const frame of this.#server.mangle(messages.map((message) => JSON.stringify(message)))) {
      if (!this.isOpen || this.isSilent) return;
      if (this.#server.carry(frame.length + 2))
        queueMicrotask(() => this.isOpen && this.onmessage?.({ data: frame }));
      else this.lose(1006);
    }
  }

  /** Sends the updates that its subscriptions have not got. */
  flush(): void {
    for (const [id, one] of this.running) {
      if (one.kind !== 'orders') continue;
      const { updates } = this.#server;
      const missed = Array.from({ length: updates - one.sent }, (_, index) => one.sent + index + 1);
      one.sent = updates;
      if (missed.length === 0) continue;
      this.emit(
        ...missed.map((number) => {
          const orders = { cursor: cursorOf(number), order: { id: `o${number}` } };
          return { type: 'next', id, payload: { data: { orders } } };
        }),
      );
      this.#server.afterEvent();
    }
  }

  #receive({ type, id = '', payload }: Message): void {
    const token = payload?.authorization?.slice('Bearer '.length);
    if (type === 'connection_init') this.#connect(token);
    else if (type === 'ping') this.#pong(token);
    else if (type === 'complete') this.running.delete(id);
    else if (type === 'subscribe') this.#subscribe(id, payload?.query ?? '', payload?.variables ?? {});
  }

  #connect(token: string | undefined): void {
    if (token !== undefined && !this.#server.tokens.has(token))
      return this.lose(4403, 'The token is not known.');
    this.token = token;
    this.emit({ type: 'connection_ack' });
  }

  #pong(token: string | undefined): void {
    if (token === undefined) return this.emit({ type: 'pong' });
    const isSameUser = this.token !== undefined && userOf(token) === userOf(this.token);
    const accepted = isSameUser && this.#server.tokens.has(token);
    if (accepted) this.token = token;
    this.emit({ type: 'pong', payload: { authorization: { accepted } } });
  }

  #subscribe(id: string, query: string, { after }: { readonly after?: string | null }): void {
    const { tokens, updates, lastQuote } = this.#server;
    const kind = query.includes('orders(') ? 'orders' : 'quotes';
    if (kind === 'orders' && (this.token === undefined || !tokens.has(this.token)))
      return this.emit({ type: 'error', id, payload: [failure('UNAUTHENTICATED')] });
    const sent = typeof after === 'string' ? numberOf(after) : updates;
    // As the broker: a cursor of another account, or of a broker that was restored to an older state.
    if (sent === null || sent > updates)
      return this.emit({ type: 'error', id, payload: [failure('BAD_USER_INPUT')] });
    this.running.set(id, { kind, sent });
    if (kind === 'orders') this.flush();
    else if (lastQuote) this.emit({ type: 'next', id, payload: lastQuote });
  }
}

/** The WebSocket class of clients of one server. */
export const socketsOf = (server: Server) =>
  class extends ScriptedSocket {
    constructor() {
      super(server);
    }
  };
