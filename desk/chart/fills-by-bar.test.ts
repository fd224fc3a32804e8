import { expect, test } from 'vitest';
import type { Fill } from '../orders/past-fills.ts';
import { chartTime, type Bar } from './bars.ts';
import { fillsByBar, hasRoom } from './fills-by-bar.ts';

const fill = (at: string, more: Partial<Fill> = {}): Fill => ({
  ...{ id: at, ticker: 'PETR4', side: 'BUY', price: '29.00', quantity: 100, fees: '0.87', at },
  ...more,
});
const bar = (at: string): Bar => ({ time: chartTime(at), open: 1, high: 1, low: 1, close: 1, volume: 1 });

test('fills of one side within one bar are one mark', () => {
  const bars = [bar('2026-03-16T13:00:00.000Z'), bar('2026-03-16T13:01:00.000Z')];
  const fills = [
    fill('2026-03-16T12:59:59.000Z'),
    fill('2026-03-16T13:01:10.000Z', { side: 'SELL', quantity: 300 }),
    fill('2026-03-16T13:00:10.000Z'),
    fill('2026-03-16T13:00:50.000Z', { quantity: 200 }),
    fill('2026-03-16T13:00:50.000Z', { ticker: 'VALE3' }),
  ];
  expect(fillsByBar(fills, 'PETR4', bars)).toEqual([
    { time: bars[0]?.time, side: 'BUY', quantity: 300 },
    { time: bars[1]?.time, side: 'SELL', quantity: 300 },
  ]);
});

test('a number stands where no other mark of its side would lie over it', () => {
  const bars = Array.from({ length: 20 }, (_, minute) =>
    bar(`2026-03-16T13:${String(minute).padStart(2, '0')}:00.000Z`),
  );
  const at = (place: number, side: 'BUY' | 'SELL') => ({ time: bars[place]?.time ?? 0, side, quantity: 100 });
  const all = [at(0, 'BUY'), at(1, 'BUY'), at(1, 'SELL'), at(9, 'BUY'), at(9, 'SELL')];
  expect(all.map((one) => hasRoom(one, all, bars))).toEqual([false, false, true, true, true]);
});
