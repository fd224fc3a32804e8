import { expect, test } from 'vitest';
import { ORDER_TYPES, TIMES_IN_FORCE } from '#domain/orders/order.ts';
import { validateTerms } from '#domain/orders/terms/validate-order.ts';
import { createRandom } from '#platform/random.ts';
import { anyOrder } from './orders.ts';
import { instrument } from '#test/support/samples/instrument.ts';

const PETR4 = instrument({ previousCloseCentavos: 2910 });

test('sends valid orders of every kind that continuous trading accepts', () => {
  const random = createRandom(1);
  const market = { phase: 'CONTINUOUS', today: '2026-03-16', lastCentavos: 2910 } as const;
  const seen = new Set<string>();
  for (let count = 0; count < 2_000; count++) {
    const terms = anyOrder(random, 2910);
    const request = {
      side: terms.side,
      type: terms.type ?? 'LIMIT',
      timeInForce: terms.timeInForce ?? 'DAY',
      quantity: terms.quantity,
      limitPrice: terms.limitPrice ?? null,
      stopPrice: terms.stopPrice ?? null,
      displayQuantity: terms.displayQuantity ?? null,
      minimumQuantity: terms.minimumQuantity ?? null,
      expiresOn: terms.expiresOn ?? null,
    };
    seen.add(request.type).add(request.timeInForce);
    expect(validateTerms('PETR4', request, PETR4, market)).toMatchObject({ ok: true });
  }
  const forContinuous = TIMES_IN_FORCE.filter((one) => one !== 'AUCTION');
  expect([...seen].sort()).toEqual([...ORDER_TYPES, ...forContinuous].sort());
});
