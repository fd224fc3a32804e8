import type { ShownRefusal } from '../i18n/refusal-text.ts';
import { fieldsOf, type TicketForm, type TypedField } from './ticket-form.ts';

/** A field of the ticket with a place for a problem. */
export type ProblemField = TypedField | 'timeInForce' | 'type';

const FIELDS = [
  'quantity',
  'limitPrice',
  'stopPrice',
  'displayQuantity',
  'minimumQuantity',
  'expiresOn',
  'timeInForce',
  'type',
] as const satisfies readonly ProblemField[];

/** The field that the user would change to meet a refusal; null for one that is about the whole order. */
export function refusedField({ rule, observed, field }: ShownRefusal, form: TicketForm): ProblemField | null {
  if (rule === 'PHASE') return fieldOfPhase(observed, form);
  return FIELDS.find((one) => one === field) ?? null;
}

/** The broker names the ticker, whose phase it is. An open phase refuses a part of the order; a closed one all of it. */
function fieldOfPhase(phase: string | null, form: TicketForm): ProblemField | null {
  switch (phase) {
    case 'CONTINUOUS':
      return 'timeInForce';
    case 'OPENING_CALL':
    case 'AUCTION':
    case 'CLOSING_CALL':
      if (form.minimumQuantity !== '' && fieldsOf(form).has('minimumQuantity')) return 'minimumQuantity';
      return form.timeInForce === 'IOC' || form.timeInForce === 'FOK' ? 'timeInForce' : 'type';
    default:
      return null;
  }
}
