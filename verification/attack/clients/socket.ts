import WebSocket from 'ws';

/** A frame of graphql-transport-ws. */
export interface Frame {
  readonly id?: string;
  readonly type?: string;
  readonly payload?: unknown;
}

/** A socket that sends and receives single frames. */
export interface RawSocket {
  /** False when the server refused the upgrade; `closed` then has the status. */
  readonly isOpen: boolean;
  /** Sends bytes as a text frame too when `binary` is false, whether they are UTF-8 or not. */
  send(frame: object | string | Buffer, binary?: boolean): void;
  subscribe(id: string, query: string, variables?: object): void;
  /** The next frame that fits, taken out of the queue; null when the socket closes or the time is over. */
  next(fits: (frame: Frame) => boolean, timeoutMs?: number): Promise<Frame | null>;
  /** Resolves with "closed CODE", or "upgrade refused STATUS". */
  readonly closed: Promise<string>;
  /** Label of the end so far; null while the socket is open. */
  readonly end: string | null;
  /** Stops reading: the server's frames stay in the network's buffers. */
  pause(): void;
  terminate(): void;
}

export interface SocketOptions {
  readonly url: string;
  readonly localAddress?: string | undefined;
  /** Payload of `connection_init`, sent at once; none is sent when it is null. */
  readonly init?: object | null;
  readonly onFrame?: (frame: Frame, bytes: number) => void;
  readonly protocol?: string;
  /** Number of received frames that wait for `next`; older ones are dropped. */
  readonly keptFrames?: number;
}

const WAIT_MS = 10_000;
const KEPT_FRAMES = 2_000;

/** Opens a socket. Resolves once it is open, or refused. */
export async function openSocket(options: SocketOptions): Promise<RawSocket> {
  const { url, localAddress, init = {}, onFrame, keptFrames = KEPT_FRAMES } = options;
  const socket = new WebSocket(url.replace(/^http/, 'ws'), options.protocol ?? 'graphql-transport-ws', {
    ...(localAddress !== undefined && { localAddress }),
    handshakeTimeout: WAIT_MS,
  });
  const frames: Frame[] = [];
  const waiting = new Set<() => void>();
  const wake = (): void => [...waiting].forEach((one) => one());
  let end: string | null = null;
  const closed = new Promise<string>((resolve) => {
    const finish = (label: string): void => {
      end ??= label;
      wake();
      resolve(end);
    };
    socket.on('close', (code) => finish(`closed ${code}`));
    socket.on('unexpected-response', (_request, { statusCode }) => {
      finish(`upgrade refused ${statusCode}`);
      socket.terminate();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (socket.readyState !== WebSocket.OPEN) finish(`no socket: ${error.code ?? error.message}`);
    });
  });
  socket.on('message', (data: Buffer) => {
    const frame = parse(data);
    onFrame?.(frame, data.length);
    frames.push(frame);
    if (frames.length > keptFrames) frames.shift();
    wake();
  });
  const send = (frame: object | string | Buffer, binary = Buffer.isBuffer(frame)): void => {
    if (socket.readyState !== WebSocket.OPEN) return;
    const data = typeof frame === 'string' || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame);
    socket.send(data, { binary });
  };
  await Promise.race([new Promise((resolve) => socket.once('open', resolve)), closed]);
  if (init !== null) send({ type: 'connection_init', payload: init });
  const raw: RawSocket = {
    get isOpen() {
      return end === null;
    },
    get end() {
      return end;
    },
    closed,
    send,
    subscribe: (id, query, variables = {}) => send({ id, type: 'subscribe', payload: { query, variables } }),
    next: (fits, timeoutMs = WAIT_MS) =>
      nextFrame({ frames, waiting, isOver: () => end !== null }, fits, timeoutMs),
    pause: () => socket.pause(),
    terminate: () => socket.terminate(),
  };
  return raw;
}

interface Inbox {
  readonly frames: Frame[];
  readonly waiting: Set<() => void>;
  readonly isOver: () => boolean;
}

function nextFrame(
  { frames, waiting, isOver }: Inbox,
  fits: (frame: Frame) => boolean,
  timeoutMs: number,
): Promise<Frame | null> {
  const take = (): Frame | undefined => {
    const index = frames.findIndex(fits);
    return index < 0 ? undefined : frames.splice(index, 1)[0];
  };
  return new Promise((resolve) => {
    const timeout = AbortSignal.timeout(timeoutMs);
    const look = (): void => {
      const frame = take();
      if (!frame && !isOver() && !timeout.aborted) return;
      waiting.delete(look);
      timeout.removeEventListener('abort', look);
      resolve(frame ?? null);
    };
    waiting.add(look);
    timeout.addEventListener('abort', look);
    look();
  });
}

function parse(data: Buffer): Frame {
  try {
    return JSON.parse(data.toString()) as Frame;
  } catch {
    return { type: 'not JSON' };
  }
}

/** The code of an operation's error frame; null for any other frame. */
export function codeOfFrame(frame: Frame | null): string | null {
  if (frame?.type !== 'error' && frame?.type !== 'next') return null;
  const errors = Array.isArray(frame.payload)
    ? (frame.payload as unknown[])
    : ((frame.payload as { errors?: unknown[] } | null)?.errors ?? []);
  const [first] = errors as { extensions?: { code?: string } }[];
  return first === undefined ? null : (first.extensions?.code ?? 'no code');
}
