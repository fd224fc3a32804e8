import { NEXT, PREVIOUS, STRIDE, type OrderPool } from '../order-pool.ts';

/** A queue of orders, linked through the NEXT and PREVIOUS fields of their slots. */
export class SlotQueue {
  /** Slot at the front; 0 if the queue is empty. */
  first = 0;
  private last = 0;
  private readonly pool: OrderPool;

  constructor(pool: OrderPool) {
    this.pool = pool;
  }

  append(slot: number): void {
    const { fields } = this.pool;
    fields[slot * STRIDE + NEXT] = 0;
    fields[slot * STRIDE + PREVIOUS] = this.last;
    if (this.last === 0) this.first = slot;
    else fields[this.last * STRIDE + NEXT] = slot;
    this.last = slot;
  }

  remove(slot: number): void {
    const { fields } = this.pool;
    const next = fields[slot * STRIDE + NEXT]!;
    const previous = fields[slot * STRIDE + PREVIOUS]!;
    if (previous === 0) this.first = next;
    else fields[previous * STRIDE + NEXT] = next;
    if (next === 0) this.last = previous;
    else fields[next * STRIDE + PREVIOUS] = previous;
  }

  /** The slot behind another one; 0 for none. */
  after(slot: number): number {
    return this.pool.fields[slot * STRIDE + NEXT]!;
  }
}
