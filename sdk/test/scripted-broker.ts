import type { Clock } from '../src/clock.ts';
import type { Platform } from '../src/platform.ts';
import {
  cursorOf,
  failure,
  HANDSHAKE,
  socketsOf,
  type ScriptedSocket,
  type Server,
} from './scripted-socket.ts';

export { cursorOf } from './scripted-socket.ts';

export interface Script {
  readonly clock: Clock;
  /** The network is cut for a moment when it has carried so many bytes: what is under way then is lost. */
  readonly cutAtByte?: number;
}

export const createScriptedBroker = (script: Script): ScriptedBroker => new ScriptedBroker(script);

/**
 * A broker in memory behind a network of which a test may cut, hold back, repeat and reorder the messages. It serves the
 * cursor of `orders` and its stream, and quotes, to callers by their tokens.
 */
export class ScriptedBroker implements Server {
  readonly tokens = new Set(['ana-1']);
  /** Documents of the requests over HTTP. */
  readonly requests: string[] = [];
  mangle = (frames: string[]): string[] => frames;
  afterEvent = (): void => undefined;
  /** Answers of HTTP in place of the broker's. */
  answer: ((query: string, init: RequestInit) => Promise<Response>) | undefined;
  /** The network of the page is back, or the page is seen again. */
  wake = (): void => undefined;
  /** The network of the page is gone. */
  loseNetwork = (): void => undefined;
  updates = 0;
  lastQuote: object | undefined;
  /** Sockets that were opened so far. */
  opens = 0;
  readonly platform: Platform;
  readonly #sockets = new Set<ScriptedSocket>();
  readonly #cutAtByte: number;
  #bytes = 0;

  constructor({ clock, cutAtByte = Infinity }: Script) {
    this.#cutAtByte = cutAtByte;
    this.platform = {
      fetch: (_url, init = {}) => this.#request(init),
      webSocket: socketsOf(this),
      clock,
      random: () => 0.5,
      onWake: (callback) => {
        this.wake = callback;
        return () => (this.wake = () => undefined);
      },
      onNetworkLost: (callback) => {
        this.loseNetwork = callback;
        return () => (this.loseNetwork = () => undefined);
      },
    };
  }

  /** Open sockets with their tokens. */
  get sockets(): readonly { readonly token: string | undefined; readonly subscriptions: number }[] {
    return [...this.#sockets].map(({ token, running }) => ({ token, subscriptions: running.size }));
  }

  /** Bytes that the network has carried, in both directions. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Adds an update of the account. */
  publish(): void {
    this.updates += 1;
    for (const socket of [...this.#sockets]) socket.flush();
  }

  quote(sequence: number, ticker = 'PETR4'): void {
    this.lastQuote = { data: { quotes: { ticker, last: `${sequence}.00`, sequence } } };
    for (const socket of this.#sockets)
      for (const [id, { kind }] of socket.running)
        if (kind === 'quotes') socket.emit({ type: 'next', id, payload: this.lastQuote });
  }

  closeAll(code: number, reason?: string): void {
    for (const socket of [...this.#sockets]) socket.lose(code, reason);
  }

  /** The network is gone: sockets stay silent, without a close. */
  vanish(): void {
    for (const socket of this.#sockets) socket.isSilent = true;
  }

  /** The network of the silent sockets is back. */
  appear(): void {
    for (const socket of this.#sockets) socket.isSilent = false;
  }

  /** Ends the running subscriptions with an error. */
  fail(code: string, extensions?: object): void {
    for (const socket of this.#sockets) {
      const ids = [...socket.running.keys()];
      socket.running.clear();
      for (const id of ids) socket.emit({ type: 'error', id, payload: [failure(code, extensions)] });
    }
  }

  opened(socket: ScriptedSocket): void {
    this.opens += 1;
    this.#sockets.add(socket);
  }

  closed(socket: ScriptedSocket): void {
    this.#sockets.delete(socket);
  }

  carry(bytes: number): boolean {
    const before = this.#bytes;
    this.#bytes += bytes;
    if (before >= this.#cutAtByte || this.#bytes < this.#cutAtByte) return true;
    this.closeAll(1006);
    return false;
  }

  async #request(init: RequestInit): Promise<Response> {
    const text = init.body as string;
    const { query } = JSON.parse(text) as { query: string };
    this.requests.push(query);
    if (this.answer) return this.answer(query, init);
    const body = JSON.stringify({ data: { account: { ordersCursor: cursorOf(this.updates) } } });
    if (!this.carry(HANDSHAKE.request + text.length) || !this.carry(HANDSHAKE.response + body.length))
      throw new TypeError('fetch failed');
    // A real Response costs most of a session's time.
    return { status: 200, headers: new Headers(), text: async () => body } as unknown as Response;
  }
}
