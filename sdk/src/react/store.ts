/** State of a stream or a request, for a screen. */
export interface Shown<Value> {
  /** The newest value; undefined before the first. It stays when an error follows. */
  readonly data: Value | undefined;
  readonly error: Error | undefined;
  /** True until the first value or an error. */
  readonly isLoading: boolean;
}

/** A value with its changes, for a component: React's `useSyncExternalStore` takes both functions. */
export interface Store<Value> {
  readonly subscribe: (listener: () => void) => () => void;
  readonly get: () => Shown<Value>;
  /** Opens the source again; the value before stays until the next one. */
  readonly reload: () => void;
}

const LOADING = { data: undefined, error: undefined, isLoading: true };

/** Opens a source for its first listener, and aborts it after the last. */
export function createStore<Value>(
  run: (signal: AbortSignal, show: (value: Value) => void) => Promise<void>,
): Store<Value> {
  const listeners = new Set<() => void>();
  let shown: Shown<Value> = LOADING;
  let running: AbortController | undefined;
  const set = (next: Partial<Shown<Value>>): void => {
    shown = { ...shown, isLoading: false, ...next };
    for (const listener of [...listeners]) listener();
  };
  const open = (): void => {
    const controller = new AbortController();
    const { signal } = controller;
    running = controller;
    const show = (data: Value): void => {
      if (!signal.aborted) set({ data, error: undefined });
    };
    run(signal, show).catch((error: unknown) => {
      if (!signal.aborted) set({ error: error instanceof Error ? error : new Error(String(error)) });
    });
  };
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      if (!running) open();
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        running?.abort();
        running = undefined;
      };
    },
    get: () => shown,
    reload: () => {
      running?.abort();
      if (listeners.size > 0) open();
    },
  };
}

/** Shows the result of a request. */
export const requestStore = <Value>(request: (signal: AbortSignal) => Promise<Value>): Store<Value> =>
  createStore(async (signal, show) => show(await request(signal)));

/** Shows the events of a stream, folded into one value; without `fold` the newest event. */
export function streamStore<Event, Value>(
  open: (signal: AbortSignal) => AsyncIterable<Event>,
  fold: (before: Value | undefined, event: Event) => Value,
): Store<Value> {
  return createStore<Value>(async (signal, show) => {
    // A stream that is opened again begins anew, and so does its value: `after` may give it the same events.
    let value: Value | undefined;
    for await (const event of open(signal)) {
      value = fold(value, event);
      show(value);
    }
  });
}

/** Folds events into a list of the newest ones, oldest first. */
export const newest =
  <Event>(limit: number) =>
  (before: readonly Event[] | undefined, event: Event): readonly Event[] =>
    [...(before ?? []), event].slice(-limit);
