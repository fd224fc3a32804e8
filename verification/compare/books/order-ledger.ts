import { EVENT, EVENT_STRIDE } from '#engine/core/event-ring.ts';

/** What an order's events add up to. */
export interface OpenOrder {
  quantity: number;
  filled: number;
}

/**
 * The open orders as the events of a book alone tell them, which is how an exchange follows them.
 *
 * @throws Error when events do not fit together: an end of an order that is not open, a fill that does not add up
 */
export class OrderLedger {
  readonly orders = new Map<number, OpenOrder>();
  /** Shares traded so far, each trade once. */
  tradedQuantity = 0;

  /** Notes a slot as taken, before its order is entered. */
  enter(slot: number, quantity: number): void {
    this.orders.set(slot, { quantity, filled: 0 });
  }

  /** Follows the rows of one operation; the slots of the orders that ended, in order. */
  follow(rows: Int32Array): number[] {
    const ended: number[] = [];
    for (let at = 0; at < rows.length; at += EVENT_STRIDE)
      this.followRow([...rows.subarray(at, at + EVENT_STRIDE)], ended);
    for (const slot of ended) this.orders.delete(slot);
    return ended;
  }

  private followRow(row: readonly number[], ended: number[]): void {
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
        if (this.find(slot, ended).filled !== second)
          throw new Error(`slot ${slot} ends with another filled quantity`);
        ended.push(slot);
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
    if (!order || ended.includes(slot)) throw new Error(`an event tells of slot ${slot}, which is not open`);
    return order;
  }

  private replaced(order: OpenOrder, quantity: number, filled: number): void {
    if (order.filled !== filled || quantity <= filled)
      throw new Error('a change tells impossible quantities');
    order.quantity = quantity;
  }

  private fill(slot: number, quantity: number, filled: number, ended: number[]): void {
    const order = this.find(slot, ended);
    order.filled += quantity;
    if (quantity <= 0 || order.filled !== filled || filled > order.quantity)
      throw new Error(`slot ${slot} is told a fill that does not add up`);
    if (filled === order.quantity) ended.push(slot);
  }
}
