import { useState, type ReactElement } from 'react';
import { useMarket } from '../app/market-time/use-market.ts';
import { parseQuantity, typedNumber } from '../i18n/parse-number.ts';
import { useLanguage } from '../i18n/texts.ts';
import { useQuote } from '../market/use-quote.ts';
import { marketOf, tickOf, type Instrument } from '../ticker/instrument.ts';
import { QuantityShares } from './quantity-shares.tsx';
import { fieldsOf, lastExpiry, stepPrice, type TypedField } from './ticket-form.ts';
import { TicketField } from './ticket-field.tsx';
import { TicketProblem } from './ticket-problem.tsx';
import type { Ticket } from './use-ticket.ts';

interface TypedFieldsProps {
  readonly ticket: Ticket;
  readonly instrument: Instrument | null;
}

type FieldProps = Readonly<
  Record<TypedField, { label: string; testId?: string; onStep?: (steps: number) => void }>
>;

/** The fields that an order of the chosen type and time in force needs. */
export function TypedFields({ ticket, instrument }: TypedFieldsProps): ReactElement {
  const { texts, locale } = useLanguage();
  const today = useMarket()?.status.today;
  const { form, change, problem } = ticket;
  const fields = fieldsOf(form);
  const { best, lot, stepOf, stepQuantity } = useSteps(ticket, instrument);
  const placeholders: Readonly<Partial<Record<TypedField, string>>> = {
    ...(lot !== null && { quantity: texts.trading.example(typedNumber(lot, locale)) }),
    ...(best && { limitPrice: texts.trading.example(typedNumber(best, locale)) }),
  };
  const props: FieldProps = {
    quantity: { label: texts.trading.quantity, testId: 'ticket-quantity', onStep: stepQuantity },
    limitPrice: { label: texts.trading.limit, testId: 'ticket-limit', onStep: stepOf('limitPrice') },
    stopPrice: { label: texts.trading.stop, testId: 'ticket-stop', onStep: stepOf('stopPrice') },
    displayQuantity: { label: texts.trading.display },
    minimumQuantity: { label: texts.trading.minimum },
    expiresOn: { label: texts.trading.expiresOn },
  };
  const hidden = [...HIDDEN].filter((field) => fields.has(field));
  const field = (name: TypedField): ReactElement => (
    <TicketField
      key={name}
      {...props[name]}
      placeholder={placeholders[name]}
      value={form[name]}
      onChange={(value) => change({ [name]: value })}
      onLeave={() => ticket.settle(name)}
      isOptional={HIDDEN.has(name)}
      hint={
        name === 'quantity' ? (
          <QuantityHint ticket={ticket} instrument={instrument} best={typedNumber(best ?? '', locale)} />
        ) : null
      }
      type={name === 'expiresOn' ? 'date' : 'text'}
      {...(name === 'expiresOn' && today !== undefined && { min: today, max: lastExpiry(today) })}
      problem={
        problem?.field === name ? (
          <TicketProblem ticket={ticket} instrument={instrument} field={name} />
        ) : null
      }
    />
  );
  return (
    <>
      {ORDER.filter((name) => fields.has(name)).map(field)}
      {hidden.length > 0 && (
        <MoreFields isNeeded={hidden.some((name) => name === problem?.field)}>{hidden.map(field)}</MoreFields>
      )}
    </>
  );
}

/** The steps of the arrow keys: ticks from the best opposite price on, and lots. */
function useSteps({ form, change, ticker }: Ticket, instrument: Instrument | null) {
  const { locale } = useLanguage();
  const quote = useQuote(ticker);
  const best = form.side === 'BUY' ? quote?.ask : quote?.bid;
  const stepOf = (field: 'limitPrice' | 'stopPrice') => (ticks: number) => {
    const start = best ?? quote?.last ?? quote?.previousClose ?? null;
    const grid = { tickSize: tickOf(instrument), start, locale };
    const price = stepPrice(form[field], ticks, grid);
    if (price !== null) change({ [field]: typedNumber(price, locale) });
  };
  const lot = instrument && marketOf(instrument, form.isTwin).lotSize;
  const stepQuantity = (lots: number): void => {
    if (lot === null) return;
    const typed = parseQuantity(form.quantity, locale) ?? 0;
    change({ quantity: String(Math.max(lot, (Math.floor(typed / lot) + lots) * lot)) });
  };
  return { best, lot, stepOf, stepQuantity };
}

interface QuantityHintProps extends TypedFieldsProps {
  readonly best: string;
}

/** Parts of the account's means; after a split, the shares that follow. */
const QuantityHint = ({ best, ...means }: QuantityHintProps): ReactElement =>
  means.ticket.form.rest === '' ? <QuantityShares {...means} best={best} /> : <RestHint {...means} />;

/** The shares that follow as an order of the twin. */
function RestHint({ ticket, instrument }: TypedFieldsProps): ReactElement {
  const { trading } = useLanguage().texts;
  const twin = instrument?.twin?.ticker ?? '';
  return <small className="field-hint">{trading.thenTwin(ticket.form.rest, twin)}</small>;
}

interface MoreFieldsProps {
  /** A problem stands at one of them. */
  readonly isNeeded: boolean;
  readonly children: ReactElement[];
}

function MoreFields({ isNeeded, children }: MoreFieldsProps): ReactElement {
  const { texts } = useLanguage();
  const [isOpen, setOpen] = useState(false);
  return (
    <details
      className="ticket-more"
      open={isOpen || isNeeded}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary>{texts.trading.advanced}</summary>
      <div>{children}</div>
    </details>
  );
}

const ORDER: readonly TypedField[] = ['quantity', 'stopPrice', 'limitPrice', 'expiresOn'];
/** Fields that few orders have: behind "more options". */
const HIDDEN = new Set<TypedField>(['displayQuantity', 'minimumQuantity']);
