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

/** Without fields of JavaScript's own privacy: to define them for the loaders of a context takes longer than a small operation. */
class LazyLoader<Key, Value> implements Loader<Key, Value> {
  private readonly batch: DataLoader.BatchLoadFn<Key, Value>;
  private readonly options: DataLoader.Options<Key, Value> | undefined;
  private made: DataLoader<Key, Value> | null = null;

  constructor(
    batch: DataLoader.BatchLoadFn<Key, Value>,
    options: DataLoader.Options<Key, Value> | undefined,
  ) {
    this.batch = batch;
    this.options = options;
  }

  private get loader(): DataLoader<Key, Value> {
    return (this.made ??= new DataLoader(this.batch, this.options));
  }

  load(key: Key): Promise<Value> {
    return this.loader.load(key);
  }

  loadMany(keys: ArrayLike<Key>): Promise<(Value | Error)[]> {
    return this.loader.loadMany(keys);
  }

  clearAll(): void {
    this.made?.clearAll();
  }
}

/** How to make each loader of a context. */
export type LoaderMakers<Base, Loaders> = {
  readonly [Name in keyof Loaders]: (context: Base) => Loaders[Name];
};

/**
 * Returns a function that makes contexts. A context makes a loader when a resolver first asks for it: to make a dozen took as long as
 * the check of an order.
 *
 * @param makers they get the context, and keep no other one
 */
export function contextsWith<Base extends object, Loaders extends object>(
  makers: LoaderMakers<Base, Loaders>,
): (base: Base) => Base & Loaders {
  class Made {
    constructor(base: Base) {
      Object.assign(this, base);
    }
  }
  for (const [name, make] of Object.entries<(context: Base) => unknown>(makers))
    Object.defineProperty(Made.prototype, name, {
      get(this: Base) {
        const value = make(this);
        Object.defineProperty(this, name, { value });
        return value;
      },
    });
  return (base) => new Made(base) as Base & Loaders;
}
