import { faultOfTerms, settledPayDay } from '#domain/corporate-actions/check-terms.ts';
import type { ActionTerms, DeclaredAction } from '#domain/corporate-actions/declared-action.ts';
import { issuerOf } from '#domain/corporate-actions/entitlement.ts';
import { planDeclaration } from '#domain/corporate-actions/plan-declaration.ts';
import { custodyTickerOf } from '#domain/market/custody-ticker.ts';
import type { AssetKind } from '#domain/market/instrument.ts';
import type { TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import type { ActionStore } from '../store/action-store.ts';

/** Terms to declare, with their place in the source, such as `cashDividends[3]`. */
export interface Declaration {
  readonly place: string;
  readonly terms: ActionTerms;
}

/** Result of several declarations: all stored, or none because of faults. */
export interface DeclarationResult {
  readonly added: number;
  readonly completed: number;
  readonly unchanged: number;
  /** Actions that were stored. */
  readonly changed: readonly DeclaredAction[];
  /** A sentence for each refused declaration, with its place; then nothing was stored. */
  readonly faults: readonly string[];
}

interface DeclareDependencies {
  readonly store: Pick<ActionStore, 'changeActions'>;
  readonly calendar: TradingCalendar;
  /** Kind of a listed custody ticker; null when it is not listed. */
  readonly kindOf: (ticker: string) => AssetKind | null;
}

/**
 * Declares corporate actions, all or nothing. Each is checked by itself and against the actions that are stored or that come
 * before it; actions that are stored already change nothing. A payment on a day without a session is one of the next trading day.
 */
export function declareActions(
  { store, calendar, kindOf }: DeclareDependencies,
  declarations: readonly Declaration[],
): Promise<DeclarationResult> {
  const tickers = [...new Set(declarations.map(({ terms }) => terms.ticker))];
  return store.changeActions(tickers, (stored) => {
    const known = new Map(stored.map((action) => [action.id, action]));
    const changed = new Map<string, DeclaredAction>();
    const counts = { NEW: 0, COMPLETED: 0, UNCHANGED: 0 };
    const faults: string[] = [];
    for (const { place, terms: declared } of declarations) {
      const { paysOn } = declared;
      const terms = { ...declared, paysOn: paysOn && settledPayDay(calendar, paysOn) };
      const fault = faultOfTickers(terms, kindOf) ?? faultOfTerms(terms, calendar);
      const issuer = issuerOf(terms.ticker);
      const ofCompany = [...known.values()].filter(({ ticker }) => issuerOf(ticker) === issuer);
      const plan =
        fault === null ? planDeclaration(terms, ofCompany) : ({ effect: 'REFUSED', fault } as const);
      if (plan.effect === 'REFUSED') {
        faults.push(`${place}: ${plan.fault}`);
        continue;
      }
      counts[plan.effect]++;
      known.set(plan.action.id, plan.action);
      if (plan.effect !== 'UNCHANGED') changed.set(plan.action.id, plan.action);
    }
    return {
      added: counts.NEW,
      completed: counts.COMPLETED,
      unchanged: counts.UNCHANGED,
      changed: faults.length > 0 ? [] : [...changed.values()],
      faults,
    };
  });
}

function faultOfTickers(
  { ticker, rights }: ActionTerms,
  kindOf: DeclareDependencies['kindOf'],
): string | null {
  const kind = kindOf(ticker);
  const custodyTicker = custodyTickerOf(ticker);
  if (kind === null && custodyTicker !== ticker && kindOf(custodyTicker) !== null)
    return `${ticker} is the fractional market of ${custodyTicker}: declare it for ${custodyTicker}`;
  if (kind === null) return `no instrument has the ticker ${ticker}`;
  if (kind === 'RIGHT' || kind === 'RECEIPT') return `${ticker} is a ${kind.toLowerCase()}, not a share`;
  const others = rights === null ? [] : [rights.ticker, rights.receiptTicker];
  const taken = others.find((name) => !['RIGHT', 'RECEIPT', null].includes(kindOf(name)));
  return taken === undefined ? null : `${taken} is the ticker of another instrument`;
}
