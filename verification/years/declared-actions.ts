import { tradingDayBefore, type TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import type { Random } from '#platform/random.ts';
import { declareCorporateAction } from '#scripts/operate/corporate-action.ts';
import type { OperatorCalls } from '#scripts/operate/operator-calls.ts';
import { SECURITIES } from './market.ts';
import type { Fraction, ModelAction } from './model/facts.ts';
import type { Prices } from './orders.ts';

/** Corporate actions that an operator declares in the course of the campaign. */
export interface DeclaredActions {
  /** Those declared so far, as the model sees them. */
  readonly all: () => readonly ModelAction[];
  /** True when a change of positions of the ticker falls on the day. */
  readonly isBusy: (ticker: string, day: string) => boolean;
  /** Declares an action of any kind whose record date follows a trading day. */
  declare(today: string, prices: Prices): Promise<void>;
}

type Kind = ModelAction['kind'];

/** A decimal text and its ratio. */
const decimal = (digits: number, places: number): { text: string; ratio: Fraction } => {
  const text = String(digits).padStart(places + 1, '0');
  const ratio: Fraction = [BigInt(digits), 10n ** BigInt(places)];
  return { text: places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`, ratio };
};

/** @param callsOf calls to the broker that runs now */
export function createActions(
  callsOf: <T>(work: (calls: Pick<OperatorCalls, 'assets'>) => Promise<T>) => Promise<T>,
  random: Random,
  calendar: TradingCalendar,
): DeclaredActions {
  const actions: ModelAction[] = [];
  const busy = new Set<string>();
  const upTo = (count: number): number => Math.floor(random() * count);
  const operate = (operands: readonly string[]): Promise<string> =>
    callsOf((calls) => declareCorporateAction(calls, operands));
  const sellFractions = createFractionSales({ operate, calendar, upTo });
  const declare = async (kind: Kind, ticker: string, today: string, price: number): Promise<void> => {
    const recordDate = calendar.addTradingDays(today, 1 + upTo(3));
    const exDate = calendar.nextTradingDay(recordDate);
    const paysOn = calendar.addTradingDays(exDate, 1 + upTo(8));
    const appliesOn = kind === 'SPLIT' || kind === 'REVERSE_SPLIT' ? exDate : paysOn;
    if (busy.has(`${ticker} ${appliesOn}`) || busy.has(`${ticker} ${exDate}`)) return;
    const figure = figureOf(kind, price, random);
    const cost = kind === 'BONUS' ? decimal(1 + upTo(20_000_000_000), 9) : null;
    const pays = kind === 'SPLIT' || kind === 'REVERSE_SPLIT' ? [] : [`pays=${paysOn}`];
    const declared = await operate([
      ...[kind, ticker, recordDate, figure.text, ...pays],
      ...(cost ? [`price=${cost.text}`] : []),
    ]);
    busy.add(`${ticker} ${appliesOn}`);
    busy.add(`${ticker} ${exDate}`);
    const fractions = await sellFractions(kind, appliesOn, declared, price);
    actions.push({
      ...{ kind, ticker, recordDate, appliesOn, figure: figure.ratio, fractions },
      costOfShare: cost?.ratio ?? [0n, 1n],
    });
  };
  /** Declares a split whose ex-day is over: it is booked on the day that begins next. */
  const declareLate = async (ticker: string, today: string, price: number): Promise<void> => {
    let recordDate = tradingDayBefore(calendar, today);
    for (let days = 1 + upTo(3); days > 0; days--) recordDate = tradingDayBefore(calendar, recordDate);
    const exDate = calendar.nextTradingDay(recordDate);
    for (let day = exDate; day <= today; day = calendar.nextTradingDay(day))
      if (busy.has(`${ticker} ${day}`)) return;
    const figure = figureOf('SPLIT', price, random);
    const declared = await operate(['SPLIT', ticker, recordDate, figure.text, 'late=yes']);
    for (const day of [exDate, today]) busy.add(`${ticker} ${day}`);
    const fractions = await sellFractions('SPLIT', today, declared, price);
    actions.push({
      ...{ kind: 'SPLIT', ticker, recordDate, appliesOn: today, figure: figure.ratio, fractions },
      costOfShare: [0n, 1n],
    });
  };
  return {
    all: () => actions,
    isBusy: (ticker, day) => busy.has(`${ticker} ${day}`),
    declare: async (today, prices) => {
      const { ticker, kind } = SECURITIES[upTo(SECURITIES.length)] ?? { ticker: 'PETR4', kind: 'STOCK' };
      const price = prices.get(ticker) ?? 1_000;
      const chosen = kindOfAction(kind, price, random);
      if (chosen === 'SPLIT' && random() < 0.3) await declareLate(ticker, today, price);
      else await declare(chosen, ticker, today, price);
    },
  };
}

interface Operator {
  readonly operate: (operands: readonly string[]) => Promise<string>;
  readonly calendar: TradingCalendar;
  readonly upTo: (count: number) => number;
}

/** Gives the price of the auction of an action's fractions, from the answer to its declaration. */
const createFractionSales =
  ({ operate, calendar, upTo }: Operator) =>
  async (kind: Kind, creditedOn: string, declared: string, price: number) => {
    if (kind !== 'SPLIT' && kind !== 'REVERSE_SPLIT' && kind !== 'BONUS') return null;
    const id = /cac_[\w-]+/.exec(declared)?.[0] ?? '';
    const paidOn = calendar.addTradingDays(creditedOn, 3 + upTo(10));
    const sold = decimal(Math.max(1, price + upTo(200)), 2);
    await operate(['FRACTIONS', id, paidOn, sold.text]);
    return { paidOn, price: sold.ratio };
  };

/** Prices stay between some reais and some hundred: a cheap share is grouped, an expensive one split. */
function kindOfAction(kind: string, price: number, random: Random): Kind {
  if (kind !== 'STOCK') return 'DIVIDEND';
  const draw = random();
  if (draw < 0.25) return price < 1_200 ? 'REVERSE_SPLIT' : 'SPLIT';
  if (draw < 0.45) return 'BONUS';
  if (draw < 0.6) return 'CAPITAL_RETURN';
  return draw < 0.8 ? 'JCP' : 'DIVIDEND';
}

function figureOf(kind: Kind, price: number, random: Random): { text: string; ratio: Fraction } {
  const oneOf = (...digits: readonly [digits: number, places: number][]): { text: string; ratio: Fraction } =>
    decimal(...(digits[Math.floor(random() * digits.length)] ?? [2, 0]));
  switch (kind) {
    case 'SPLIT':
      return oneOf([2, 0], [3, 0], [15, 1]);
    case 'REVERSE_SPLIT':
      return oneOf([1, 1], [5, 1], [25, 2]);
    case 'BONUS':
      return oneOf([11, 1], [105, 2], [1125, 3]);
    case 'CAPITAL_RETURN':
      return decimal(1 + Math.floor(random() * price * 3_000), 6);
    default:
      // Up to 5 % of the price; a small share of it pays whole positions above R$ 50,000.
      return decimal(1 + Math.floor(random() * price * 500), 6);
  }
}
