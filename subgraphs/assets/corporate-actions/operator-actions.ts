import type { AssetsOperatorRpc } from '#contracts/calls/assets.ts';
import {
  isSameFigure,
  type ActionTerms,
  type DeclaredAction,
} from '#domain/corporate-actions/declared-action.ts';
import { settledPayDay } from '#domain/corporate-actions/check-terms.ts';
import { parseExactDecimal } from '#domain/money/exact-decimal.ts';
import { formatCentavos } from '#domain/money/money.ts';
import { isDay } from '#domain/calendar/days.ts';
import type { AssetKind } from '#domain/market/instrument.ts';
import type { TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { toActionFact } from './action-relay.ts';
import { declareActions } from './declare-actions.ts';
import type { ActionStore } from '../store/action-store.ts';

type OperatorCalls = Pick<AssetsOperatorRpc, 'declareCorporateAction' | 'setFractionSale'>;

interface Dependencies {
  readonly store: ActionStore;
  readonly calendar: TradingCalendar;
  /** Kind of a listed custody ticker; null when it is not listed. */
  readonly kindOf: (ticker: string) => AssetKind | null;
  /** Previous close of a listed custody ticker, in centavos; null when it is not listed. */
  readonly closeOf: (ticker: string) => number | null;
  /** Today, by the market's clock. */
  readonly today: () => string;
  /** Called after actions were stored. */
  readonly onChanged: () => void;
}

/** Creates the operator's calls for corporate actions. */
export const createActionCalls = (dependencies: Dependencies): OperatorCalls => ({
  declareCorporateAction: async ({ isLate, ...terms }) => {
    const { recordDate } = terms;
    const today = dependencies.today();
    const isOver = recordDate < today && isDay(recordDate);
    if (!isLate && isOver && !(await isDeclared(dependencies.store, terms)))
      return refused(
        `the record date ${recordDate} is over, today is ${today}: declare it as late, and it is applied at once`,
      );
    const beyond = isLate ? null : await faultOfPayment(dependencies, terms);
    if (beyond !== null) return refused(beyond);
    const result = await declareActions(dependencies, [{ place: '', terms }]);
    const [fault] = result.faults;
    if (fault !== undefined) return refused(fault.replace(/^: /, ''));
    const [action] = result.changed;
    if (!action) return refused('it is declared already');
    dependencies.onChanged();
    return { outcome: result.added > 0 ? 'NEW' : 'COMPLETED', action: toActionFact(action) };
  },
  setFractionSale: async ({ id, paysOn: declared, price }) => {
    const paysOn = settledPayDay(dependencies.calendar, declared);
    const [action] = await dependencies.store.actionsById([id]);
    const fault = action ? faultOfSale(action, paysOn, price) : `no corporate action has the id ${id}`;
    if (fault !== null) return refused(fault);
    const changed = await dependencies.store.setFractionSale(id, { paysOn, price });
    if (!changed) return refused(`no corporate action has the id ${id}`);
    dependencies.onChanged();
    return { outcome: 'SET', action: toActionFact(changed) };
  },
});

/** Whether an action of the kind is declared for the record date: then the terms may complete it. */
async function isDeclared(
  store: Pick<ActionStore, 'actionsOf'>,
  { ticker, kind, recordDate, exDate }: ActionTerms,
): Promise<boolean> {
  const [actions = []] = await store.actionsOf([{ ticker, from: exDate, to: exDate }]);
  return actions.some((action) => action.kind === kind && action.recordDate === recordDate);
}

/** Payments of one ex-day that take the whole price would leave an ex-price at which nobody can trade. */
async function faultOfPayment(
  { store, closeOf }: Pick<Dependencies, 'store' | 'closeOf'>,
  { ticker, kind, exDate, amountPerShare }: ActionTerms,
): Promise<string | null> {
  const closeCentavos = closeOf(ticker);
  const declared = amountPerShare === null ? null : parseExactDecimal(amountPerShare);
  if (!declared || closeCentavos === null || !isDay(exDate)) return null;
  const [actions = []] = await store.actionsOf([{ ticker, from: exDate, to: exDate }]);
  const others = actions.filter(
    (action) => action.kind !== kind || !isSameFigure(action.amountPerShare, amountPerShare),
  );
  const amounts = others.flatMap((action) => parseExactDecimal(action.amountPerShare ?? '') ?? []);
  const total = [declared, ...amounts].reduce((sum, amount) => ({
    numerator: sum.numerator * amount.denominator + amount.numerator * sum.denominator,
    denominator: sum.denominator * amount.denominator,
  }));
  if (total.numerator * 100n < BigInt(closeCentavos) * total.denominator) return null;
  const together = amounts.length > 0 ? `, with the other payments of ${exDate},` : '';
  return `the amount per share ${amountPerShare}${together} is not below the last close of ${ticker}, ${formatCentavos(closeCentavos)}`;
}

const refused = (fault: string) => ({ outcome: 'REFUSED' as const, fault });

function faultOfSale(action: DeclaredAction, paysOn: string, price: string): string | null {
  const { kind, exDate, fractionSale } = action;
  if (kind !== 'SPLIT' && kind !== 'REVERSE_SPLIT' && kind !== 'BONUS')
    return `an action of the kind ${kind} leaves no fractions`;
  if (fractionSale) return `its fractions are sold already, at ${fractionSale.price}`;
  if (!isDay(paysOn)) return `${paysOn} is not a day`;
  const credit = action.paysOn ?? exDate;
  if (paysOn < credit) return `the payment day ${paysOn} is before the credit of the shares on ${credit}`;
  return parseExactDecimal(price)?.numerator === 0n ? 'the price is zero' : null;
}
