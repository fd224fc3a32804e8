import DataLoader from 'dataloader';

/** The methods of a loader that resolvers use. */
export interface Loader<Key, Value> extends Pick<DataLoader<Key, Value>, 'load' | 'loadMany'> {
  /** Forgets what it has loaded. */
  clearAll(): void;
}

/**
 * Creates a loader with its first use: a context has a loader for each kind of read, and an operation uses few of them.
 *
 * @param load see `DataLoader`
 */
export const lazyLoader = <Key, Value>(
  load: DataLoader.BatchLoadFn<Key, Value>,
  options?: DataLoader.Options<Key, Value>,
): Loader<Key, Value> => new LazyLoader(load, options);

class LazyLoader<Key, Value> implements Loader<Key, Value> {
  readonly #load: DataLoader.BatchLoadFn<Key, Value>;
  readonly #options: DataLoader.Options<Key, Value> | undefined;
  #made: DataLoader<Key, Value> | null = null;

  constructor(load: DataLoader.BatchLoadFn<Key, Value>, options: DataLoader.Options<Key, Value> | undefined) {
    this.#load = load;
    this.#options = options;
  }

  get #loader(): DataLoader<Key, Value> {
    return (this.#made ??= new DataLoader(this.#load, this.#options));
  }

  load(key: Key): Promise<Value> {
    return this.#loader.load(key);
  }

  loadMany(keys: ArrayLike<Key>): Promise<(Value | Error)[]> {
    return this.#loader.loadMany(keys);
  }

  clearAll(): void {
    this.#made?.clearAll();
  }
}
