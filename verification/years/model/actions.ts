import {
  CENTAVO,
  lesser,
  nearest,
  positive,
  type Fraction,
  type ModelAction,
  type Position,
  type Result,
} from './facts.ts';
import { positionIn } from './note.ts';

/** Rights and payments of one account from corporate actions. */
export interface Gifts {
  /** Shares at the end of the record date, by action. */
  readonly entitled: Map<ModelAction, bigint>;
  /** Parts of a share that are sold later, and their cost in billionths, by action. */
  readonly fractions: Map<ModelAction, { readonly part: Fraction; readonly cost: bigint }>;
  /** Dividends and interest on equity. */
  readonly payments: { readonly action: ModelAction; readonly gross: bigint }[];
}

export const noGifts = (): Gifts => ({ entitled: new Map(), fractions: new Map(), payments: [] });

/** Remembers who is entitled at the end of a day. */
export function takeRecords(
  day: string,
  actions: readonly ModelAction[],
  positions: Map<string, Position>,
  gifts: Gifts,
): void {
  for (const action of actions) {
    const { shares } = positions.get(action.ticker) ?? { shares: 0n };
    if (action.recordDate === day && shares > 0n) gifts.entitled.set(action, shares);
  }
}

/** Applies the actions of a day, before its trades. */
export function applyActions(
  day: string,
  actions: readonly ModelAction[],
  positions: Map<string, Position>,
  gifts: Gifts,
): Result[] {
  const results: Result[] = [];
  for (const action of actions) {
    if (action.appliesOn === day) results.push(...applyAction(action, positions, gifts));
    if (action.fractions?.paidOn === day) results.push(...payFraction(action, day, positions, gifts));
  }
  return results;
}

function applyAction(action: ModelAction, positions: Map<string, Position>, gifts: Gifts): Result[] {
  const entitled = gifts.entitled.get(action) ?? 0n;
  if (entitled === 0n) return [];
  const held = positionIn(positions, action.ticker);
  const [top, bottom] = action.figure;
  switch (action.kind) {
    case 'DIVIDEND':
    case 'JCP':
      gifts.payments.push({ action, gross: (entitled * top * 100n) / bottom });
      return [];
    case 'CAPITAL_RETURN': {
      const gross = (entitled * top * 100n) / bottom;
      const lowered = lesser(gross * CENTAVO, held.cost);
      const profit = nearest(gross * CENTAVO - lowered, CENTAVO);
      held.cost -= lowered;
      held.realized += profit;
      const place = { day: action.appliesOn, ticker: action.ticker, kind: 'CAPITAL_RETURN' as const };
      return profit > 0n
        ? [{ ...place, quantity: entitled, gross, proceeds: gross, cost: gross - profit }]
        : [];
    }
    default:
      changeShares(action, entitled, held, gifts);
      return [];
  }
}

function changeShares(action: ModelAction, entitled: bigint, held: Position, gifts: Gifts): void {
  const [top, bottom] = action.figure;
  const added = (entitled * top) / bottom - entitled;
  const [costTop, costBottom] = action.costOfShare;
  const ofShares = (sharesTop: bigint, sharesBottom: bigint): bigint =>
    nearest(sharesTop * costTop * 1_000_000_000n, sharesBottom * costBottom);
  const rest = (entitled * top) % bottom;
  let cost = ofShares(rest, bottom);
  held.shares += added;
  if (action.kind === 'BONUS') held.cost += ofShares(added, 1n);
  if (action.kind !== 'BONUS' && rest > 0n) {
    // The whole shares and the fraction have one average price.
    cost = nearest(held.cost * rest, held.shares * bottom + rest);
    held.cost -= cost;
  }
  if (rest > 0n) gifts.fractions.set(action, { part: [rest, bottom], cost });
}

/** The company sells the fraction at the exchange: an ordinary sale. */
function payFraction(
  action: ModelAction,
  day: string,
  positions: Map<string, Position>,
  gifts: Gifts,
): Result[] {
  const fraction = gifts.fractions.get(action);
  if (!fraction || !action.fractions) return [];
  const [top, bottom] = fraction.part;
  const [priceTop, priceBottom] = action.fractions.price;
  const gross = (top * priceTop * 100n) / (bottom * priceBottom);
  if (gross === 0n) return [];
  const cost = nearest(positive(fraction.cost), CENTAVO);
  positionIn(positions, action.ticker).realized += gross - cost;
  const place = { day, ticker: action.ticker, kind: 'ORDINARY' as const };
  return [{ ...place, quantity: 0n, gross, proceeds: gross, cost }];
}
