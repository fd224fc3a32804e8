import { isDay } from '../calendar/days.ts';
import { PHASES, type Phase } from '../market/phase.ts';
import { refuse, type Refusal } from '../refusal.ts';
import {
  COMBINATIONS,
  hasTooManyParts,
  isTakenIn,
  MAX_DISPLAYED_PARTS,
  misfitOf,
  type TermsShape,
} from './combinations.ts';
import type { OrderType, TimeInForce } from './order.ts';

/** The terms that combinations are about, as they came. */
export interface CombinedTerms {
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly quantity: number;
  readonly displayQuantity: number | null;
  readonly minimumQuantity: number | null;
  readonly expiresOn: string | null;
}

/** Which of the terms are given. */
export const shapeOf = (terms: CombinedTerms): TermsShape => ({
  type: terms.type,
  timeInForce: terms.timeInForce,
  hasDisplay: terms.displayQuantity !== null,
  hasMinimum: terms.minimumQuantity !== null,
  hasExpiry: terms.expiresOn !== null,
});

/** PHASE of a new order: the phases that would take it are its limit. */
export function checkPhase(ticker: string, shape: TermsShape, phase: Phase): Refusal | null {
  if (isTakenIn(phase, shape)) return null;
  const fitting = PHASES.filter((one) => isTakenIn(one, shape)).join(', ');
  const kind = `${shape.type} ${shape.timeInForce}${shape.hasMinimum ? ' with a minimum quantity' : ''}`;
  return phaseRefusal(`${ticker} takes no ${kind} order in the phase ${phase}.`, fitting, phase);
}

/** PHASE, with the phases in which it would be taken; `marketStatus` and `quote` tell which one it is. */
export function phaseRefusal(sentence: string, limit: string, phase: Phase): Refusal {
  const message = `${sentence} Send it in ${limit.replace(/, (?=\w+$)/, ' or ')}; \`marketStatus\` tells when that is.`;
  return refuse('PHASE', { message, field: 'ticker', limit, observed: phase });
}

/**
 * INVALID_COMBINATION of a new order: what does not go together, a last day that is none or is over, a part of the
 * quantity that is none.
 *
 * @param today the trade date of now
 */
export function checkCombination(terms: CombinedTerms, lotSize: number, today: string): Refusal | null {
  const field = misfitOf(shapeOf(terms));
  if (field !== null) return misfit(field, terms);
  const { expiresOn } = terms;
  if (expiresOn !== null && !(isDay(expiresOn) && expiresOn >= today)) {
    const message = `The last day must be ${today} or later.`;
    return invalid('expiresOn', message, `${today} or later`, expiresOn);
  }
  return checkParts(terms, lotSize);
}

/**
 * INVALID_COMBINATION for a displayed or minimum quantity that is no part of the quantity in whole lots, and for too
 * many parts.
 *
 * @param displayed what the order shows from then on; of a change that says nothing of it, what it showed before
 */
export const checkParts = (
  terms: Pick<CombinedTerms, 'quantity' | 'displayQuantity' | 'minimumQuantity'>,
  lotSize: number,
  displayed = terms.displayQuantity,
): Refusal | null =>
  checkPart('displayQuantity', terms.displayQuantity, terms.quantity, lotSize) ??
  checkPart('minimumQuantity', terms.minimumQuantity, terms.quantity, lotSize) ??
  checkPartsShown(displayed, terms.quantity);

function checkPartsShown(displayed: number | null, quantity: number): Refusal | null {
  if (displayed === null || !hasTooManyParts(displayed, quantity)) return null;
  const least = Math.ceil(quantity / MAX_DISPLAYED_PARTS);
  const message = `An order shows at most ${MAX_DISPLAYED_PARTS} parts: at least ${least} of ${quantity} at a time.`;
  return invalid('displayQuantity', message, `${least} or more`, String(displayed));
}

function checkPart(field: string, part: number | null, quantity: number, lotSize: number): Refusal | null {
  if (part === null || (part > 0 && part <= quantity && part % lotSize === 0)) return null;
  const message = `The ${field} must be a positive multiple of ${lotSize} and not above the quantity.`;
  return invalid(field, message, `${lotSize} to ${quantity}`, String(part));
}

type Misfit = NonNullable<ReturnType<typeof misfitOf>>;

/** INVALID_COMBINATION for the field that does not go with the others, with what it may be. */
export function misfit(field: Misfit, terms: CombinedTerms): Refusal {
  const { type, timeInForce } = terms;
  const kind = `${type} ${timeInForce}`;
  switch (field) {
    case 'timeInForce': {
      const fitting = Object.keys(COMBINATIONS[type]).join(', ');
      return invalid(
        field,
        `An order of the type ${type} cannot be ${timeInForce}. Choose one of: ${fitting}.`,
        fitting,
        timeInForce,
      );
    }
    case 'expiresOn':
      return terms.expiresOn === null
        ? invalid(field, 'A GTD order needs expiresOn, the last day of its life.', 'a day', 'null')
        : invalid(field, `A ${kind} order has no expiresOn. Leave it out.`, 'null', terms.expiresOn);
    case 'displayQuantity':
      return invalid(
        field,
        `A ${kind} order shows all of its quantity. Leave displayQuantity out.`,
        'null',
        String(terms.displayQuantity),
      );
    case 'minimumQuantity':
      return invalid(
        field,
        terms.displayQuantity !== null
          ? 'An order that shows a part of its quantity has no minimum. Leave one of the two out.'
          : `A ${kind} order has no minimum. Leave minimumQuantity out.`,
        'null',
        String(terms.minimumQuantity),
      );
  }
}

const invalid = (field: string, message: string, limit: string, observed: string): Refusal =>
  refuse('INVALID_COMBINATION', {
    message,
    field,
    limit,
    observed: observed.length > 40 ? `${observed.slice(0, 37)}...` : observed,
  });
