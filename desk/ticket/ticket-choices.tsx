import { useId, type ReactElement } from 'react';
import { ORDER_TYPES } from '#domain/orders/order.ts';
import { useLanguage } from '../i18n/texts.ts';
import { timesOf, withType } from './ticket-form.ts';
import { TicketProblem } from './ticket-problem.tsx';
import type { Ticket } from './use-ticket.ts';

interface TicketChoicesProps {
  readonly ticket: Ticket;
  /** Ticker of the fractional market; null where there is none. */
  readonly twin: string | null;
}

/** Market, type and time in force. */
export function TicketChoices({ ticket, twin }: TicketChoicesProps): ReactElement {
  const { texts } = useLanguage();
  const { form, change, problem } = ticket;
  const [typeId, timeId] = [useId(), useId()];
  return (
    <>
      {twin !== null && (
        <div className="tabs is-segmented" role="group" aria-label={texts.ticker.lot}>
          {[false, true].map((isTwin) => (
            <button
              key={String(isTwin)}
              type="button"
              aria-pressed={form.isTwin === isTwin}
              onClick={() => change({ isTwin })}
            >
              {isTwin ? texts.ticker.fractional : texts.ticker.roundLot}
            </button>
          ))}
        </div>
      )}
      <div className="field-pair">
        <div className="field">
          <label htmlFor={typeId}>{texts.trading.type}</label>
          <select
            id={typeId}
            data-testid="ticket-type"
            value={form.type}
            onChange={({ target }) => change(withType(form, target.value as typeof form.type))}
          >
            {ORDER_TYPES.map((type) => (
              <option key={type} value={type}>
                {texts.trading.types[type]}
              </option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor={timeId}>{texts.trading.timeInForce}</label>
          <select
            id={timeId}
            data-testid="ticket-time"
            value={form.timeInForce}
            aria-invalid={problem?.field === 'timeInForce'}
            onChange={({ target }) => change({ timeInForce: target.value as typeof form.timeInForce })}
          >
            {timesOf(form.type).map((time) => (
              <option key={time} value={time}>
                {texts.trading.times[time]}
              </option>
            ))}
          </select>
        </div>
      </div>
      {(problem?.field === 'timeInForce' || problem?.field === 'type') && (
        <TicketProblem ticket={ticket} instrument={null} field={problem.field} />
      )}
    </>
  );
}
