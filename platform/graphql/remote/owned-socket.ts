import { WebSocket } from 'ws';

/** The server of one socket. */
export interface SocketOwner {
  onSocketMessage(data: Buffer, isBinary: boolean): void;
  /** A ping of the WebSocket protocol. */
  onSocketPing(data: Buffer): void;
  onSocketPong(): void;
  /** A violation of the WebSocket protocol: ws closes the socket by itself. */
  onSocketError(error: Error): void;
  /** Called once, when either side has begun to close the open socket. */
  onSocketClosing(): void;
  onSocketClosed(code: number, reason: string): void;
}

/**
 * A socket whose events go to one owner, for the option `WebSocket` of a server: a listener for each event of each of thousands of
 * sockets takes more memory.
 */
export class OwnedSocket extends WebSocket {
  owner: SocketOwner | null = null;

  /** Sets the owner, once. */
  own(owner: SocketOwner): void {
    this.owner = owner;
  }

  /** Passes the events of ws to the owner, before listeners of them. */
  override emit(name: string | symbol, ...values: unknown[]): boolean {
    const { owner } = this;
    if (owner === null) return super.emit(name, ...values);
    pass(owner, name, values);
    // Without a listener of its own, an error would be thrown.
    return name === 'error' && this.listenerCount(name) === 0 ? true : super.emit(name, ...values);
  }

  /** ws itself closes a socket by this, too. */
  override close(code?: number, reason?: string | Buffer): void {
    const wasOpen = this.readyState === this.OPEN;
    super.close(code, reason);
    if (wasOpen) this.owner?.onSocketClosing();
  }
}

function pass(owner: SocketOwner, name: string | symbol, [first, second]: readonly unknown[]): void {
  switch (name) {
    case 'message':
      return owner.onSocketMessage(first as Buffer, second as boolean);
    case 'ping':
      return owner.onSocketPing(first as Buffer);
    case 'pong':
      return owner.onSocketPong();
    case 'error':
      return owner.onSocketError(first as Error);
    case 'close':
      return owner.onSocketClosed(first as number, (second as Buffer).toString('utf8'));
    default:
      return undefined;
  }
}
