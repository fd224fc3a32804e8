import type { CreatePriceLineOptions } from 'lightweight-charts';
import { expect, test } from 'vitest';
import { createLastLabel } from './last-label.ts';

test('one label follows the newest price in its colour, whatever part of the chart is in view', () => {
  const drawn: Partial<CreatePriceLineOptions>[] = [];
  let lines = 0;
  const createPriceLine = (options: CreatePriceLineOptions) => {
    lines += 1;
    drawn.push(options);
    return { applyOptions: (changes: Partial<CreatePriceLineOptions>) => void drawn.push(changes) };
  };
  const show = createLastLabel({ createPriceLine }, (name) => name);
  show(undefined);
  show({ open: 28.4, close: 28.5 });
  show({ open: 28.4, close: 28.3 });
  show(undefined);
  expect(lines).toBe(1);
  expect(drawn.map(({ price, color, axisLabelVisible }) => [price, color, axisLabelVisible])).toEqual([
    [28.5, '--up', true],
    [28.3, '--down', true],
    [undefined, undefined, false],
  ]);
});
