import './ticket.css';
import { useCallback, useEffect, useId, type FormEvent, type KeyboardEvent, type ReactElement } from 'react';
import { useDesk, useSession } from '../app/desk.ts';
import { Link } from '../app/routing/link.tsx';
import { useLanguage } from '../i18n/texts.ts';
import { DemoButton } from '../session/demo-button.tsx';
import type { AccountState } from '../orders/account-streams.ts';
import { sentText } from '../orders/order-terms.ts';
import { usePart, useStore, type Store } from '../state/store.ts';
import type { Instrument } from '../ticker/instrument.ts';
import { useWrongFocus } from '../ui/use-wrong-focus.ts';
import { Holdings } from './holdings.tsx';
import { PhaseNote } from './phase-note.tsx';
import { Preview } from './preview.tsx';
import { EMPTY_FORM, type TicketForm } from './ticket-form.ts';
import { TicketChoices } from './ticket-choices.tsx';
import { TicketProblem } from './ticket-problem.tsx';
import { TypedFields } from './typed-fields.tsx';
import { useTicket, type Ticket } from './use-ticket.ts';

interface TicketPanelProps {
  readonly store: Store<TicketForm>;
  /** That of the page: its instrument may not have come. */
  readonly ticker: string;
  readonly instrument: Instrument | null;
}

/** The order ticket. B and S choose the side, the arrows move a price, Enter places the order, Esc empties the form. */
export function TicketPanel({ store, ticker, instrument }: TicketPanelProps): ReactElement {
  const ticket = useTicket(store, ticker, instrument);
  const { texts } = useLanguage();
  const form = useWrongFocus(ticket.incomplete);
  useSideKeys(ticket.change, form);
  useShownProblem(form, ticket.problem);
  const { side, type, timeInForce, isTwin } = ticket.form;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!ticket.isSending) void ticket.submit();
  };
  const onKeyDown = ({ key }: KeyboardEvent): void => {
    if (key === 'Escape') ticket.change({ ...EMPTY_FORM, side, type, timeInForce, isTwin });
  };
  return (
    <section className="panel ticket" aria-label={texts.ticker.ticket}>
      <form ref={form} onSubmit={submit} onKeyDown={onKeyDown} noValidate>
        <Sides ticket={ticket} />
        <div className="ticket-body">
          <TicketChoices ticket={ticket} instrument={instrument} />
          <TypedFields ticket={ticket} instrument={instrument} />
          <Preview answer={ticket.preview} isBuy={side === 'BUY'} />
          <Holdings ticker={ticker} onAll={(quantity) => ticket.change({ quantity, side: 'SELL' })} />
        </div>
        <div className="ticket-foot">
          {/* Here it moves no field and no button: the foot keeps its end, and grows over what is above it. */}
          <PhaseNote
            ticker={ticket.ticker}
            status={instrument?.status}
            isRefused={ticket.problem?.rule === 'PHASE'}
          />
          <SubmitButton ticket={ticket} instrument={instrument} />
          <p className="ticket-keys keys">{texts.trading.keyboard}</p>
        </div>
      </form>
    </section>
  );
}

function Sides({ ticket }: { readonly ticket: Ticket }): ReactElement {
  const { trading } = useLanguage().texts;
  return (
    <div className="sides" role="group" aria-label={trading.side}>
      {(['BUY', 'SELL'] as const).map((side) => (
        <button
          key={side}
          type="button"
          className={`side is-${side.toLowerCase()}`}
          data-testid={`ticket-side-${side.toLowerCase()}`}
          aria-pressed={side === ticket.form.side}
          onClick={() => ticket.change({ side })}
        >
          {side === 'BUY' ? trading.buy : trading.sell}
        </button>
      ))}
    </div>
  );
}

interface SubmitButtonProps extends Pick<TicketPanelProps, 'instrument'> {
  readonly ticket: Ticket;
}

/** Places the order; for a visitor, the way to an account. */
function SubmitButton({ ticket, instrument }: SubmitButtonProps): ReactElement {
  const { shell, trading } = useLanguage().texts;
  const noteId = useId();
  const session = useSession();
  const ended = useStore(useDesk().sessionEnded);
  if (!session && ended === 'user')
    return (
      <>
        <Link href="/settings" className="button submit is-primary">
          {shell.signIn}
        </Link>
        <p className="ticket-visitor">{shell.ended.user}</p>
      </>
    );
  if (!session)
    return (
      <>
        <DemoButton className="submit" />
        <p className="ticket-visitor">{ended ? shell.ended[ended] : shell.demoExplained}</p>
      </>
    );
  const { side } = ticket.form;
  const text = trading.submit(side === 'BUY' ? trading.buy : trading.sell, ticket.ticker);
  return (
    <>
      <button
        type="submit"
        className={`button submit is-${side.toLowerCase()}`}
        data-testid="ticket-submit"
        // A disabled button would lose the focus of who has just pressed it.
        aria-disabled={!ticket.isReady || ticket.isSending}
        aria-describedby={noteId}
      >
        {ticket.isSending ? trading.sending : text}
      </button>
      {/* It has its lines also without words, so that nothing moves when they come. */}
      <div id={noteId} className="ticket-note" data-testid="ticket-note">
        {ticket.problem?.field === null ? (
          <TicketProblem ticket={ticket} instrument={instrument} field={null} />
        ) : (
          <>
            {ticket.problem && <FieldProblem text={ticket.problem.text} />}
            <Sent ticket={ticket} />
          </>
        )}
      </div>
    </>
  );
}

/** The problem of a field, on a phone, where the button may cover it: an alert has read it out. */
const FieldProblem = ({ text }: { readonly text: string }): ReactElement => (
  <p className="ticket-field-problem" aria-hidden="true">
    {text}
  </p>
);

/** Shows the fate of the order that was sent last, as the stream brings it; else why none can be sent yet, or what the next one takes. */
function Sent({ ticket }: { readonly ticket: Ticket }): ReactElement {
  const { sent, note, problem, form, isOffline, preview, ticker } = ticket;
  const language = useLanguage();
  const order = usePart(
    useDesk().account,
    useCallback(({ orders }: AccountState) => (sent === null ? undefined : orders.get(sent)), [sent]),
  );
  const { wentAhead, quantity } = form;
  // The next order has begun: the words are about that one.
  const isKnown = note === null && problem === null && preview?.__typename === 'OrderPreview';
  const total = isKnown ? preview.netAmount : null;
  const isOver = (note !== null || total !== null) && quantity !== '';
  const isShown = order !== undefined && problem === null && !isOver;
  const fate = isShown ? sentText(order, language) : '';
  const text = wentAhead === '' ? fate : language.texts.orders.restToSend(wentAhead, quantity, ticker);
  return (
    <>
      <span role="status" data-testid="ticket-sent">
        {text}
      </span>
      {(!isShown || isOffline) && note !== null && <p>{note}</p>}
      {!isShown && total !== null && <Total amount={total} isBuy={form.side === 'BUY'} />}
    </>
  );
}

/** The preview's main row, on a phone, where the button may cover that row until the page is scrolled. */
function Total({ amount, isBuy }: { readonly amount: string; readonly isBuy: boolean }): ReactElement {
  const { texts, format } = useLanguage();
  return (
    <p className="ticket-total" aria-hidden="true">
      {isBuy ? texts.trading.netBuy : texts.trading.netSell} <b>{format.money(amount)}</b>
    </p>
  );
}

/** Scrolls what is wrong with a field into view while the user is in the ticket. Elsewhere the page does not move under the eyes. */
function useShownProblem(
  form: { readonly current: HTMLFormElement | null },
  problem: Ticket['problem'],
): void {
  useEffect(() => {
    if (!problem?.field || !form.current?.contains(document.activeElement)) return;
    form.current.querySelector('.ticket-body .refusal')?.scrollIntoView({ block: 'nearest' });
  }, [form, problem?.field, problem?.text]);
}

/**
 * The keys B and S choose the side: from anywhere but a field for words, and from each typed field of the ticket, whose numbers and days
 * have no letters.
 */
function useSideKeys(change: Ticket['change'], form: { readonly current: HTMLFormElement | null }): void {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent): void => {
      const side = SIDE_OF_KEY[event.key.toLowerCase()];
      if (!side || event.ctrlKey || event.metaKey || event.altKey) return;
      const field = (event.target as HTMLElement | null)?.closest('input, select, textarea');
      if (field && !form.current?.contains(field)) return;
      if (field && !(field instanceof HTMLInputElement)) return;
      event.preventDefault();
      change({ side });
      if (!field) form.current?.querySelector<HTMLInputElement>('[data-testid="ticket-quantity"]')?.focus();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [change, form]);
}

const SIDE_OF_KEY: Readonly<Record<string, 'BUY' | 'SELL' | undefined>> = { b: 'BUY', s: 'SELL' };
