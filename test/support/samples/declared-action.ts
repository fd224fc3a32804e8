import {
  actionIdOf,
  type ActionTerms,
  type DeclaredAction,
  type SubscriptionRights,
} from '#domain/corporate-actions/declared-action.ts';
import { rightTickersOf, type SubscriptionTerms } from '#domain/corporate-actions/subscription-rights.ts';

/** Terms of a split of PETR4, two for one, recorded on Monday 16 March 2026, with changes. */
export const actionTerms = (changes: Partial<ActionTerms> = {}): ActionTerms => ({
  ticker: 'PETR4',
  kind: 'SPLIT',
  recordDate: '2026-03-16',
  exDate: '2026-03-17',
  paysOn: null,
  approvedOn: null,
  amountPerShare: null,
  factor: '2',
  pricePerShare: null,
  rights: null,
  ...changes,
});

/** Terms of a dividend of PETR4. */
export const dividendTerms = (amountPerShare: string, changes: Partial<ActionTerms> = {}): ActionTerms =>
  actionTerms({ kind: 'DIVIDEND', factor: null, amountPerShare, paysOn: '2026-03-20', ...changes });

/** Terms of a subscription of PETR4: one right for ten shares at 25.00. The rights trade for four days. */
export const subscriptionTerms = (changes: Partial<ActionTerms> = {}): SubscriptionTerms => ({
  ...actionTerms({ kind: 'SUBSCRIPTION', factor: '0.1', pricePerShare: '25.00', ...changes }),
  rights: changes.rights ?? RIGHTS,
});

const RIGHTS: SubscriptionRights = {
  ...rightTickersOf('PETR4'),
  tradesFrom: '2026-03-17',
  tradesUntil: '2026-03-20',
  exercisesUntil: '2026-03-25',
};

/** A stored action with these terms. */
export const declaredAction = (changes: Partial<DeclaredAction> = {}): DeclaredAction => {
  const terms = actionTerms(changes);
  return { id: actionIdOf(terms, 1), fractionSale: null, version: 1, ...terms, ...changes };
};
