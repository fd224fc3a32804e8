/** Shift of a key for its first digit; every other digit has five bits. */
const FIRST_SHIFT = 30;

/**
 * Prefix sums over keys of 31 bits. A key has a weight and a part of that weight, neither ever negative. The sum below a
 * key, and the key at which a sum is reached, take seven steps of at most 32 additions, however many keys there are.
 */
export class SumTree {
  total = 0;
  totalPart = 0;
  /** Result of the last `sumBefore` or `keyAtSum`: the sums over all keys below that key. */
  before = 0;
  beforePart = 0;
  private weights = new Float64Array(8 * 32);
  private parts = new Float64Array(8 * 32);
  private branches = new Int32Array(8 * 32);
  private freed: number[] = [];
  /** Node 1 is the root. */
  private used = 2;
  private readonly path = new Int32Array(8);

  clear(): void {
    this.weights.fill(0, 0, this.used << 5);
    this.parts.fill(0, 0, this.used << 5);
    this.branches.fill(0, 0, this.used << 5);
    this.freed = [];
    this.used = 2;
    this.total = 0;
    this.totalPart = 0;
  }

  /** Adds to the weight of a key and to its part; both may be negative. */
  add(key: number, weight: number, part: number): void {
    this.total += weight;
    this.totalPart += part;
    let node = 1;
    for (let shift = FIRST_SHIFT, depth = 0; ; shift -= 5, depth++) {
      const at = (node << 5) | ((key >>> shift) & 31);
      this.weights[at]! += weight;
      this.parts[at]! += part;
      this.path[depth] = at;
      if (shift === 0) break;
      node = this.branches[at]! || this.allocateNode(at);
    }
    if (weight < 0) this.freeEmptyNodes();
  }

  /** The first key up to which the sum exceeds a limit, or with `orReaches` equals it. The total must do so. */
  keyAtSum(limit: number, orReaches: boolean): number {
    let key = 0;
    let sum = 0;
    let part = 0;
    let node = 1;
    for (let shift = FIRST_SHIFT; shift >= 0; shift -= 5) {
      let at = node << 5;
      for (;;) {
        const weight = this.weights[at]!;
        if (weight !== 0 && (sum + weight > limit || (orReaches && sum + weight === limit))) break;
        sum += weight;
        part += this.parts[at]!;
        at++;
      }
      key += (at & 31) * 2 ** shift;
      node = this.branches[at]!;
    }
    this.before = sum;
    this.beforePart = part;
    return key;
  }

  /** Sums all keys below one into `before` and `beforePart`. */
  sumBefore(key: number): void {
    let sum = 0;
    let part = 0;
    let node = 1;
    for (let shift = FIRST_SHIFT; shift >= 0 && node !== 0; shift -= 5) {
      const end = (node << 5) | ((key >>> shift) & 31);
      for (let at = node << 5; at < end; at++) {
        sum += this.weights[at]!;
        part += this.parts[at]!;
      }
      node = this.branches[end]!;
    }
    this.before = sum;
    this.beforePart = part;
  }

  /** The greatest key below one that has a weight; 0 for none. */
  keyBefore(key: number): number {
    this.sumBefore(key);
    // The last key that adds to the sum is the key at which the sum is reached.
    return this.before === 0 ? 0 : this.keyAtSum(this.before, true);
  }

  /** The smallest key above one that has a weight; 0 for none. */
  keyAfter(key: number): number {
    this.sumBefore(key + 1);
    return this.before === this.total ? 0 : this.keyAtSum(this.before, false);
  }

  private allocateNode(above: number): number {
    const node = this.freed.pop() ?? this.newNode();
    this.branches[above] = node;
    return node;
  }

  private newNode(): number {
    if ((this.used + 1) << 5 > this.branches.length) {
      const length = this.branches.length * 2;
      const { weights, parts, branches } = this;
      this.weights = new Float64Array(length);
      this.parts = new Float64Array(length);
      this.branches = new Int32Array(length);
      this.weights.set(weights);
      this.parts.set(parts);
      this.branches.set(branches);
    }
    return this.used++;
  }

  /** Frees the nodes of the last path that have become empty. */
  private freeEmptyNodes(): void {
    for (let depth = 5; depth >= 0; depth--) {
      const at = this.path[depth]!;
      if (this.weights[at] !== 0) return;
      this.freed.push(this.branches[at]!);
      this.branches[at] = 0;
    }
  }
}
