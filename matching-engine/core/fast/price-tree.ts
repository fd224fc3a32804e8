/** Leaves that are found without a way down the tree; a power of two. */
const REMEMBERED = 64;

/**
 * Which keys of 31 bits are taken, and which of them is the least: a tree of 32 branches a node with a bitmap of those
 * that are taken. It is only as high as the keys in it differ (two or three nodes for a normal instrument, seven at
 * most), so nothing is searched and any price has its place. A key is known by its level: the number of its leaf and its
 * place there, never 0. Nodes and leaves that are empty are used again.
 */
export class PriceTree {
  /** Of a leaf which of its keys are taken, and what is in front of their last digit. */
  protected leafBitmaps = new Int32Array(8);
  private leafPrefixes = new Int32Array(8);
  private freedLeaves: number[] = [];
  private usedLeaves = 1;
  /** Leaves that were used lately, by the end of their prefix, and that prefix. */
  private readonly lately = new Int32Array(REMEMBERED);
  private readonly latelyPrefixes = new Int32Array(REMEMBERED).fill(-1);
  /** The nodes above: which branches are taken, and the nodes or leaves there; 0 for none. */
  private bitmaps = new Int32Array(8);
  private branches = new Int32Array(8 * 32);
  private freedNodes: number[] = [];
  private usedNodes = 1;
  /** A leaf while its shift, how far a key is shifted for the root's digit of it, is 0. */
  private root = 0;
  private rootShift = 0;
  /** What all keys have in front of the root's digit. */
  private rootPrefix = 0;
  private readonly path = new Int32Array(8);

  keyOf(level: number): number {
    return (this.leafPrefixes[level >> 5]! << 5) | (level & 31);
  }

  /** The level of a key that is taken; 0 for any other. */
  levelAt(key: number): number {
    const leaf = this.leafOf(key);
    return leaf !== 0 && ((this.leafBitmaps[leaf]! >> (key & 31)) & 1) === 1 ? (leaf << 5) | (key & 31) : 0;
  }

  /** The level of the least key above one; 0 when there is none. */
  levelAfter(key: number): number {
    if (this.root === 0) return 0;
    const prefix = prefixOf(key, this.rootShift);
    if (prefix !== this.rootPrefix) return prefix < this.rootPrefix ? this.firstLevel() : 0;
    let node = this.root;
    let next = 0;
    let nextShift = 0;
    for (let shift = this.rootShift; node !== 0; shift -= 5) {
      const digit = (key >>> shift) & 31;
      const above = (shift === 0 ? this.leafBitmaps : this.bitmaps)[node]! & ~((2 << digit) - 1);
      if (shift === 0) {
        if (above !== 0) return (node << 5) | lowestBit(above);
        break;
      }
      if (above !== 0) {
        next = this.branches[(node << 5) | lowestBit(above)]!;
        nextShift = shift - 5;
      }
      node = this.branches[(node << 5) | digit]!;
    }
    return next === 0 ? 0 : this.firstUnder(next, nextShift);
  }

  /** The level of the least key; 0 when there is none. */
  protected firstLevel(): number {
    return this.root === 0 ? 0 : this.firstUnder(this.root, this.rootShift);
  }

  /** Frees a key that was taken. */
  protected free(level: number): void {
    const leaf = level >> 5;
    const bitmap = this.leafBitmaps[leaf]! & ~(1 << (level & 31));
    this.leafBitmaps[leaf] = bitmap;
    if (bitmap === 0) this.dropLeaf(leaf);
  }

  /** The leaf of a key; 0 when there is none. */
  protected leafOf(key: number): number {
    const prefix = key >>> 5;
    const at = prefix & (REMEMBERED - 1);
    return this.latelyPrefixes[at] === prefix ? this.lately[at]! : this.findLeaf(key);
  }

  private firstUnder(top: number, topShift: number): number {
    let node = top;
    for (let shift = topShift; shift > 0; shift -= 5)
      node = this.branches[(node << 5) | lowestBit(this.bitmaps[node]!)]!;
    return (node << 5) | lowestBit(this.leafBitmaps[node]!);
  }

  private findLeaf(key: number): number {
    if (this.root === 0 || prefixOf(key, this.rootShift) !== this.rootPrefix) return 0;
    let node = this.root;
    for (let shift = this.rootShift; shift > 0 && node !== 0; shift -= 5)
      node = this.branches[(node << 5) | ((key >>> shift) & 31)]!;
    if (node !== 0) this.remember(key, node);
    return node;
  }

  private remember(key: number, leaf: number): void {
    const prefix = key >>> 5;
    this.latelyPrefixes[prefix & (REMEMBERED - 1)] = prefix;
    this.lately[prefix & (REMEMBERED - 1)] = leaf;
  }

  /** A leaf for a key that has none. At least one of its keys is to be taken at once. */
  protected makeLeaf(key: number): number {
    const leaf = this.takeLeaf();
    this.leafPrefixes[leaf] = key >>> 5;
    this.remember(key, leaf);
    if (this.root === 0) {
      this.root = leaf;
      this.rootShift = 0;
      this.rootPrefix = key >>> 5;
      return leaf;
    }
    while (prefixOf(key, this.rootShift) !== this.rootPrefix) this.raiseRoot();
    let node = this.root;
    for (let shift = this.rootShift; ; shift -= 5) {
      const digit = (key >>> shift) & 31;
      const at = (node << 5) | digit;
      this.bitmaps[node]! |= 1 << digit;
      if (shift === 5) {
        this.branches[at] = leaf;
        return leaf;
      }
      if (this.branches[at] === 0) {
        const made = this.takeNode();
        this.branches[at] = made;
      }
      node = this.branches[at]!;
    }
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

  /** Gives back an empty leaf, and the nodes above it that are empty without it. */
  private dropLeaf(leaf: number): void {
    const key = this.leafPrefixes[leaf]! << 5;
    let node = this.root;
    let depth = 0;
    for (let shift = this.rootShift; shift > 0; shift -= 5) {
      this.path[depth++] = node;
      node = this.branches[(node << 5) | ((key >>> shift) & 31)]!;
    }
    const remembered = (key >>> 5) & (REMEMBERED - 1);
    if (this.lately[remembered] === leaf) this.latelyPrefixes[remembered] = -1;
    this.freedLeaves.push(leaf);
    for (let shift = 5; depth > 0; shift += 5) {
      const above = this.path[--depth]!;
      const digit = (key >>> shift) & 31;
      this.branches[(above << 5) | digit] = 0;
      this.bitmaps[above]! &= ~(1 << digit);
      if (this.bitmaps[above] !== 0) return;
      this.freedNodes.push(above);
    }
    this.root = 0;
  }

  private takeLeaf(): number {
    const freed = this.freedLeaves.pop();
    if (freed !== undefined) return freed;
    if (this.usedLeaves === this.leafBitmaps.length) {
      this.leafBitmaps = twiceAsLong(this.leafBitmaps);
      this.leafPrefixes = twiceAsLong(this.leafPrefixes);
    }
    return this.usedLeaves++;
  }

  private takeNode(): number {
    const freed = this.freedNodes.pop();
    if (freed !== undefined) return freed;
    if (this.usedNodes === this.bitmaps.length) {
      this.bitmaps = twiceAsLong(this.bitmaps);
      this.branches = twiceAsLong(this.branches);
    }
    return this.usedNodes++;
  }
}

const prefixOf = (key: number, shift: number): number => (shift >= 30 ? 0 : key >>> (shift + 5));

/** The place of the lowest bit that is set, of at least one. */
const lowestBit = (bits: number): number => 31 - Math.clz32(bits & -bits);

export function twiceAsLong(array: Int32Array): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(array.length * 2);
  longer.set(array);
  return longer;
}
