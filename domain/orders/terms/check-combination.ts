import { isDay } from '../../calendar/days.ts';
import { PHASES, type Phase } from '../../market/phase.ts';
import { refuse, type Refusal } from '../../refusal.ts';
import {
  COMBINATIONS,
  hasTooManyParts,
  isTakenIn,
  MAX_DISPLAYED_PARTS,
  contradictionIn,
  type TermsShape,
} from './combinations.ts';
import type { OrderType, TimeInForce } from '../order.ts';

/** The terms that must agree with each other, as the client sent them. */
export interface CombinedTerms {
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly quantity: number;
  readonly displayQuantity: number | null;
  readonly minimumQuantity: number | null;
  readonly expiresOn: string | null;
}

/** Reduces terms to what the combination table looks at. */
export const shapeOf = (terms: CombinedTerms): TermsShape => ({
  type: terms.type,
  timeInForce: terms.timeInForce,
  hasDisplay: terms.displayQuantity !== null,
  hasMinimum: terms.minimumQuantity !== null,
  hasExpiry: terms.expiresOn !== null,
});

/** PHASE for a new order. The limit lists the phases that accept it. */
export function checkPhase(ticker: string, shape: TermsShape, phase: Phase): Refusal | null {
  if (isTakenIn(phase, shape)) return null;
  const accepting = PHASES.filter((one) => isTakenIn(one, shape)).join(', ');
  const kind = `${shape.type} ${shape.timeInForce}${shape.hasMinimum ? ' with a minimum quantity' : ''}`;
  return phaseRefusal(`${ticker} takes no ${kind} order in the phase ${phase}.`, accepting, phase);
}

/** PHASE, with the phases that accept the request. */
export function phaseRefusal(sentence: string, limit: string, phase: Phase): Refusal {
  const message = `${sentence} Send it in ${limit.replace(/, (?=\w+$)/, ' or ')}; \`marketStatus\` has the times.`;
  return refuse('PHASE', { message, field: 'ticker', limit, observed: phase });
}

/**
 * INVALID_COMBINATION for a new order: contradicting terms, an invalid or past last day, an invalid displayed or minimum
 * quantity.
 *
 * @param today the trade date
 */
export function checkCombination(terms: CombinedTerms, lotSize: number, today: string): Refusal | null {
  const field = contradictionIn(shapeOf(terms));
  if (field !== null) return invalidCombination(field, terms);
  const { expiresOn } = terms;
  if (expiresOn !== null && !(isDay(expiresOn) && expiresOn >= today)) {
    const message = `The last day must be ${today} or later.`;
    return invalid('expiresOn', message, `${today} or later`, expiresOn);
  }
  return checkParts(terms, lotSize);
}

/**
 * INVALID_COMBINATION for a displayed or minimum quantity that is not in whole lots or exceeds the quantity, and for a
 * displayed quantity that splits the order into too many parts.
 *
 * @param displayed the displayed quantity after the request: for a replace that does not change it, the present one
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
  const message = `An order may have at most ${MAX_DISPLAYED_PARTS} displayed parts: show at least ${least} of its ${quantity} shares.`;
  return invalid('displayQuantity', message, `${least} or more`, String(displayed));
}

function checkPart(field: string, part: number | null, quantity: number, lotSize: number): Refusal | null {
  if (part === null || (part > 0 && part <= quantity && part % lotSize === 0)) return null;
  const message = `The ${field} must be a positive multiple of ${lotSize}, and at most the quantity.`;
  return invalid(field, message, `${lotSize} to ${quantity}`, String(part));
}

type Contradiction = NonNullable<ReturnType<typeof contradictionIn>>;

/** INVALID_COMBINATION for a field that contradicts the others, with its allowed values as the limit. */
export function invalidCombination(field: Contradiction, terms: CombinedTerms): Refusal {
  const { type, timeInForce } = terms;
  const kind = `${type} ${timeInForce}`;
  switch (field) {
    case 'timeInForce': {
      const allowed = Object.keys(COMBINATIONS[type]).join(', ');
      return invalid(
        field,
        `A ${type} order cannot have the time in force ${timeInForce}. Choose one of: ${allowed}.`,
        allowed,
        timeInForce,
      );
    }
    case 'expiresOn':
      return terms.expiresOn === null
        ? invalid(field, 'A GTD order needs expiresOn, its last day.', 'a day', 'null')
        : invalid(field, `A ${kind} order has no last day. Leave expiresOn out.`, 'null', terms.expiresOn);
    case 'displayQuantity':
      return invalid(
        field,
        `A ${kind} order shows its whole quantity. Leave displayQuantity out.`,
        'null',
        String(terms.displayQuantity),
      );
    case 'minimumQuantity':
      return invalid(
        field,
        terms.displayQuantity !== null
          ? 'An order cannot have both a displayed and a minimum quantity. Leave one of them out.'
          : `A ${kind} order has no minimum quantity. Leave minimumQuantity out.`,
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
