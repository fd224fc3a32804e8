/** Size of the cache of recently used leaves; a power of two. */
const RECENT_LEAVES = 64;

/**
 * An ordered set of keys of 31 bits: a tree with 32 branches a node and a bitmap of the branches that hold a key. Its
 * height depends on how far its keys differ (two or three nodes for a normal instrument, seven at most), so every lookup
 * is a few steps and any price fits. A key's level is the number of its leaf and its index there, never 0. An empty leaf
 * stays linked with its bits cleared, since prices return; when the leaves run out, empty leaves are reused before the
 * tree grows.
 */
export class PriceTree {
  /** By leaf: bitmap of its keys, prefix of its keys (all digits but the last), node above. */
  protected leafBitmaps = new Int32Array(8);
  private leafPrefixes = new Int32Array(8);
  private leafParents = new Int32Array(8);
  private freedLeaves: number[] = [];
  private usedLeaves = 1;
  /** Cache of leaves by the low bits of their prefix, and the prefix of each. */
  private readonly recentLeaves = new Int32Array(RECENT_LEAVES);
  private readonly recentPrefixes = new Int32Array(RECENT_LEAVES).fill(-1);
  /** By inner node: bitmap of its branches with a key, the node or leaf of each branch (0 for none), node above. */
  private bitmaps = new Int32Array(8);
  private branches = new Int32Array(8 * 32);
  private parents = new Int32Array(8);
  private usedNodes = 1;
  /** Root index; a leaf when `rootShift` is 0. */
  private root = 0;
  /** Shift of a key for its digit in the root. */
  private rootShift = 0;
  /** Digits of every key above the root's digit. */
  private rootPrefix = 0;

  protected get treeBytes(): number {
    return this.leafBitmaps.byteLength * 3 + this.bitmaps.byteLength * 2 + this.branches.byteLength;
  }

  keyOf(level: number): number {
    return (this.leafPrefixes[level >> 5]! << 5) | (level & 31);
  }

  /** The level of a key in the set; 0 for any other key. */
  levelAt(key: number): number {
    const leaf = this.leafOf(key);
    return leaf !== 0 && ((this.leafBitmaps[leaf]! >> (key & 31)) & 1) === 1 ? (leaf << 5) | (key & 31) : 0;
  }

  /** The level of the smallest key above another one; 0 if there is none. */
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

  /** The level of the smallest key; 0 if the set is empty. */
  protected firstLevel(): number {
    const { root, rootShift } = this;
    return (rootShift === 0 ? this.leafBitmaps : this.bitmaps)[root] === 0
      ? 0
      : this.firstUnder(root, rootShift);
  }

  /** Adds a key of a leaf. */
  protected addKey(leaf: number, key: number): void {
    const bitmap = this.leafBitmaps[leaf]!;
    this.leafBitmaps[leaf] = bitmap | (1 << (key & 31));
    if (bitmap === 0) this.setPathBits(leaf);
  }

  /** Removes the key of a level. */
  protected removeKey(level: number): void {
    const leaf = level >> 5;
    const bitmap = this.leafBitmaps[leaf]! & ~(1 << (level & 31));
    this.leafBitmaps[leaf] = bitmap;
    if (bitmap === 0) this.clearPathBits(leaf);
  }

  /** Sets the bits of the path to a leaf that has got its first key. */
  private setPathBits(leaf: number): void {
    let prefix = this.leafPrefixes[leaf]!;
    for (let node = this.leafParents[leaf]!; node !== 0; node = this.parents[node]!) {
      const bitmap = this.bitmaps[node]!;
      this.bitmaps[node] = bitmap | (1 << (prefix & 31));
      if (bitmap !== 0) return;
      prefix >>>= 5;
    }
  }

  /** Clears the bits of the path to a leaf that has lost its last key, up to the first node with another key. */
  private clearPathBits(leaf: number): void {
    let prefix = this.leafPrefixes[leaf]!;
    for (let node = this.leafParents[leaf]!; node !== 0; node = this.parents[node]!) {
      const bitmap = this.bitmaps[node]! & ~(1 << (prefix & 31));
      this.bitmaps[node] = bitmap;
      if (bitmap !== 0) return;
      prefix >>>= 5;
    }
  }

  /** The leaf for a key; 0 if the tree has none. */
  protected leafOf(key: number): number {
    const prefix = key >>> 5;
    const at = prefix & (RECENT_LEAVES - 1);
    return this.recentPrefixes[at] === prefix ? this.recentLeaves[at]! : this.findLeaf(key);
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
    if (node !== 0) this.rememberLeaf(key, node);
    return node;
  }

  private rememberLeaf(key: number, leaf: number): void {
    const prefix = key >>> 5;
    this.recentPrefixes[prefix & (RECENT_LEAVES - 1)] = prefix;
    this.recentLeaves[prefix & (RECENT_LEAVES - 1)] = leaf;
  }

  /** Creates the leaf for a key. */
  protected createLeaf(key: number): number {
    const leaf = this.allocateLeaf();
    this.leafPrefixes[leaf] = key >>> 5;
    this.link(leaf);
    this.rememberLeaf(key, leaf);
    return leaf;
  }

  /** Links a leaf into the tree, which grows at the root if the key does not fit. */
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
        below = this.allocateNode(node);
        this.branches[at] = below;
      }
      node = below;
    }
    this.branches[(node << 5) | ((key >>> 5) & 31)] = leaf;
    this.leafParents[leaf] = node;
    if (this.leafBitmaps[leaf] !== 0) this.setPathBits(leaf);
  }

  private raiseRoot(): void {
    const { root, rootShift } = this;
    const node = this.allocateNode(0);
    const digit = this.rootPrefix & 31;
    this.branches[(node << 5) | digit] = root;
    const isTaken = (rootShift === 0 ? this.leafBitmaps : this.bitmaps)[root] !== 0;
    this.bitmaps[node] = isTaken ? 1 << digit : 0;
    (rootShift === 0 ? this.leafParents : this.parents)[root] = node;
    this.root = node;
    this.rootShift = rootShift + 5;
    this.rootPrefix = this.rootPrefix >>> 5;
  }

  private allocateLeaf(): number {
    if (this.freedLeaves.length === 0 && this.usedLeaves === this.leafBitmaps.length)
      this.reclaimEmptyLeaves();
    return this.freedLeaves.pop() ?? this.usedLeaves++;
  }

  /** Collects the empty leaves for reuse and rebuilds the tree; doubles the arrays unless half of the leaves were empty. */
  private reclaimEmptyLeaves(): void {
    this.bitmaps.fill(0);
    this.branches.fill(0);
    this.recentPrefixes.fill(-1);
    this.usedNodes = 1;
    this.root = 0;
    this.rootShift = 0;
    for (let leaf = 1; leaf < this.usedLeaves; leaf++)
      if (this.leafBitmaps[leaf] === 0) this.freedLeaves.push(leaf);
      else this.link(leaf);
    if (this.freedLeaves.length * 2 >= this.usedLeaves) return;
    this.leafBitmaps = doubled(this.leafBitmaps);
    this.leafPrefixes = doubled(this.leafPrefixes);
    this.leafParents = doubled(this.leafParents);
  }

  private allocateNode(parent: number): number {
    if (this.usedNodes === this.bitmaps.length) {
      this.bitmaps = doubled(this.bitmaps);
      this.branches = doubled(this.branches);
      this.parents = doubled(this.parents);
    }
    const node = this.usedNodes++;
    this.parents[node] = parent;
    return node;
  }
}

const prefixOf = (key: number, shift: number): number => (shift >= 30 ? 0 : key >>> (shift + 5));

/** Index of the lowest set bit. At least one bit must be set. */
const lowestBit = (bits: number): number => 31 - Math.clz32(bits & -bits);

export function doubled(array: Int32Array): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(array.length * 2);
  longer.set(array);
  return longer;
}
