import { pauseAfter, type Backoff } from '../backoff.ts';
import { delay } from '../clock.ts';
import { ConnectionError, isUnauthenticated } from '../errors.ts';
import type { Platform } from '../platform.ts';
import type { Tokens } from '../tokens.ts';
import {
  Moved,
  openGraphSocket,
  type GraphSocket,
  type SocketSettings,
  type SocketWatch,
} from './graph-socket.ts';
import { createStatus, type ConnectionStatus } from './status.ts';

export interface ConnectionSettings extends Omit<SocketSettings, 'webSocket'>, Backoff {
  readonly webSocket: SocketSettings['webSocket'] | undefined;
  readonly tokens: Tokens;
  readonly onWake: Platform['onWake'];
  readonly onNetworkLost: Platform['onNetworkLost'];
}

/** The one socket that all streams of a client share: opened for the first, opened again when it is lost, closed after the last. */
export interface Connection {
  readonly status: ConnectionStatus;
  /** Keeps the socket open until the returned function is called. */
  hold(): () => void;
  /** Resolves with an open socket, however long that takes. Rejects with BrokerError when the caller's token is refused. */
  socket(): Promise<GraphSocket>;
  /** An event has come: the connection works, and the next pause is short again. */
  works(): void;
  /** The server does not know the caller of a socket. False when there is no other token to try. */
  refused(socket: GraphSocket): Promise<boolean>;
  /** The token is another one: the open socket takes it, or is replaced. */
  tokenChanged(): void;
  close(): void;
}

/** Attempts that failed in a row, after which the state is `offline`. */
const OFFLINE_AFTER = 3;
/** Tokens that are refused in a row, after which the streams end. */
const MAX_REFUSED = 3;
/** A socket that has lived for this has worked, also without an event. */
const STABLE_MS = 10_000;

export function createConnection(settings: ConnectionSettings): Connection {
  return new SharedConnection(settings);
}

class SharedConnection implements Connection {
  readonly status = createStatus();
  readonly #settings: ConnectionSettings;
  #current: GraphSocket | undefined;
  /** A socket that opens, or an open one that changes its caller. */
  #pending: Promise<GraphSocket> | undefined;
  readonly #watch: SocketWatch = {
    onDoubt: (socket, isInDoubt) => {
      if (socket === this.#current) this.status.set(isInDoubt ? 'reconnecting' : 'live');
    },
    onLost: (socket) => this.#lost(socket),
  };
  #openedAtMs = 0;
  #failures = 0;
  #holders = 0;
  #pause = new AbortController();
  #endSignals: (() => void) | undefined;

  constructor(settings: ConnectionSettings) {
    this.#settings = settings;
  }

  hold(): () => void {
    this.#holders += 1;
    this.#endSignals ??= this.#followSignals();
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#holders -= 1;
      if (this.#holders === 0) this.close();
    };
  }

  #followSignals(): () => void {
    const { onWake, onNetworkLost } = this.#settings;
    const endWake = onWake(() => {
      this.#current?.probe();
      this.#tryNow();
    });
    const endNetworkLost = onNetworkLost(() => this.#current?.suspect());
    return () => {
      endWake();
      endNetworkLost();
    };
  }

  socket(): Promise<GraphSocket> {
    if (this.#pending) return this.#pending;
    return this.#current ? Promise.resolve(this.#current) : this.#wait(this.#open());
  }

  works(): void {
    this.#failures = 0;
  }

  async refused(socket: GraphSocket): Promise<boolean> {
    if (socket !== this.#current || this.#pending) return true;
    const token = await this.#settings.tokens.renewed(socket.token);
    if (token === undefined) return false;
    if (socket === this.#current && !this.#pending)
      this.#wait(this.#changeCaller(socket, token)).catch(() => undefined);
    return true;
  }

  tokenChanged(): void {
    if (this.#pending) {
      // The caller is read again once the socket is open.
      void this.#pending.then(() => this.tokenChanged()).catch(() => undefined);
    } else if (this.#current) {
      this.#wait(this.#takeToken(this.#current)).catch(() => undefined);
    }
    this.#tryNow();
  }

  close(): void {
    const socket = this.#current;
    this.#current = undefined;
    this.#endSignals?.();
    this.#endSignals = undefined;
    this.#failures = 0;
    this.#tryNow();
    socket?.close();
    this.status.set('idle');
  }

  #wait(pending: Promise<GraphSocket>): Promise<GraphSocket> {
    this.#pending = pending;
    const forget = (): void => {
      if (this.#pending === pending) this.#pending = undefined;
    };
    pending.then(forget, forget);
    return pending;
  }

  /** Ends the pause before the next attempt. */
  #tryNow(): void {
    this.#pause.abort();
    this.#pause = new AbortController();
  }

  /** Opens a socket for the present caller. Tries until it is open, or no stream waits for it any more. */
  async #open(first?: string): Promise<GraphSocket> {
    const { tokens, clock } = this.#settings;
    let token = first ?? (await this.#askToken());
    for (let refused = 0; ;) {
      if (this.#failures > 0)
        await delay(clock, pauseAfter(this.#failures, this.#settings), this.#pause.signal);
      if (this.#holders === 0) throw new ConnectionError('no stream waits for the socket');
      this.#showAttempt();
      try {
        return this.#opened(await openGraphSocket(this.#socketSettings(), token, this.#watch));
      } catch (error) {
        if (error instanceof ConnectionError) {
          this.#failures += 1;
          token = await this.#askToken();
        } else {
          const isRefused = isUnauthenticated(error) && ++refused < MAX_REFUSED;
          const newer = isRefused ? await tokens.renewed(token) : undefined;
          if (newer === undefined) throw error;
          token = newer;
        }
      }
    }
  }

  /** The token of the next socket. A function that fails counts as a failed attempt: it may itself need the network. */
  async #askToken(): Promise<string | undefined> {
    const { tokens, clock } = this.#settings;
    for (;;) {
      try {
        return await tokens.current();
      } catch (error) {
        if (this.#holders === 0) throw error;
        this.#failures += 1;
        this.#showAttempt();
        await delay(clock, pauseAfter(this.#failures, this.#settings), this.#pause.signal);
      }
    }
  }

  #socketSettings(): SocketSettings {
    const { webSocket, ...rest } = this.#settings;
    if (!webSocket)
      throw new TypeError(
        "this platform has no WebSocket: pass `webSocket`, for example that of the package 'ws'",
      );
    return { ...rest, webSocket };
  }

  #showAttempt(): void {
    if (this.#current) return;
    if (this.#failures === 0) this.status.set('connecting');
    else this.status.set(this.#failures < OFFLINE_AFTER ? 'reconnecting' : 'offline');
  }

  #opened(socket: GraphSocket): GraphSocket {
    if (this.#holders === 0) {
      socket.close();
      throw new ConnectionError('no stream waits for the socket');
    }
    this.#current = socket;
    this.#openedAtMs = this.#settings.clock.nowMs();
    this.status.set('live');
    return socket;
  }

  #lost(socket: GraphSocket): void {
    if (socket !== this.#current) return;
    const isStable = this.#settings.clock.nowMs() - this.#openedAtMs >= STABLE_MS;
    this.#current = undefined;
    this.#failures = isStable ? 1 : this.#failures + 1;
    this.#showAttempt();
  }

  async #takeToken(old: GraphSocket): Promise<GraphSocket> {
    const token = await this.#askToken();
    return token === old.token ? old : this.#changeCaller(old, token);
  }

  /** Gives a socket its new caller: by a renewal where the user is the same, else by another socket, to which the streams move. */
  async #changeCaller(old: GraphSocket, token: string | undefined): Promise<GraphSocket> {
    const isRenewed = token !== undefined && old.token !== undefined && (await old.renew(token));
    if (isRenewed && old === this.#current) return old;
    const next = await this.#open(token);
    old.close(new Moved());
    return next;
  }
}
