import {
  actionIdOf,
  changesShares,
  isSameFigure,
  type ActionTerms,
  type DeclaredAction,
} from './declared-action.ts';
import { isOverlapping, isSameRights, isSubscription } from './subscription-rights.ts';

/** Effect of a declaration on the stored actions of its ticker. */
export type PlannedDeclaration =
  | { readonly effect: 'NEW' | 'COMPLETED' | 'UNCHANGED'; readonly action: DeclaredAction }
  | { readonly effect: 'REFUSED'; readonly fault: string };

/**
 * Compares terms with the stored actions of their company. The same action again changes nothing, or fills in what was not
 * declared before: B3 publishes a payment before its day is known. Refused are terms that contradict a stored action, a
 * second change of the number of shares on one ex-day, whose order nobody knows, and a second use of a right's ticker.
 *
 * @param stored the actions of the company
 */
export function planDeclaration(terms: ActionTerms, stored: readonly DeclaredAction[]): PlannedDeclaration {
  const sameDay = stored.filter(
    ({ ticker, kind, recordDate }) =>
      ticker === terms.ticker && kind === terms.kind && recordDate === terms.recordDate,
  );
  const same = sameDay.find((other) => isSameAction(terms, other));
  if (same) return completed(terms, same);
  const overlapping = changesShares(terms.kind)
    ? stored.find(
        ({ ticker, kind, exDate }) =>
          ticker === terms.ticker && changesShares(kind) && exDate === terms.exDate,
      )
    : undefined;
  if (overlapping)
    return {
      effect: 'REFUSED',
      fault: `it overlaps with ${overlapping.id}, which changes the number of shares on the same ex-day`,
    };
  const sharing = stored.find(
    (other) => isSubscription(terms) && isSubscription(other) && isOverlapping(terms, other),
  );
  if (sharing)
    return { effect: 'REFUSED', fault: `${sharing.id} uses the ticker of its rights at that time` };
  const action = { ...terms, id: actionIdOf(terms, sameDay.length + 1), fractionSale: null, version: 1 };
  return { effect: 'NEW', action };
}

/** Two payments of one kind and amount for one day are two actions when their approvals differ. */
const isSameAction = (terms: ActionTerms, other: DeclaredAction): boolean =>
  isSameFigure(terms.amountPerShare, other.amountPerShare) &&
  isSameFigure(terms.factor, other.factor) &&
  (terms.approvedOn === null || other.approvedOn === null || terms.approvedOn === other.approvedOn);

function completed(terms: ActionTerms, stored: DeclaredAction): PlannedDeclaration {
  if (terms.paysOn !== null && stored.paysOn !== null && terms.paysOn !== stored.paysOn)
    return { effect: 'REFUSED', fault: `${stored.id} is declared with the payment day ${stored.paysOn}` };
  if (!isSameRights(terms.rights, stored.rights))
    return { effect: 'REFUSED', fault: `${stored.id} is declared with other rights, or other days of them` };
  const { pricePerShare } = stored;
  if (
    terms.pricePerShare !== null &&
    pricePerShare !== null &&
    !isSameFigure(terms.pricePerShare, pricePerShare)
  )
    return { effect: 'REFUSED', fault: `${stored.id} is declared with the price per share ${pricePerShare}` };
  const action = {
    ...stored,
    paysOn: stored.paysOn ?? terms.paysOn,
    approvedOn: stored.approvedOn ?? terms.approvedOn,
    pricePerShare: stored.pricePerShare ?? terms.pricePerShare,
  };
  const isChanged =
    action.paysOn !== stored.paysOn ||
    action.approvedOn !== stored.approvedOn ||
    action.pricePerShare !== stored.pricePerShare;
  if (!isChanged) return { effect: 'UNCHANGED', action: stored };
  return { effect: 'COMPLETED', action: { ...action, version: stored.version + 1 } };
}
