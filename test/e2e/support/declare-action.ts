import type { ActionTerms } from '#domain/corporate-actions/declared-action.ts';
import type { Clock } from '#platform/time/clock.ts';
import { asOperator } from './operator.ts';

/** Declares a corporate action on the broker of a data folder, as an operator does; returns its id. The clock is the broker's. */
export const declareAction = (
  dataDir: string,
  terms: ActionTerms,
  isLate = false,
  clock?: Clock,
): Promise<string> =>
  asOperator(
    dataDir,
    async ({ assets }) => {
      const result = await assets.declareCorporateAction({ ...terms, isLate });
      if (result.outcome === 'REFUSED') throw new Error(result.fault);
      return result.action.id;
    },
    clock,
  );
