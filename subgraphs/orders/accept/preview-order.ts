import { settlementDay } from '#domain/calendar/trading-calendar.ts';
import { totalOf, type Cost } from '#domain/costs/cost.ts';
import { add, subtract } from '#domain/money/integer.ts';
import { accept, deny, type Outcome } from '#domain/refusal.ts';
import type { Requester } from './batch-service.ts';
import type { OrderService } from './order-service.ts';
import { prepareOrders, type OrderInput } from './prepare-orders.ts';
import { accountNotFound, insufficient, pricesUnknown } from './refusals.ts';

/** The expected effect of an order. */
export interface Preview {
  /** Gross amount and provisional costs at the reference price. */
  readonly grossCentavos: number;
  readonly costs: readonly Cost[];
  readonly feesCentavos: number;
  /** The cash that a buy reserves, at its highest price; the gross amount minus fees of a sell. */
  readonly netCentavos: number;
  /** The part of it beyond gross amount and fees; zero for a sell. */
  readonly extraReserveCentavos: number;
  readonly settlesOn: string;
  readonly availableCashAfterCentavos: number;
  readonly availableQuantityAfter: number;
  readonly referenceCentavos: number;
}

/**
 * Computes the effect of an order. Refuses like `placeOrders`, but ignores client order ids and changes nothing. Throws
 * SERVICE_UNAVAILABLE when it needs a hot price and none is readable.
 */
export async function previewOrder(
  service: OrderService,
  input: OrderInput,
  requester: Requester,
): Promise<Outcome<Preview>> {
  if (!(await service.owners.owns(requester.userId, input.accountId)))
    return deny(accountNotFound(input.accountId));
  const [outcome] = await prepareOrders(service, [input]);
  if (!outcome) throw new Error('the order was not prepared');
  if (outcome === 'PRICES_UNKNOWN') throw pricesUnknown();
  if (!outcome.ok) return outcome;
  const { grossCentavos, costs, needed, referenceCentavos, tradeDate, instrument } = outcome.value;
  const available = await service.wallet.available({
    accountId: input.accountId,
    ticker: instrument.custodyTicker,
  });
  if (!available) return deny(accountNotFound(input.accountId));
  const isBuy = input.side === 'BUY';
  const after = (isBuy ? available.cashCentavos : available.shares) - needed;
  if (after < 0) return deny(insufficient(input, needed, needed + after));
  const fees = totalOf(costs);
  return accept({
    grossCentavos,
    costs,
    feesCentavos: fees,
    netCentavos: isBuy ? needed : subtract(grossCentavos, fees),
    extraReserveCentavos: isBuy ? subtract(needed, add(grossCentavos, fees)) : 0,
    settlesOn: settlementDay(service.calendar, tradeDate),
    availableCashAfterCentavos: isBuy ? after : available.cashCentavos,
    availableQuantityAfter: isBuy ? available.shares : after,
    referenceCentavos,
  });
}
