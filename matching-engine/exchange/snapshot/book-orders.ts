import { z } from 'zod';
import * as f from '#contracts/fields.ts';
import type { BookOrder } from '../../core/book-snapshot.ts';
import type { Order } from '../orders/order.ts';

/** Numbers of an order in a book snapshot, in this order. Slot and investor are left out: they differ after a restore. */
const NUMBERS = [
  'kind',
  'quantity',
  'filled',
  'limitTicks',
  'stopTicks',
  'protectionTicks',
  'displayQuantity',
  'shown',
  'minimumQuantity',
  'expiresDay',
] as const satisfies readonly (keyof BookOrder)[];

/** An order of a book snapshot: member, order id and `NUMBERS`. */
export const namedOrderSchema = z.tuple([f.id, f.id, z.array(z.int().nonnegative()).length(NUMBERS.length)]);
export type NamedOrder = z.infer<typeof namedOrderSchema>;

export const namedOrderOf = ({ member, orderId }: Order, order: BookOrder): NamedOrder => [
  member,
  orderId,
  NUMBERS.map((name) => order[name]),
];

export function bookOrderOf([, , numbers]: NamedOrder, slot: number, investor: number): BookOrder {
  const order = { slot, investor } as Record<keyof BookOrder, number>;
  for (const [index, name] of NUMBERS.entries()) order[name] = numbers[index] ?? 0;
  return order;
}
