import type { WebSocketClass } from '../platform.ts';

/** The part of a WebSocket that browsers, Node and the package `ws` share. */
interface Wire {
  send(text: string): void;
  close(code?: number, reason?: string): void;
  onopen: (() => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: ((event: { readonly code?: number; readonly reason?: string }) => void) | null;
  onerror: ((event: unknown) => void) | null;
}

/** A message of the protocol graphql-transport-ws. */
export interface Message {
  readonly type: string;
  readonly id?: string;
  readonly payload?: unknown;
}

/** How a socket has closed. */
export interface Closed {
  readonly code?: number | undefined;
  readonly reason: string;
}

/** A WebSocket that carries messages of the protocol. */
export interface MessageWire {
  send(message: Message): void;
  /** Closes it and calls `onClosed` at once: a socket whose network is gone would not close by itself for minutes. */
  close(closed: Closed): void;
}

interface WireEvents {
  onOpen(): void;
  onMessage(message: Message): void;
  onClosed(closed: Closed): void;
}

const NORMAL = 1000;

/** Opens a WebSocket. A message that is no JSON closes it: what came after it would be missing. */
export function openWire(webSocket: WebSocketClass, url: string, events: WireEvents): MessageWire {
  const wire = new (webSocket as unknown as new (url: string, protocol: string) => Wire)(
    url,
    'graphql-transport-ws',
  );
  let isOpen = true;
  const closed = (how: Closed): void => {
    if (!isOpen) return;
    isOpen = false;
    // A socket without a listener for its errors would end a program of Node.
    wire.onopen = wire.onmessage = wire.onclose = null;
    events.onClosed(how);
  };
  const close = (how: Closed): void => {
    closed(how);
    try {
      wire.close(NORMAL, how.reason);
    } catch {
      // It was closed before, or has not opened: some WebSockets throw then.
    }
  };
  wire.onopen = () => events.onOpen();
  wire.onerror = () => undefined;
  wire.onclose = ({ code, reason }) => closed({ code, reason: reason ?? '' });
  wire.onmessage = ({ data }) => {
    const message = messageOf(data);
    if (message) events.onMessage(message);
    else close({ reason: 'a message was cut off' });
  };
  return { close, send: (message) => isOpen && wire.send(JSON.stringify(message)) };
}

function messageOf(data: unknown): Message | undefined {
  try {
    const message: unknown = JSON.parse(String(data));
    return typeof message === 'object' && message !== null ? (message as Message) : undefined;
  } catch {
    return undefined;
  }
}
