import { expect, test } from 'vitest';
import { hasDays, lifeFromFills, lifeOf } from './order-life.ts';
import type { Order } from './order-rows.ts';

const ORDER = {
  ...{ status: 'OPEN', quantity: 200, limitPrice: '28.00', stopPrice: null, triggeredAt: null },
  ...{ createdAt: '2026-03-16T15:00:00.000Z', updatedAt: '2026-03-16T15:09:00.000Z' },
} as Order;

type Update = Parameters<typeof lifeOf>[1][number];
const update = (kind: Update['kind'], minute: string, changes: Partial<Update['order']> = {}): Update => ({
  ...{ cursor: minute, kind, at: `2026-03-16T15:${minute}:00.000Z`, execution: null },
  order: {
    ...{ status: 'OPEN', quantity: 100, displayQuantity: null, minimumQuantity: null },
    ...{ limitPrice: '27.50', stopPrice: null, filledQuantity: 0, refusal: null },
    ...changes,
  },
});

test('a life has each change with the terms after it, and the time of each', () => {
  const updates = [
    update('PLACED', '00'),
    update('ACCEPTED', '01'),
    update('REPLACE_REQUESTED', '02'),
    update('REPLACED', '03', { quantity: 200, limitPrice: '28.00' }),
    {
      ...update('FILLED', '04', { quantity: 200, status: 'FILLED' }),
      execution: { price: '28.00', quantity: 200 },
    },
  ];
  const life = lifeOf(ORDER, updates);
  expect(life.map(({ kind, terms, isEnd }) => [kind, terms.quantity, isEnd])).toEqual([
    ['PLACED', 100, false],
    ['ACCEPTED', 100, false],
    ['REPLACE_REQUESTED', 100, false],
    ['REPLACED', 200, false],
    ['FILLED', 200, true],
  ]);
  expect(hasDays(life)).toBe(false);
});

test('a life whose first updates are gone begins with the order', () => {
  const life = lifeOf(ORDER, [update('CANCELED', '09', { status: 'CANCELED' })]);
  expect(life.map(({ kind, at }) => [kind, at])).toEqual([
    ['PLACED', ORDER.createdAt],
    ['CANCELED', '2026-03-16T15:09:00.000Z'],
  ]);
});

test('a life without updates has the fills and the end', () => {
  const fill = { price: '28.00', quantity: 100, at: '2026-03-17T15:04:00.000Z' };
  const life = lifeFromFills({ ...ORDER, status: 'CANCELED' }, [fill as never]);
  expect(life.map(({ kind, isEnd }) => [kind, isEnd])).toEqual([
    ['PLACED', false],
    ['FILLED', false],
    ['CANCELED', true],
  ]);
  expect(hasDays(life)).toBe(true);
});
