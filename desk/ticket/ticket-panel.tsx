import './ticket.css';
import { useEffect, useRef, type FormEvent, type KeyboardEvent, type ReactElement } from 'react';
import { useSession } from '../app/desk.ts';
import { useMarket } from '../app/market-status.ts';
import { useLanguage } from '../i18n/texts.ts';
import { typedNumber } from '../i18n/parse-number.ts';
import { useQuote } from '../market/use-quote.ts';
import { DemoButton } from '../session/demo-button.tsx';
import type { Store } from '../state/store.ts';
import type { Instrument } from '../ticker/instrument.ts';
import { Holdings } from './holdings.tsx';
import { Preview } from './preview.tsx';
import { fieldsOf, stepPrice, type TicketForm, type TypedField } from './ticket-form.ts';
import { TicketChoices } from './ticket-choices.tsx';
import { TicketField } from './ticket-field.tsx';
import { TicketProblem } from './ticket-problem.tsx';
import { useTicket, type Ticket } from './use-ticket.ts';

interface TicketPanelProps {
  readonly store: Store<TicketForm>;
  readonly instrument: Instrument | null;
}

/** The order ticket. B and S choose the side, the arrows move a price, Enter places the order, Esc empties the form. */
export function TicketPanel({ store, instrument }: TicketPanelProps): ReactElement {
  const ticket = useTicket(store, instrument);
  const { texts } = useLanguage();
  const session = useSession();
  const form = useRef<HTMLFormElement>(null);
  useSideKeys(ticket.change, form);
  const { side } = ticket.form;
  const isBuy = side === 'BUY';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void ticket.submit();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    ticket.change({
      quantity: '',
      limitPrice: '',
      stopPrice: '',
      displayQuantity: '',
      minimumQuantity: '',
      expiresOn: '',
    });
  };
  return (
    <section className="panel ticket" aria-label={texts.ticker.ticket}>
      <form
        ref={form}
        className={isBuy ? 'is-buy' : 'is-sell'}
        onSubmit={submit}
        onKeyDown={onKeyDown}
        noValidate
      >
        <div className="sides" role="group" aria-label={texts.trading.side}>
          {(['BUY', 'SELL'] as const).map((one) => (
            <button
              key={one}
              type="button"
              className={`side is-${one.toLowerCase()}`}
              data-testid={`ticket-side-${one.toLowerCase()}`}
              aria-pressed={one === side}
              onClick={() => ticket.change({ side: one })}
            >
              {one === 'BUY' ? texts.trading.buy : texts.trading.sell}
            </button>
          ))}
        </div>
        <div className="ticket-body">
          <TicketChoices ticket={ticket} twin={instrument?.twin?.ticker ?? null} />
          <TypedFields ticket={ticket} instrument={instrument} />
          <Preview answer={ticket.preview} isBuy={isBuy} />
          <TicketProblem ticket={ticket} instrument={instrument} field={null} />
          {session ? (
            <button
              type="submit"
              className={`button submit is-${side.toLowerCase()}`}
              data-testid="ticket-submit"
              disabled={!ticket.isReady || ticket.isSending}
            >
              {ticket.isSending
                ? texts.trading.sending
                : texts.trading.submit(isBuy ? texts.trading.buy : texts.trading.sell, ticket.ticker)}
            </button>
          ) : (
            <>
              <DemoButton className="submit" />
              <p className="ticket-visitor">{texts.shell.demoExplained}</p>
            </>
          )}
          <Holdings
            ticker={instrument?.ticker ?? ''}
            onAll={(quantity) => ticket.change({ quantity, side: 'SELL' })}
          />
          <p className="ticket-keys">{texts.trading.keyboard}</p>
        </div>
      </form>
    </section>
  );
}

interface TypedFieldsProps {
  readonly ticket: Ticket;
  readonly instrument: Instrument | null;
}

/** The fields that an order of the chosen type and time in force needs. */
function TypedFields({ ticket, instrument }: TypedFieldsProps): ReactElement {
  const { texts, locale } = useLanguage();
  const quote = useQuote(ticket.ticker);
  const today = useMarket()?.status.today;
  const { form, change, problem } = ticket;
  const fields = fieldsOf(form);
  const stepOf = (field: 'limitPrice' | 'stopPrice') => (ticks: number) => {
    const best = form.side === 'BUY' ? quote?.ask : quote?.bid;
    const start = best ?? quote?.last ?? instrument?.priceBand?.low ?? '1.00';
    const grid = { tickSize: instrument?.tickSize ?? '0.01', start, locale };
    change({ [field]: typedNumber(stepPrice(form[field], ticks, grid), locale) });
  };
  const lot = form.isTwin ? 1 : (instrument?.lotSize ?? 1);
  const stepQuantity = (lots: number): void => {
    const typed = Number(form.quantity.replace(/\D/g, '')) || 0;
    change({ quantity: String(Math.max(lot, (Math.floor(typed / lot) + lots) * lot)) });
  };
  const props: Readonly<
    Record<TypedField, { label: string; testId?: string; onStep?: (steps: number) => void }>
  > = {
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
      value={form[name]}
      onChange={(value) => change({ [name]: value })}
      isOptional={HIDDEN.has(name)}
      type={name === 'expiresOn' ? 'date' : 'text'}
      min={name === 'expiresOn' ? today : undefined}
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
        <details className="ticket-more">
          <summary>{texts.trading.advanced}</summary>
          <div>{hidden.map(field)}</div>
        </details>
      )}
    </>
  );
}

const ORDER: readonly TypedField[] = ['quantity', 'stopPrice', 'limitPrice', 'expiresOn'];
/** Fields that few orders have: behind "more options". */
const HIDDEN = new Set<TypedField>(['displayQuantity', 'minimumQuantity']);

/** The keys B and S choose the side, from anywhere but a field for words. */
function useSideKeys(change: Ticket['change'], form: { readonly current: HTMLFormElement | null }): void {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent): void => {
      const side = SIDE_OF_KEY[event.key.toLowerCase()];
      if (!side || event.ctrlKey || event.metaKey || event.altKey) return;
      const field = (event.target as HTMLElement | null)?.closest('input, select, textarea');
      if (field && !form.current?.contains(field)) return;
      if (field instanceof HTMLSelectElement) return;
      event.preventDefault();
      change({ side });
      if (!field) form.current?.querySelector<HTMLInputElement>('[data-testid="ticket-quantity"]')?.focus();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [change, form]);
}

const SIDE_OF_KEY: Readonly<Record<string, 'BUY' | 'SELL' | undefined>> = { b: 'BUY', s: 'SELL' };
