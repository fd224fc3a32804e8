/** Leaves that are found without a way down the tree; a power of two. */
const REMEMBERED = 64;

/**
 * Which keys of 31 bits are taken, and which of them is the least: a tree of 32 branches a node with a bitmap of those
 * that are taken. It is only as high as the keys in it differ (two or three nodes for a normal instrument, seven at
 * most), so nothing is searched and any price has its place. A key is known by its level: the number of its leaf and its
 * place there, never 0. A leaf that is empty stays where it is, unseen in the bitmaps, since prices come again; when the
 * leaves run out those that are empty are used for other keys before more are made.
 */
export class PriceTree {
  /** Of a leaf which of its keys are taken, what is in front of their last digit, and the node above. */
  protected leafBitmaps = new Int32Array(8);
  private leafPrefixes = new Int32Array(8);
  private leafParents = new Int32Array(8);
  private freedLeaves: number[] = [];
  private usedLeaves = 1;
  /** Leaves that were used lately, by the end of their prefix, and that prefix. */
  private readonly lately = new Int32Array(REMEMBERED);
  private readonly latelyPrefixes = new Int32Array(REMEMBERED).fill(-1);
  /** The nodes above: under which branches a key is taken, the nodes or leaves there (0 for none), and the node above. */
  private bitmaps = new Int32Array(8);
  private branches = new Int32Array(8 * 32);
  private parents = new Int32Array(8);
  private usedNodes = 1;
  /** A leaf while its shift, how far a key is shifted for the root's digit of it, is 0. */
  private root = 0;
  private rootShift = 0;
  /** What all keys have in front of the root's digit. */
  private rootPrefix = 0;

  protected get treeBytes(): number {
    return this.leafBitmaps.byteLength * 3 + this.bitmaps.byteLength * 2 + this.branches.byteLength;
  }

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
    const { root, rootShift } = this;
    return (rootShift === 0 ? this.leafBitmaps : this.bitmaps)[root] === 0
      ? 0
      : this.firstUnder(root, rootShift);
  }

  /** Takes a key of a leaf. */
  protected takeKey(leaf: number, key: number): void {
    const bitmap = this.leafBitmaps[leaf]!;
    this.leafBitmaps[leaf] = bitmap | (1 << (key & 31));
    if (bitmap === 0) this.show(leaf);
  }

  /** Frees a key that was taken. */
  protected freeKey(level: number): void {
    const leaf = level >> 5;
    const bitmap = this.leafBitmaps[leaf]! & ~(1 << (level & 31));
    this.leafBitmaps[leaf] = bitmap;
    if (bitmap === 0) this.hide(leaf);
  }

  /** Says in the nodes above that there is a key under a leaf or, with `hide`, that there is none any more. */
  private show(leaf: number): void {
    let prefix = this.leafPrefixes[leaf]!;
    for (let node = this.leafParents[leaf]!; node !== 0; node = this.parents[node]!) {
      const bitmap = this.bitmaps[node]!;
      this.bitmaps[node] = bitmap | (1 << (prefix & 31));
      if (bitmap !== 0) return;
      prefix >>>= 5;
    }
  }

  private hide(leaf: number): void {
    let prefix = this.leafPrefixes[leaf]!;
    for (let node = this.leafParents[leaf]!; node !== 0; node = this.parents[node]!) {
      const bitmap = this.bitmaps[node]! & ~(1 << (prefix & 31));
      this.bitmaps[node] = bitmap;
      if (bitmap !== 0) return;
      prefix >>>= 5;
    }
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

  /** A leaf for a key that has none. */
  protected makeLeaf(key: number): number {
    const leaf = this.takeLeaf();
    this.leafPrefixes[leaf] = key >>> 5;
    this.link(leaf);
    this.remember(key, leaf);
    return leaf;
  }

  /** Puts a leaf in its place in the tree. */
  private link(leaf: number): void {
    const key = this.leafPrefixes[leaf]! << 5;
    this.leafParents[leaf] = 0;
    if (this.root === 0) {
      this.root = leaf;
      this.rootShift = 0;
      this.rootPrefix = key >>> 5;
      return;
    }
    while (prefixOf(key, this.rootShift) !== this.rootPrefix) this.raiseRoot();
    let node = this.root;
    for (let shift = this.rootShift; shift > 5; shift -= 5) {
      const at = (node << 5) | ((key >>> shift) & 31);
      let below = this.branches[at]!;
      if (below === 0) {
        below = this.takeNode(node);
        this.branches[at] = below;
      }
      node = below;
    }
    this.branches[(node << 5) | ((key >>> 5) & 31)] = leaf;
    this.leafParents[leaf] = node;
    if (this.leafBitmaps[leaf] !== 0) this.show(leaf);
  }

  private raiseRoot(): void {
    const { root, rootShift } = this;
    const node = this.takeNode(0);
    const digit = this.rootPrefix & 31;
    this.branches[(node << 5) | digit] = root;
    const isTaken = (rootShift === 0 ? this.leafBitmaps : this.bitmaps)[root] !== 0;
    this.bitmaps[node] = isTaken ? 1 << digit : 0;
    (rootShift === 0 ? this.leafParents : this.parents)[root] = node;
    this.root = node;
    this.rootShift = rootShift + 5;
    this.rootPrefix = this.rootPrefix >>> 5;
  }

  private takeLeaf(): number {
    if (this.freedLeaves.length === 0 && this.usedLeaves === this.leafBitmaps.length) this.sweep();
    return this.freedLeaves.pop() ?? this.usedLeaves++;
  }

  /** Frees the empty leaves, and makes room for more unless they are many. */
  private sweep(): void {
    this.bitmaps.fill(0);
    this.branches.fill(0);
    this.latelyPrefixes.fill(-1);
    this.usedNodes = 1;
    this.root = 0;
    this.rootShift = 0;
    for (let leaf = 1; leaf < this.usedLeaves; leaf++)
      if (this.leafBitmaps[leaf] === 0) this.freedLeaves.push(leaf);
      else this.link(leaf);
    if (this.freedLeaves.length * 2 >= this.usedLeaves) return;
    this.leafBitmaps = twiceAsLong(this.leafBitmaps);
    this.leafPrefixes = twiceAsLong(this.leafPrefixes);
    this.leafParents = twiceAsLong(this.leafParents);
  }

  private takeNode(parent: number): number {
    if (this.usedNodes === this.bitmaps.length) {
      this.bitmaps = twiceAsLong(this.bitmaps);
      this.branches = twiceAsLong(this.branches);
      this.parents = twiceAsLong(this.parents);
    }
    const node = this.usedNodes++;
    this.parents[node] = parent;
    return node;
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
