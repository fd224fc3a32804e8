import { settlementDay } from '#domain/calendar/trading-calendar.ts';
import type { Cost } from '#domain/fees/fees.ts';
import { subtract } from '#domain/money/integer.ts';
import { accept, deny, type Outcome } from '#domain/refusal.ts';
import type { Asked, Desk } from './desk.ts';
import { prepareOrders, type OrderInput } from './prepare.ts';
import { accountNotFound, insufficient } from './refusals.ts';

/** What placing an order would do now. Amounts in centavos. */
export interface Preview {
  /** At the reference price, as the costs are. */
  readonly grossCentavos: number;
  readonly costs: readonly Cost[];
  readonly feesCentavos: number;
  /** Of a buy what would be reserved, which is more than gross and costs where it may cost more; of a sell what it would bring. */
  readonly netCentavos: number;
  readonly settlesOn: string;
  readonly availableCashAfterCentavos: number;
  readonly availableQuantityAfter: number;
  readonly referenceCentavos: number;
}

/** Refuses what `placeOrders` refuses, in the same order, but looks at no client-chosen id and changes nothing. */
export async function previewOrder(desk: Desk, input: OrderInput, asked: Asked): Promise<Outcome<Preview>> {
  if (!(await desk.owners.owns(asked.userId, input.accountId))) return deny(accountNotFound(input.accountId));
  const [outcome] = await prepareOrders(desk, [input]);
  if (!outcome) throw new Error('the order was not prepared');
  if (!outcome.ok) return outcome;
  const { grossCentavos, costs, needed, referenceCentavos, tradeDate } = outcome.value;
  const available = await desk.wallet.available({ accountId: input.accountId, ticker: input.ticker });
  if (!available) return deny(accountNotFound(input.accountId));
  const isBuy = input.side === 'BUY';
  const after = (isBuy ? available.cashCentavos : available.shares) - needed;
  if (after < 0) return deny(insufficient(input, needed, needed + after));
  const fees = costs.totalCentavos;
  return accept({
    grossCentavos,
    costs: costs.costs,
    feesCentavos: fees,
    netCentavos: isBuy ? needed : subtract(grossCentavos, fees),
    settlesOn: settlementDay(desk.calendar, tradeDate),
    availableCashAfterCentavos: isBuy ? after : available.cashCentavos,
    availableQuantityAfter: isBuy ? available.shares : after,
    referenceCentavos,
  });
}
