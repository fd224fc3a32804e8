import type { Random } from '#platform/random.ts';
import type { PlaceOrderInput } from '#sdk/src/index.ts';

/** An order's terms, without account, id and ticker. */
export type Terms = Omit<PlaceOrderInput, 'accountId' | 'clientOrderId' | 'ticker'>;

const MAX_LOTS = 5;
const LOT = 100;
/** Maximum distance of a price from the middle. */
const REACH_CENTAVOS = 3;

const money = (centavos: number): string =>
  `${Math.floor(centavos / 100)}.${String(centavos % 100).padStart(2, '0')}`;

/** A random order of any kind that continuous trading accepts, priced around the middle so that many of them trade. */
export function anyOrder(random: Random, middleCentavos: number): Terms {
  const upTo = (count: number): number => Math.floor(random() * count);
  const side = random() < 0.5 ? 'BUY' : 'SELL';
  const quantity = LOT * (1 + upTo(MAX_LOTS));
  const part = LOT * (1 + upTo(quantity / LOT));
  const near = middleCentavos + upTo(2 * REACH_CENTAVOS + 1) - REACH_CENTAVOS;
  const limitPrice = money(near);
  const limit = { side, quantity, limitPrice } as const;
  const market = { side, quantity, type: 'MARKET' } as const;
  const beyond = (steps: number): string =>
    money(side === 'BUY' ? middleCentavos + steps : middleCentavos - steps);
  const stopPrice = beyond(REACH_CENTAVOS);
  const stop = { side, quantity, type: 'STOP', stopPrice } as const;
  const kinds: readonly Terms[] = [
    limit,
    limit,
    limit,
    { ...limit, timeInForce: 'IOC' },
    { ...limit, timeInForce: 'FOK' },
    { ...limit, timeInForce: 'GTC' },
    { ...limit, timeInForce: 'GTD', expiresOn: '2099-12-31' },
    { ...limit, timeInForce: 'AT_CLOSE' },
    { ...limit, displayQuantity: part },
    { ...limit, minimumQuantity: part },
    market,
    { ...market, timeInForce: 'IOC' },
    { ...market, timeInForce: 'FOK' },
    { ...market, timeInForce: 'AT_CLOSE' },
    stop,
    { ...stop, timeInForce: 'GTC' },
    { ...stop, type: 'STOP_LIMIT', limitPrice: beyond(2 * REACH_CENTAVOS) },
  ];
  return kinds[upTo(kinds.length)] ?? limit;
}
