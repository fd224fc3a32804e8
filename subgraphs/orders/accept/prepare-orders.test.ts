import { expect, test } from 'vitest';
import { costs } from '#test/support/samples/order-reports.ts';
import { instrument } from '#test/support/samples/instrument.ts';
import { prepareOrder, type OrderInput } from './prepare-orders.ts';

const PETR4 = instrument({ priceBand: null });
const ORDER: OrderInput = {
  accountId: 'acc_1',
  clientOrderId: 'one',
  ticker: 'PETR4',
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'DAY',
  quantity: 1_000,
  limitPrice: '10.00',
  stopPrice: null,
  displayQuantity: null,
  minimumQuantity: null,
  expiresOn: null,
};
const marketOn = (today: string) => ({
  phase: 'CONTINUOUS' as const,
  today,
  lastCentavos: null,
  arePricesKnown: true,
  bidCentavos: null,
  askCentavos: null,
  theoreticalCentavos: null,
});
const prepare = (today: string, more: Partial<OrderInput> = {}, schedule = costs) => {
  const outcome = prepareOrder(schedule, { ...ORDER, ...more }, PETR4, marketOn(today));
  if (outcome === 'PRICES_UNKNOWN') return outcome;
  return outcome.ok ? outcome.value : outcome.refusal;
};

test('refuses an order on a day without a cost table and names the first day known', () => {
  expect(prepare('2013-03-28')).toMatchObject({
    rule: 'UNKNOWN_COSTS',
    limit: '2013-04-01',
    observed: '2013-03-28',
  });
  expect(prepare('2013-04-01')).toMatchObject({ tradeDate: '2013-04-01' });
});

test('reserves by the cost table of the trade date', () => {
  // 0.0275 % and at most 0.0070 % of 10,000.00, four fees raised to the next centavo; then 0.0250 % and
  // the same trading fee.
  expect(prepare('2017-06-01')).toMatchObject({ needed: 1_000_000 + 275 + 70 + 4 });
  expect(prepare('2026-03-16')).toMatchObject({ needed: 1_000_000 + 250 + 70 + 4 });
});

test('reserves fixed brokerage for each day on which the order may trade', () => {
  const withBrokerage = { ...costs, brokerage: { type: 'FIXED', centavos: 490 } as const };
  const day = prepare('2026-03-16', {}, withBrokerage);
  expect(day).toMatchObject({ needed: 1_000_000 + 250 + 70 + 4 + 490 + 48 });
  const tenLots = prepare('2026-03-16', { timeInForce: 'GTC' }, withBrokerage);
  expect(tenLots).toMatchObject({ needed: 1_000_000 + 250 + 70 + 10 * (4 + 490 + 48) });
  const threeDays = prepare('2026-03-16', { timeInForce: 'GTD', expiresOn: '2026-03-18' }, withBrokerage);
  expect(threeDays).toMatchObject({ needed: 1_000_000 + 250 + 70 + 3 * (4 + 490 + 48) });
});
