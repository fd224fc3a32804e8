import type { Clock } from '../src/clock.ts';
import type { Platform, WebSocketClass } from '../src/platform.ts';

/**
 * A broker in memory behind a network of which a test may cut, hold back, repeat and reorder what it carries. It serves the
 * cursor of `orders` and its stream, and quotes, to callers by their tokens.
 */
export interface ScriptedBroker {
  readonly platform: Platform;
  readonly fetch: typeof fetch;
  /** Adds an update of the account. */
  publish(): void;
  quote(sequence: number, ticker?: string): void;
  /** Bytes that the network has carried, in both directions. */
  carried(): number;
  /** Sockets that are open, with their tokens. */
  readonly sockets: readonly { readonly token: string | undefined; readonly subscriptions: number }[];
  /** Opened sockets so far. */
  readonly opened: number;
  /** Closes all sockets, each with a code. */
  closeAll(code: number, reason?: string): void;
  /** The network is gone: sockets stay silent, without a close. */
  vanish(): void;
  /** Ends the running subscriptions with an error. */
  fail(code: string, extensions?: object): void;
  /** Changes frames from the server to the client. */
  mangle: (frames: string[]) => string[];
  /** Tokens that the server knows. */
  readonly tokens: Set<string>;
  /** What a server does after each event. */
  afterEvent: () => void;
  /** Answers of HTTP instead of the broker's. */
  answer: ((query: string, init: RequestInit) => Promise<Response>) | undefined;
  readonly requests: string[];
}

export const cursorOf = (number: number): string =>
  btoa(JSON.stringify(['orders:a', String(number)])).replaceAll('=', '');
const numberOf = (cursor: string): number => Number((JSON.parse(atob(cursor)) as [string, string])[1]);

interface Message {
  readonly type: string;
  readonly id?: string;
  readonly payload?: {
    readonly authorization?: string;
    readonly query?: string;
    readonly variables?: { readonly after?: string | null };
  };
}

export interface Script {
  readonly clock: Clock;
  /** The network is cut for a moment when it has carried so many bytes: what is under way then is lost. */
  readonly cutAtByte?: number;
}

/** Bytes of the handshakes of HTTP and WebSocket. */
const HANDSHAKE = { request: 120, response: 80 };

export function createScriptedBroker({ clock, cutAtByte = Infinity }: Script): ScriptedBroker {
  const sockets = new Set<FakeSocket>();
  let bytes = 0;
  let opened = 0;
  let updates = 0;
  const requests: string[] = [];

  /** Carries a message. False when the network is cut within it. */
  const carry = (length: number): boolean => {
    const before = bytes;
    bytes += length;
    if (before >= cutAtByte || bytes < cutAtByte) return true;
    for (const socket of [...sockets]) socket.lose(1006);
    return false;
  };

  class FakeSocket {
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
    isSilent = false;
    readonly running = new Map<string, { kind: string; sent: number }>();

    get readyState(): number {
      return this.isOpen ? FakeSocket.OPEN : FakeSocket.CLOSED;
    }

    constructor() {
      sockets.add(this);
      opened += 1;
      queueMicrotask(() => {
        if (carry(HANDSHAKE.request) && carry(HANDSHAKE.response)) this.onopen?.();
        else this.lose(1006);
      });
    }

    send(text: string): void {
      if (!this.isOpen || this.isSilent || !carry(text.length + 6)) return;
      const message = JSON.parse(text) as Message;
      queueMicrotask(() => this.isOpen && this.#receive(message));
    }

    close(code = 1000): void {
      this.lose(code);
    }

    lose(code: number, reason = ''): void {
      if (!this.isOpen) return;
      this.isOpen = false;
      sockets.delete(this);
      queueMicrotask(() => this.onclose?.({ code, reason }));
    }

    emit(...messages: object[]): void {
      for (const frame of broker.mangle(messages.map((message) => JSON.stringify(message)))) {
        if (!this.isOpen || this.isSilent) return;
        if (carry(frame.length + 2)) queueMicrotask(() => this.isOpen && this.onmessage?.({ data: frame }));
        else this.lose(1006);
      }
    }

    #receive({ type, id = '', payload }: Message): void {
      const token = payload?.authorization?.slice('Bearer '.length);
      if (type === 'connection_init') {
        if (token !== undefined && !broker.tokens.has(token))
          return this.lose(4403, 'The token is not known.');
        this.token = token;
        this.emit({ type: 'connection_ack' });
      } else if (type === 'ping') {
        if (token === undefined) return this.emit({ type: 'pong' });
        const accepted =
          this.token !== undefined && userOf(token) === userOf(this.token) && broker.tokens.has(token);
        if (accepted) this.token = token;
        this.emit({ type: 'pong', payload: { authorization: { accepted } } });
      } else if (type === 'complete') this.running.delete(id);
      else if (type === 'subscribe') this.#subscribe(id, payload?.query ?? '', payload?.variables ?? {});
    }

    #subscribe(id: string, query: string, { after }: { readonly after?: string | null }): void {
      const isPrivate = query.includes('orders(');
      if (isPrivate && (this.token === undefined || !broker.tokens.has(this.token)))
        return this.emit({ type: 'error', id, payload: [failure('UNAUTHENTICATED')] });
      this.running.set(id, {
        kind: isPrivate ? 'orders' : 'quotes',
        sent: typeof after === 'string' ? numberOf(after) : updates,
      });
      if (isPrivate) this.flush();
      else if (lastQuote) this.emit({ type: 'next', id, payload: lastQuote });
    }

    /** Sends the updates that its subscriptions have not got. */
    flush(): void {
      for (const [id, one] of this.running) {
        if (one.kind !== 'orders') continue;
        const missed = Array.from({ length: updates - one.sent }, (_, index) => one.sent + index + 1);
        one.sent = updates;
        if (missed.length === 0) continue;
        this.emit(
          ...missed.map((number) => ({ type: 'next', id, payload: { data: { orders: update(number) } } })),
        );
        broker.afterEvent();
      }
    }
  }

  let lastQuote: object | undefined;
  const update = (number: number) => ({ cursor: cursorOf(number), order: { id: `o${number}` } });
  const failure = (code: string, extensions: object = {}) => ({
    message: code,
    extensions: { code, ...extensions },
  });

  const broker: ScriptedBroker & { afterEvent: () => void } = {
    platform: {
      fetch: () => Promise.reject(new Error('not used')),
      webSocket: FakeSocket as unknown as WebSocketClass,
      clock,
      random: () => 0.5,
      onWake: () => () => undefined,
    },
    fetch: async (_url, init = {}) => {
      const { query } = JSON.parse(init.body as string) as { query: string };
      requests.push(query);
      if (broker.answer) return broker.answer(query, init);
      if (!carry(HANDSHAKE.request + (init.body as string).length)) throw new TypeError('fetch failed');
      const body = JSON.stringify({ data: { account: { ordersCursor: cursorOf(updates) } } });
      if (!carry(HANDSHAKE.response + body.length)) throw new TypeError('fetch failed');
      // A real Response costs most of a session's time.
      return { status: 200, headers: new Headers(), text: async () => body } as unknown as Response;
    },
    publish: () => {
      updates += 1;
      for (const socket of [...sockets]) socket.flush();
    },
    quote: (sequence, ticker = 'PETR4') => {
      lastQuote = { data: { quotes: { ticker, last: `${sequence}.00`, sequence } } };
      for (const socket of sockets)
        for (const [id, { kind }] of socket.running)
          if (kind === 'quotes') socket.emit({ type: 'next', id, payload: lastQuote });
    },
    carried: () => bytes,
    get sockets() {
      return [...sockets].map(({ token, running }) => ({ token, subscriptions: running.size }));
    },
    get opened() {
      return opened;
    },
    closeAll: (code, reason) => {
      for (const socket of [...sockets]) socket.lose(code, reason);
    },
    vanish: () => {
      for (const socket of sockets) socket.isSilent = true;
    },
    fail: (code, extensions) => {
      for (const socket of sockets) {
        const ids = [...socket.running.keys()];
        socket.running.clear();
        for (const id of ids) socket.emit({ type: 'error', id, payload: [failure(code, extensions)] });
      }
    },
    mangle: (frames) => frames,
    tokens: new Set(['ana-1']),
    afterEvent: () => undefined,
    answer: undefined,
    requests,
  };
  return broker;
}

const userOf = (token: string): string => token.split('-', 1)[0] ?? '';
