import { useCallback, useSyncExternalStore } from 'react';

/** A value with its changes. */
export interface Store<Value> {
  readonly get: () => Value;
  readonly set: (next: Value) => void;
  readonly update: (change: (before: Value) => Value) => void;
  /** Calls back at each change. Returns the end of that. */
  readonly subscribe: (listener: () => void) => () => void;
}

export function createStore<Value>(first: Value): Store<Value> {
  const listeners = new Set<() => void>();
  let value = first;
  const set = (next: Value): void => {
    if (Object.is(next, value)) return;
    value = next;
    for (const listener of [...listeners]) listener();
  };
  return {
    get: () => value,
    set,
    update: (change) => set(change(value)),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** The value of a store, for a component. */
export const useStore = <Value>({ subscribe, get }: Pick<Store<Value>, 'subscribe' | 'get'>): Value =>
  useSyncExternalStore(subscribe, get);

/** A part of a store's value: the component renders again when that part is another one. */
export function usePart<Value, Part>(
  { subscribe, get }: Pick<Store<Value>, 'subscribe' | 'get'>,
  part: (value: Value) => Part,
): Part {
  return useSyncExternalStore(
    subscribe,
    useCallback(() => part(get()), [get, part]),
  );
}
