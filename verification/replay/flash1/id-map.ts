/** Hash multiplier near 2^32 divided by the golden ratio. */
const SPREAD = 0x9e3779b1;

/**
 * Home index of a key. Eight consecutive ids share a cache line, since nearby ids are used together; the groups of eight
 * are hashed.
 */
const homeOf = (key: number, shift: number): number =>
  ((Math.imul(key >>> 3, SPREAD) >>> shift) << 3) | (key & 7);

/**
 * Hash map from ids of 32 bits to slots (never 0): open addressing in one array of integers. An entry allocates nothing
 * and a removed key leaves no tombstone.
 */
export class IdMap {
  size = 0;
  /** Alternating keys and slots; slot 0 marks a free entry. */
  private entries: Int32Array;
  private mask: number;
  private shift: number;

  /** `capacity`: entries before the first growth, a power of two above 8; the map grows at half of it. */
  constructor(capacity = 1_024) {
    this.entries = new Int32Array(capacity * 2);
    this.mask = capacity - 1;
    this.shift = Math.clz32(capacity) + 4;
  }

  /** The slot of an id; 0 for none. */
  get(id: number): number {
    const { entries, mask } = this;
    const key = id | 0;
    for (let index = homeOf(key, this.shift); ; index = (index + 1) & mask) {
      const slot = entries[index * 2 + 1]!;
      if (slot === 0 || entries[index * 2] === key) return slot;
    }
  }

  /** Sets the slot of an id. */
  set(id: number, slot: number): void {
    if (this.size * 2 > this.mask) this.grow();
    const { entries, mask } = this;
    const key = id | 0;
    let index = homeOf(key, this.shift);
    while (entries[index * 2 + 1] !== 0 && entries[index * 2] !== key) index = (index + 1) & mask;
    if (entries[index * 2 + 1] === 0) this.size++;
    entries[index * 2] = key;
    entries[index * 2 + 1] = slot;
  }

  /** Removes an id and returns its slot, 0 if it has none. Later entries of the same probe sequence move up. */
  take(id: number): number {
    const { entries, mask, shift } = this;
    const key = id | 0;
    let free = homeOf(key, shift);
    for (; entries[free * 2] !== key || entries[free * 2 + 1] === 0; free = (free + 1) & mask)
      if (entries[free * 2 + 1] === 0) return 0;
    const slot = entries[free * 2 + 1]!;
    this.size--;
    for (let index = (free + 1) & mask; entries[index * 2 + 1] !== 0; index = (index + 1) & mask) {
      const home = homeOf(entries[index * 2]!, shift);
      // An entry moves up no further than its home index.
      if (((index - home) & mask) < ((index - free) & mask)) continue;
      entries[free * 2] = entries[index * 2]!;
      entries[free * 2 + 1] = entries[index * 2 + 1]!;
      free = index;
    }
    entries[free * 2 + 1] = 0;
    return slot;
  }

  private grow(): void {
    const previous = this.entries;
    const capacity = previous.length;
    this.entries = new Int32Array(capacity * 2);
    this.mask = capacity - 1;
    this.shift = Math.clz32(capacity) + 4;
    this.size = 0;
    for (let at = 0; at < previous.length; at += 2)
      if (previous[at + 1] !== 0) this.set(previous[at]!, previous[at + 1]!);
  }
}
