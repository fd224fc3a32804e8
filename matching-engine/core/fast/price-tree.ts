/**
 * Which level stands at a key, and which key is the least: a tree of 32 branches a node over keys of 31 bits. It is
 * only as high as the keys in it differ (two or three nodes for a normal instrument, seven at most), so nothing is
 * searched and any price has its place. A bitmap a node says which branches are taken; nodes that are empty are used
 * again.
 */
export class PriceTree {
  private bitmaps = new Int32Array(64);
  /** Of the lowest nodes the levels, of all others the nodes under them; 0 for none. */
  private branches = new Int32Array(64 * 32);
  private freed: number[] = [];
  private used = 1;
  private root = 0;
  /** How far a key is shifted for the root's digit of it. */
  private rootShift = 0;
  /** What all keys have in front of the root's digit. */
  private rootPrefix = 0;
  /** The lowest node that was used last, and what its keys have in front of their last digit. */
  private leaf = 0;
  private leafPrefix = -1;
  private readonly path = new Int32Array(8);

  /** The level at the key; 0 for none. */
  get(key: number): number {
    const leaf = key >>> 5 === this.leafPrefix ? this.leaf : this.findLeaf(key);
    return leaf === 0 ? 0 : this.branches[(leaf << 5) | (key & 31)]!;
  }

  /** Puts a level at a key that has none. */
  set(key: number, level: number): void {
    let leaf = key >>> 5 === this.leafPrefix ? this.leaf : this.findLeaf(key);
    if (leaf === 0) leaf = this.makeLeaf(key);
    this.branches[(leaf << 5) | (key & 31)] = level;
    this.bitmaps[leaf]! |= 1 << (key & 31);
  }

  /** Takes away the level at the key. */
  delete(key: number): void {
    const leaf = key >>> 5 === this.leafPrefix ? this.leaf : this.findLeaf(key);
    this.branches[(leaf << 5) | (key & 31)] = 0;
    const bitmap = this.bitmaps[leaf]! & ~(1 << (key & 31));
    this.bitmaps[leaf] = bitmap;
    if (bitmap === 0) this.dropLeaf(key);
  }

  /** The level at the least key; 0 when there is none. */
  first(): number {
    return this.root === 0 ? 0 : this.firstUnder(this.root, this.rootShift);
  }

  /** The level at the least key above one; 0 when there is none. */
  after(key: number): number {
    if (this.root === 0) return 0;
    const prefix = prefixOf(key, this.rootShift);
    if (prefix !== this.rootPrefix) return prefix < this.rootPrefix ? this.first() : 0;
    let node = this.root;
    let next = 0;
    let nextShift = 0;
    for (let shift = this.rootShift; node !== 0; shift -= 5) {
      const digit = (key >>> shift) & 31;
      const above = this.bitmaps[node]! & ~((2 << digit) - 1);
      if (above !== 0) {
        next = this.branches[(node << 5) | lowestBit(above)]!;
        nextShift = shift;
      }
      if (shift === 0) break;
      node = this.branches[(node << 5) | digit]!;
    }
    return next === 0 || nextShift === 0 ? next : this.firstUnder(next, nextShift - 5);
  }

  private firstUnder(top: number, topShift: number): number {
    let node = top;
    for (let shift = topShift; shift > 0; shift -= 5)
      node = this.branches[(node << 5) | lowestBit(this.bitmaps[node]!)]!;
    return this.branches[(node << 5) | lowestBit(this.bitmaps[node]!)]!;
  }

  private findLeaf(key: number): number {
    if (this.root === 0 || prefixOf(key, this.rootShift) !== this.rootPrefix) return 0;
    let node = this.root;
    for (let shift = this.rootShift; shift > 0 && node !== 0; shift -= 5)
      node = this.branches[(node << 5) | ((key >>> shift) & 31)]!;
    if (node === 0) return 0;
    this.leaf = node;
    this.leafPrefix = key >>> 5;
    return node;
  }

  private makeLeaf(key: number): number {
    if (this.root === 0) {
      this.root = this.takeNode();
      this.rootShift = 0;
      this.rootPrefix = prefixOf(key, 0);
    }
    while (prefixOf(key, this.rootShift) !== this.rootPrefix) this.raiseRoot();
    let node = this.root;
    for (let shift = this.rootShift; shift > 0; shift -= 5) {
      const digit = (key >>> shift) & 31;
      const at = (node << 5) | digit;
      let below = this.branches[at]!;
      if (below === 0) {
        below = this.takeNode();
        this.branches[at] = below;
        this.bitmaps[node]! |= 1 << digit;
      }
      node = below;
    }
    this.leaf = node;
    this.leafPrefix = key >>> 5;
    return node;
  }

  private raiseRoot(): void {
    const node = this.takeNode();
    const digit = this.rootPrefix & 31;
    this.branches[(node << 5) | digit] = this.root;
    this.bitmaps[node] = 1 << digit;
    this.root = node;
    this.rootShift += 5;
    this.rootPrefix = this.rootPrefix >>> 5;
  }

  /** Gives back the empty lowest node of a key, and those above it that are empty without it. */
  private dropLeaf(key: number): void {
    let node = this.root;
    let depth = 0;
    for (let shift = this.rootShift; shift > 0; shift -= 5) {
      this.path[depth++] = node;
      node = this.branches[(node << 5) | ((key >>> shift) & 31)]!;
    }
    this.leafPrefix = -1;
    this.freed.push(node);
    for (let shift = 5; depth > 0; shift += 5) {
      const above = this.path[--depth]!;
      const digit = (key >>> shift) & 31;
      this.branches[(above << 5) | digit] = 0;
      this.bitmaps[above]! &= ~(1 << digit);
      if (this.bitmaps[above] !== 0) return;
      this.freed.push(above);
    }
    this.root = 0;
  }

  private takeNode(): number {
    const freed = this.freed.pop();
    if (freed !== undefined) return freed;
    if (this.used === this.bitmaps.length) {
      this.bitmaps = twiceAsLong(this.bitmaps);
      this.branches = twiceAsLong(this.branches);
    }
    return this.used++;
  }
}

const prefixOf = (key: number, shift: number): number => (shift >= 30 ? 0 : key >>> (shift + 5));

/** The place of the lowest bit that is set; of none, undefined behaviour. */
const lowestBit = (bits: number): number => 31 - Math.clz32(bits & -bits);

function twiceAsLong(array: Int32Array): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(array.length * 2);
  longer.set(array);
  return longer;
}
