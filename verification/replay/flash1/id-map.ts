/** Keys are spread by a factor near 2^32 divided by the golden ratio. */
const SPREAD = 0x9e3779b1;

/**
 * The place of a key: eight ids in a row lie in one cache line, since ids that are near each other are used together,
 * and such groups are spread.
 */
const homeOf = (key: number, shift: number): number =>
  ((Math.imul(key >>> 3, SPREAD) >>> shift) << 3) | (key & 7);

/**
 * From ids of 32 bits to slots (never 0): open addressing in one array of integers, so that no object is made for an
 * entry and a key that goes leaves no trace.
 */
export class IdMap {
  size = 0;
  /** Key and slot by turns; slot 0 marks a free place. */
  private places: Int32Array;
  private mask: number;
  private shift: number;

  /** `capacity` a power of two above 8: places before the first growth, of which half are used. */
  constructor(capacity = 1_024) {
    this.places = new Int32Array(capacity * 2);
    this.mask = capacity - 1;
    this.shift = Math.clz32(capacity) + 4;
  }

  /** The slot of an id; 0 for none. */
  get(id: number): number {
    const { places, mask } = this;
    const key = id | 0;
    for (let place = homeOf(key, this.shift); ; place = (place + 1) & mask) {
      const slot = places[place * 2 + 1]!;
      if (slot === 0 || places[place * 2] === key) return slot;
    }
  }

  /** Gives an id a slot, instead of the one that it may have had. */
  set(id: number, slot: number): void {
    if (this.size * 2 > this.mask) this.grow();
    const { places, mask } = this;
    const key = id | 0;
    let place = homeOf(key, this.shift);
    while (places[place * 2 + 1] !== 0 && places[place * 2] !== key) place = (place + 1) & mask;
    if (places[place * 2 + 1] === 0) this.size++;
    places[place * 2] = key;
    places[place * 2 + 1] = slot;
  }

  /** Takes an id away; its slot, 0 when it was not there. Those that had to step aside for it move up. */
  take(id: number): number {
    const { places, mask, shift } = this;
    const key = id | 0;
    let free = homeOf(key, shift);
    for (; places[free * 2] !== key || places[free * 2 + 1] === 0; free = (free + 1) & mask)
      if (places[free * 2 + 1] === 0) return 0;
    const taken = places[free * 2 + 1]!;
    this.size--;
    for (let place = (free + 1) & mask; places[place * 2 + 1] !== 0; place = (place + 1) & mask) {
      const home = homeOf(places[place * 2]!, shift);
      // It may move up only as far as its own place.
      if (((place - home) & mask) < ((place - free) & mask)) continue;
      places[free * 2] = places[place * 2]!;
      places[free * 2 + 1] = places[place * 2 + 1]!;
      free = place;
    }
    places[free * 2 + 1] = 0;
    return taken;
  }

  private grow(): void {
    const former = this.places;
    const capacity = former.length;
    this.places = new Int32Array(capacity * 2);
    this.mask = capacity - 1;
    this.shift = Math.clz32(capacity) + 4;
    this.size = 0;
    for (let at = 0; at < former.length; at += 2)
      if (former[at + 1] !== 0) this.set(former[at]!, former[at + 1]!);
  }
}
