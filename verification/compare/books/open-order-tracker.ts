import { EVENT, EVENT_STRIDE } from '#engine/core/event-ring.ts';

/** Quantities of an open order, summed from its events. */
export interface OpenOrder {
  quantity: number;
  filled: number;
}

/**
 * Tracks the open orders of a book by its events alone, as an exchange does.
 *
 * @throws Error if events contradict each other: the end of an order that is not open, a fill that does not add up
 */
export class OpenOrderTracker {
  readonly orders = new Map<number, OpenOrder>();
  /** Shares traded so far, each trade once. */
  tradedQuantity = 0;

  /** Records a slot before its order enters. */
  enter(slot: number, quantity: number): void {
    this.orders.set(slot, { quantity, filled: 0 });
  }

  /** Applies the event rows of one operation; returns the slots of the orders that ended, in order. */
  apply(rows: Int32Array): number[] {
    const ended: number[] = [];
    for (let at = 0; at < rows.length; at += EVENT_STRIDE)
      this.applyRow([...rows.subarray(at, at + EVENT_STRIDE)], ended);
    for (const slot of ended) this.orders.delete(slot);
    return ended;
  }

  private applyRow(row: readonly number[], ended: number[]): void {
    const [type, slot = 0, second = 0, third = 0, fourth = 0, fifth = 0, sixth = 0] = row;
    switch (type) {
      case EVENT.ACCEPTED:
      case EVENT.TRIGGERED:
      case EVENT.REPLACE_REFUSED:
        this.find(slot, ended);
        return;
      case EVENT.REJECTED:
        this.find(slot, ended);
        ended.push(slot);
        return;
      case EVENT.CANCELED:
      case EVENT.EXPIRED:
        this.end(slot, second, ended);
        return;
      case EVENT.REPLACED:
        this.replaced(this.find(slot, ended), second, third);
        return;
      case EVENT.TRADE:
        this.tradedQuantity += fourth;
        this.fill(slot, fourth, fifth, ended);
        this.fill(second, fourth, sixth, ended);
        return;
      default:
    }
  }

  private find(slot: number, ended: readonly number[]): OpenOrder {
    const order = this.orders.get(slot);
    if (!order || ended.includes(slot)) throw new Error(`slot ${slot} has an event but no open order`);
    return order;
  }

  private end(slot: number, filled: number, ended: number[]): void {
    const order = this.find(slot, ended);
    if (order.filled !== filled)
      throw new Error(`slot ${slot} ends with ${filled} filled, its fills sum to ${order.filled}`);
    ended.push(slot);
  }

  private replaced(order: OpenOrder, quantity: number, filled: number): void {
    if (order.filled !== filled || quantity <= filled)
      throw new Error(
        `a replaced order has ${filled} of ${quantity} filled, its fills sum to ${order.filled}`,
      );
    order.quantity = quantity;
  }

  private fill(slot: number, quantity: number, filled: number, ended: number[]): void {
    const order = this.find(slot, ended);
    order.filled += quantity;
    if (quantity <= 0 || order.filled !== filled || filled > order.quantity)
      throw new Error(
        `slot ${slot} has a fill of ${quantity} to ${filled} of ${order.quantity}, its fills sum to ${order.filled}`,
      );
    if (filled === order.quantity) ended.push(slot);
  }
}
