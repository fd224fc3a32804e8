import { createStore, type Store } from './store.ts';

/** Values that a browser keeps are texts that anyone may have changed. */
export interface StoredForm<Value> {
  readonly key: string;
  /** The value of a parsed text, or null when it is none. */
  readonly read: (parsed: unknown) => Value | null;
  readonly first: Value;
}

/** A store that the browser keeps. */
export function createStoredStore<Value>(
  storage: Storage | null,
  { key, read, first }: StoredForm<Value>,
): Store<Value> {
  const store = createStore(readStored(storage, key, read) ?? first);
  store.subscribe(() => {
    try {
      storage?.setItem(key, JSON.stringify(store.get()));
    } catch {
      // The storage is full or forbidden: the value lasts as long as the page.
    }
  });
  return store;
}

/** The kept value; null when there is none, or none of this form. */
export function readStored<Value>(
  storage: Storage | null,
  key: string,
  read: (parsed: unknown) => Value | null,
): Value | null {
  try {
    const text = storage?.getItem(key);
    return text === null || text === undefined ? null : read(JSON.parse(text));
  } catch {
    return null;
  }
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
