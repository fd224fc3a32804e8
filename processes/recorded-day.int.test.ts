import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { StartError } from '#platform/process/start-error.ts';
import { readRecordedDay } from './recorded-day.ts';

const HEADER =
  'symbol,gen_id,time,side,order_id,exec_type,status,price_cents,total_qty,traded_qty,aggressor,broker';
const fileOf = async (...rows: readonly string[]): Promise<string> => {
  const file = path.join(await mkdtemp(path.join(tmpdir(), 'recorded-')), 'orders.csv');
  await writeFile(file, [HEADER, ...rows].join('\n'));
  return file;
};

test('reads the orders of a recorded day, in order of their sequence, without its trades', async () => {
  const file = await fileOf(
    'PETR4F,3,11:00:20.485000,Buy,8,Trade,Filled,779,31,31,1,120',
    'PETR4F,2,11:00:20.400000,Buy,8,New,New,779,31,0,0,120',
    'PETR4F,1,11:00:17.055000,Sell,9,Update,Replaced,784,99,9,0,120',
    'PETR4F,4,11:00:21.000000,Sell,9,Cancel,Canceled,784,99,9,0,120',
  );
  expect(await readRecordedDay(file)).toEqual([
    {
      ticker: 'PETR4F',
      firstPriceCentavos: 784,
      events: [
        {
          ticker: 'PETR4F',
          timeOfDayMs: 39_617_055,
          side: 'SELL',
          orderId: '9',
          kind: 'ENTER',
          priceCentavos: 784,
          quantity: 90,
        },
        {
          ticker: 'PETR4F',
          timeOfDayMs: 39_620_400,
          side: 'BUY',
          orderId: '8',
          kind: 'ENTER',
          priceCentavos: 779,
          quantity: 31,
        },
        {
          ticker: 'PETR4F',
          timeOfDayMs: 39_621_000,
          side: 'SELL',
          orderId: '9',
          kind: 'END',
          priceCentavos: 784,
          quantity: 90,
        },
      ],
    },
  ]);
  expect(await readRecordedDay(null)).toEqual([]);
});

test('a file that cannot be played stops the start with the line and the setting', async () => {
  const bad = await fileOf('PETR4F,x,11:00:17,Sell,9,New,New,784,99,0,0,120');
  await expect(readRecordedDay(bad)).rejects.toThrow(StartError);
  await expect(readRecordedDay(bad)).rejects.toThrow(/SIMULATOR_REPLAY: .*line 2/);
  await expect(readRecordedDay('/nowhere/orders.csv')).rejects.toThrow(/SIMULATOR_REPLAY/);
});
