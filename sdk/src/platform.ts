import type { Clock } from './clock.ts';

/** A WebSocket class: that of the platform, or of the package `ws`. */
export type WebSocketClass = new (...args: never[]) => object;

/** The clock, network and randomness of the platform that the SDK runs on. Tests pass their own. */
export interface Platform {
  readonly fetch: typeof fetch;
  /** Absent on Node before version 22. */
  readonly webSocket: WebSocketClass | undefined;
  readonly clock: Clock;
  /** Random numbers from 0 up to 1. */
  readonly random: () => number;
  /** Calls back when the network is back, or a page that was hidden is seen. Returns the end of that. */
  readonly onWake: (callback: () => void) => () => void;
  /** Calls back when the network is gone. Returns the end of that. */
  readonly onNetworkLost: (callback: () => void) => () => void;
}

/** The part of a browser's window that says when a page is seen and its network is back. */
interface Page extends EventTarget {
  readonly document?: EventTarget & { readonly visibilityState: string };
}

/** The browser or Node. */
export const thisPlatform = (): Platform => ({
  // A browser's fetch rejects any `this` but the window. It is looked up at each call, since tests and tools replace it.
  fetch: (...args) => fetch(...args),
  webSocket: (globalThis as { WebSocket?: WebSocketClass }).WebSocket,
  clock: {
    nowMs: () => Date.now(),
    after: (delayMs, callback) => {
      const timer = setTimeout(callback, delayMs);
      return { cancel: () => clearTimeout(timer) };
    },
  },
  random: () => Math.random(),
  onWake: (callback) => {
    const page = globalThis as unknown as Partial<Page>;
    if (!page.addEventListener || !page.document) return () => undefined;
    const { document } = page;
    const seen = (): void => {
      if (document.visibilityState === 'visible') callback();
    };
    page.addEventListener('online', callback);
    document.addEventListener('visibilitychange', seen);
    return () => {
      page.removeEventListener?.('online', callback);
      document.removeEventListener('visibilitychange', seen);
    };
  },
  onNetworkLost: (callback) => {
    const page = globalThis as unknown as Partial<Page>;
    if (!page.addEventListener || !page.document) return () => undefined;
    page.addEventListener('offline', callback);
    return () => page.removeEventListener?.('offline', callback);
  },
});
