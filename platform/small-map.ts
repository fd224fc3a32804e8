/** The part of a Map that a small map has. */
export interface Entries<Key, Value> {
  readonly size: number;
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): unknown;
  delete(key: Key): boolean;
  values(): Iterable<Value>;
}

/**
 * A map without order, which has no table for one entry: a table takes 200 bytes, and most of thousands of sockets have one
 * subscription.
 */
export class SmallMap<Key, Value extends NonNullable<unknown>> implements Entries<Key, Value> {
  #key: Key | undefined;
  /** Undefined while there is no first entry. */
  #value: Value | undefined;
  /** Null while no other exists. */
  #others: Map<Key, Value> | null = null;

  get size(): number {
    return (this.#value === undefined ? 0 : 1) + (this.#others?.size ?? 0);
  }

  get(key: Key): Value | undefined {
    return this.#isFirst(key) ? this.#value : this.#others?.get(key);
  }

  set(key: Key, value: Value): void {
    const isFirst = this.#value === undefined ? !this.#others?.has(key) : this.#isFirst(key);
    if (!isFirst) {
      this.#others ??= new Map();
      this.#others.set(key, value);
      return;
    }
    this.#key = key;
    this.#value = value;
  }

  delete(key: Key): boolean {
    if (this.#isFirst(key)) {
      this.#key = undefined;
      this.#value = undefined;
      return true;
    }
    const isDeleted = this.#others?.delete(key) ?? false;
    if (this.#others?.size === 0) this.#others = null;
    return isDeleted;
  }

  values(): readonly Value[] {
    const others = this.#others?.values() ?? [];
    return this.#value === undefined ? [...others] : [this.#value, ...others];
  }

  #isFirst(key: Key): boolean {
    return this.#value !== undefined && this.#key === key;
  }
}
