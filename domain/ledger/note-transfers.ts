import { formatCentavos } from '../money/money.ts';
import type { Cost } from '../costs/cost.ts';
import type { ResultKind } from '../notes/withholding.ts';
import { CASH, due, free, move } from './leg.ts';
import { DEFAULTS, type Transfer } from './transfers.ts';

/** The note to which a transfer belongs. */
export interface NoteReference {
  readonly number: number;
  readonly tradeDate: string;
  /** Settlement day (ISO) of the note. */
  readonly settlesOn: string;
}

/**
 * FEE: gives back what the provisional costs of a day's fills exceed the costs of its note; a negative amount is charged. Null
 * when they are equal.
 */
export function noteCostsTransfer(
  accountId: string,
  note: NoteReference,
  costs: readonly Cost[],
  refundCentavos: number,
): Transfer | null {
  if (refundCentavos === 0) return null;
  const named = costs.map((cost) => `${cost.name} ${formatCentavos(cost.amountCentavos)}`);
  return {
    ...DEFAULTS,
    kind: 'FEE',
    description: `Costs of note ${note.number} of ${note.tradeDate}: ${named.join(', ') || 'none'}`,
    legs: move(refundCentavos, due(accountId, CASH, note.settlesOn), free(accountId, CASH)),
    noteNumber: note.number,
  };
}

/** TAX: income tax that a note withholds from the day's sales or day trades; a negative amount is given back. */
export const withheldTaxTransfer = (
  accountId: string,
  note: NoteReference,
  kind: ResultKind,
  amountCentavos: number,
): Transfer => ({
  ...DEFAULTS,
  kind: 'TAX',
  description: `Income tax withheld from ${kind === 'DAY_TRADE' ? 'day trades' : 'sales'}, note ${note.number} of ${note.tradeDate}`,
  legs: move(amountCentavos, free(accountId, CASH), due(accountId, CASH, note.settlesOn)),
  noteNumber: note.number,
});
