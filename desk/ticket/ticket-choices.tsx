import { useId, type ReactElement } from 'react';
import { isFractionalTicker } from '#domain/market/custody-ticker.ts';
import { ORDER_TYPES } from '#domain/orders/order.ts';
import { useLanguage } from '../i18n/texts.ts';
import type { Instrument } from '../ticker/instrument.ts';
import { timesOf, withType } from './ticket-form.ts';
import { TicketProblem } from './ticket-problem.tsx';
import type { Ticket } from './use-ticket.ts';

interface TicketChoicesProps {
  readonly ticket: Ticket;
  readonly instrument: Instrument | null;
}

/** Market, type and time in force. */
export function TicketChoices({ ticket, instrument }: TicketChoicesProps): ReactElement {
  const { trading } = useLanguage().texts;
  const { form, change, problem } = ticket;
  return (
    <>
      {instrument?.twin && <Markets ticket={ticket} instrument={instrument} />}
      <div className="field-pair">
        <Choice
          label={trading.type}
          testId="ticket-type"
          value={form.type}
          options={ORDER_TYPES}
          names={trading.types}
          onChoice={(type) => change(withType(form, type))}
        />
        <Choice
          label={trading.timeInForce}
          testId="ticket-time"
          value={form.timeInForce}
          options={timesOf(form.type)}
          names={trading.times}
          onChoice={(timeInForce) => change({ timeInForce })}
        />
      </div>
      {(problem?.field === 'timeInForce' || problem?.field === 'type') && (
        <TicketProblem ticket={ticket} instrument={null} field={problem.field} />
      )}
    </>
  );
}

/** The round-lot and the fractional market of one security. */
function Markets({
  ticket,
  instrument,
}: {
  readonly ticket: Ticket;
  readonly instrument: Instrument;
}): ReactElement {
  const names = useLanguage().texts.ticker;
  const { form, change } = ticket;
  const isFractional = isFractionalTicker(instrument.ticker);
  return (
    <div className="tabs is-segmented" role="group" aria-label={names.lot}>
      {/* The round lot comes first, whichever of the two is on the page. */}
      {[isFractional, !isFractional].map((isTwin) => (
        <button
          key={String(isTwin)}
          type="button"
          aria-pressed={form.isTwin === isTwin}
          onClick={() => change({ isTwin })}
        >
          {isTwin === isFractional ? names.roundLot : names.fractional}
        </button>
      ))}
    </div>
  );
}

interface ChoiceProps<Option extends string> {
  readonly label: string;
  readonly testId: string;
  readonly value: Option;
  readonly options: readonly Option[];
  readonly names: Readonly<Record<Option, string>>;
  readonly onChoice: (option: Option) => void;
}

function Choice<Option extends string>(props: ChoiceProps<Option>): ReactElement {
  const { label, testId, value, options, names, onChoice } = props;
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        data-testid={testId}
        value={value}
        onChange={({ target }) => onChoice(target.value as Option)}
      >
        {options.map((option) => (
          <option key={option} value={option}>
            {names[option]}
          </option>
        ))}
      </select>
    </div>
  );
}
