import type { ReactElement } from 'react';
import { useLanguage } from '../i18n/texts.ts';
import { parseQuantity } from '../i18n/parse-number.ts';
import type { Instrument } from '../ticker/instrument.ts';
import type { Problem, Ticket } from './use-ticket.ts';

interface TicketProblemProps {
  readonly ticket: Ticket;
  readonly instrument: Instrument | null;
  /** The field at which this stands; null for the whole order. */
  readonly field: Problem['field'];
}

/** Why the broker would refuse the order, in words, with what would help. */
export function TicketProblem({ ticket, instrument, field }: TicketProblemProps): ReactElement | null {
  const { texts } = useLanguage();
  const { problem, change } = ticket;
  if (!problem || problem.field !== field) return null;
  const twin = problem.rule === 'LOT_SIZE' && !ticket.form.isTwin ? instrument?.twin?.ticker : undefined;
  return (
    <div className="refusal" data-testid="ticket-refusal" data-rule={problem.rule} role="alert">
      <p>{problem.text}</p>
      {problem.rule === 'LOT_SIZE' && <NextLot ticket={ticket} lot={instrument?.lotSize ?? 1} />}
      {twin !== undefined && (
        <button type="button" className="button is-small" onClick={() => change({ isTwin: true })}>
          {texts.trading.useTwin(twin)}
        </button>
      )}
    </div>
  );
}

/** Offers the round quantity next to the typed one. */
function NextLot({ ticket, lot }: { readonly ticket: Ticket; readonly lot: number }): ReactElement | null {
  const { texts, format, locale } = useLanguage();
  const typed = parseQuantity(ticket.form.quantity, locale);
  if (typed === null || lot < 2) return null;
  const quantity = Math.max(lot, Math.round(typed / lot) * lot);
  return (
    <button
      type="button"
      className="button is-small"
      onClick={() => ticket.change({ quantity: String(quantity) })}
    >
      {texts.trading.useLot(format.quantity(quantity))}
    </button>
  );
}
