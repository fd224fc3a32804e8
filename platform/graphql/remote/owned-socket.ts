import { WebSocket, type RawData } from 'ws';

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
 * A socket whose events go to one owner, for the option `WebSocket` of a server. A function for each event of each of thousands of
 * sockets takes more memory.
 */
export class OwnedSocket extends WebSocket {
  owner: SocketOwner | null = null;

  /** Sets the owner, once. */
  own(owner: SocketOwner): void {
    this.owner = owner;
    this.on('message', passMessage)
      .on('ping', passPing)
      .on('pong', passPong)
      .on('error', passError)
      .on('close', passClose);
  }

  /** ws itself closes a socket by this, too. */
  override close(code?: number, reason?: string | Buffer): void {
    const wasOpen = this.readyState === this.OPEN;
    super.close(code, reason);
    if (wasOpen) this.owner?.onSocketClosing();
  }
}

const ownerOf = (socket: WebSocket): SocketOwner | null =>
  socket instanceof OwnedSocket ? socket.owner : null;

function passMessage(this: WebSocket, data: RawData, isBinary: boolean): void {
  ownerOf(this)?.onSocketMessage(data as Buffer, isBinary);
}

function passPing(this: WebSocket, data: Buffer): void {
  ownerOf(this)?.onSocketPing(data);
}

function passPong(this: WebSocket): void {
  ownerOf(this)?.onSocketPong();
}

function passError(this: WebSocket, error: Error): void {
  ownerOf(this)?.onSocketError(error);
}

function passClose(this: WebSocket, code: number, reason: Buffer): void {
  ownerOf(this)?.onSocketClosed(code, reason.toString('utf8'));
}
