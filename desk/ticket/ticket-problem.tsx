import type { MouseEvent, ReactElement } from 'react';
import { useLanguage } from '../i18n/texts.ts';
import { parseQuantity, typedNumber } from '../i18n/parse-number.ts';
import { marketOf, type Instrument } from '../ticker/instrument.ts';
import { splitByLot } from './ticket-form.ts';
import type { Problem, Ticket } from './use-ticket.ts';

interface TicketProblemProps {
  readonly ticket: Ticket;
  readonly instrument: Instrument | null;
  /** The field at which this stands; null for the whole order. */
  readonly field: Problem['field'];
}

/** Why the broker would refuse the order, in words, with what would help. */
export function TicketProblem({ ticket, instrument, field }: TicketProblemProps): ReactElement | null {
  const { notices } = useLanguage().texts;
  const { problem } = ticket;
  if (!problem || problem.field !== field) return null;
  const lot = instrument ? marketOf(instrument, ticket.form.isTwin).lotSize : 1;
  return (
    <div className="refusal" data-testid="ticket-refusal" data-rule={problem.rule} role="alert">
      <p>{problem.text}</p>
      {problem.correlationId !== undefined && <small>{notices.correlation(problem.correlationId)}</small>}
      {problem.prices?.map((price) => (
        <NextPrice key={price} ticket={ticket} price={price} />
      ))}
      {problem.rule === 'LOT_SIZE' && <NextLot ticket={ticket} lot={lot} />}
      {problem.rule === 'LOT_SIZE' && <TwinOffer ticket={ticket} instrument={instrument} />}
    </div>
  );
}

interface TwinOfferProps {
  readonly ticket: Ticket;
  readonly instrument: Instrument | null;
}

/** Offers the fractional market for what fills no lot; whole lots go first, as an order of their own. */
function TwinOffer({ ticket, instrument }: TwinOfferProps): ReactElement | null {
  const { texts, format, locale } = useLanguage();
  const { form, change } = ticket;
  const twin = instrument?.twin?.ticker;
  const typed = parseQuantity(form.quantity, locale);
  if (!instrument || twin === undefined || form.isTwin || typed === null || typed < 1) return null;
  const { lots, rest } = splitByLot(typed, instrument.lotSize);
  const split = { quantity: String(lots), rest: String(rest) };
  return (
    <Remedy use={() => change(lots === 0 ? { isTwin: true } : split)}>
      {lots === 0
        ? texts.trading.useTwin(twin)
        : texts.trading.split(format.quantity(lots), format.quantity(rest), twin)}
    </Remedy>
  );
}

/** Offers a price of the grid next to the typed one. */
function NextPrice({ ticket, price }: { readonly ticket: Ticket; readonly price: string }): ReactElement {
  const { texts, format, locale } = useLanguage();
  const field = ticket.problem?.field === 'stopPrice' ? 'stopPrice' : 'limitPrice';
  return (
    <Remedy use={() => ticket.change({ [field]: typedNumber(price, locale) })}>
      {texts.trading.useNumber(format.price(price))}
    </Remedy>
  );
}

/** Offers the round quantity next to the typed one. */
function NextLot({ ticket, lot }: { readonly ticket: Ticket; readonly lot: number }): ReactElement | null {
  const { texts, format, locale } = useLanguage();
  const typed = parseQuantity(ticket.form.quantity, locale);
  if (typed === null || lot < 2) return null;
  const quantity = Math.max(lot, Math.round(typed / lot) * lot);
  return (
    <Remedy use={() => ticket.change({ quantity: String(quantity) })}>
      {texts.trading.useNumber(format.quantity(quantity))}
    </Remedy>
  );
}

interface RemedyProps {
  readonly use: () => void;
  readonly children: string;
}

/** Changes the order to one that the broker takes. The button goes with the problem: the focus passes on to that of the order. */
function Remedy({ use, children }: RemedyProps): ReactElement {
  const press = ({ currentTarget }: MouseEvent<HTMLButtonElement>): void => {
    currentTarget.form?.querySelector<HTMLElement>('[type="submit"]')?.focus({ preventScroll: true });
    use();
  };
  return (
    <button type="button" className="button is-small" onClick={press}>
      {children}
    </button>
  );
}
