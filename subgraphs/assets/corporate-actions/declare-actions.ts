import { faultOfTerms } from '#domain/corporate-actions/check-terms.ts';
import type { ActionTerms, DeclaredAction } from '#domain/corporate-actions/declared-action.ts';
import { planDeclaration } from '#domain/corporate-actions/plan-declaration.ts';
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
  /** Whether a custody ticker is listed. */
  readonly isListed: (ticker: string) => boolean;
}

/**
 * Declares corporate actions, all or nothing. Each is checked by itself and against the actions that are stored or that come
 * before it; actions that are stored already change nothing.
 */
export function declareActions(
  { store, calendar, isListed }: DeclareDependencies,
  declarations: readonly Declaration[],
): Promise<DeclarationResult> {
  const tickers = [...new Set(declarations.map(({ terms }) => terms.ticker))];
  return store.changeActions(tickers, (stored) => {
    const known = new Map(stored.map((action) => [action.id, action]));
    const changed = new Map<string, DeclaredAction>();
    const counts = { NEW: 0, COMPLETED: 0, UNCHANGED: 0 };
    const faults: string[] = [];
    for (const { place, terms } of declarations) {
      const fault = isListed(terms.ticker)
        ? faultOfTerms(terms, calendar)
        : `no instrument has the ticker ${terms.ticker}`;
      const ofTicker = [...known.values()].filter(({ ticker }) => ticker === terms.ticker);
      const plan =
        fault === null ? planDeclaration(terms, ofTicker) : ({ effect: 'REFUSED', fault } as const);
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
