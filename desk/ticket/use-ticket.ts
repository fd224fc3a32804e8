import { useCallback, useEffect, useRef, useState } from 'react';
import { useIsStale } from '../app/connection.tsx';
import { useSession } from '../app/desk.ts';
import { againText, sentence } from '../app/notice-list.tsx';
import { useMarket } from '../app/market-time/use-market.ts';
import { nearestPrices } from '../i18n/nearest-prices.ts';
import { parseNumber } from '../i18n/parse-number.ts';
import { pricesInstead, refusalText, type ShownRefusal } from '../i18n/refusal-text.ts';
import { useLanguage, type Language } from '../i18n/texts.ts';
import { useQuote } from '../market/use-quote.ts';
import { noticeOf } from '../state/notices.ts';
import { useStore, type Store } from '../state/store.ts';
import { tickOf, type Instrument } from '../ticker/instrument.ts';
import {
  readForm,
  withSettled,
  type Fault,
  type ReadForm,
  type TicketForm,
  type TypedField,
} from './ticket-form.ts';
import { refusedField, type ProblemField } from './refused-field.ts';
import { useNextOrder } from './use-next-order.ts';
import { usePreview, type PreviewAnswer } from './use-preview.ts';
import { mayHaveArrived } from '../orders/send-failure.ts';
import { useSubmit, type Submit, type SubmitFailure } from './use-submit.ts';

/** A reason why the order cannot be placed, at its field; `null` for one that is about the whole order. */
export interface Problem {
  readonly field: ProblemField | null;
  readonly text: string;
  /** The broker's rule; null for a fault that the desk itself finds. */
  readonly rule: string | null;
  /** Prices of the grid that the user may have meant. */
  readonly prices?: readonly string[];
  /** Names a failed request in the broker's log. */
  readonly correlationId?: string | undefined;
}

export interface Ticket {
  readonly form: TicketForm;
  readonly change: (changes: Partial<TicketForm>) => void;
  /** The user leaves a field: it shows how its number was read. What is known of the order stays. */
  readonly settle: (field: TypedField) => void;
  readonly problem: Problem | null;
  /** The reason why no order can be sent yet, or that its costs are not known; null where a problem says it. */
  readonly note: string | null;
  /** Client order id of the newest order that the ticket has sent. */
  readonly sent: string | null;
  readonly preview: PreviewAnswer;
  /** The ticker that the order names: the instrument, or its twin in the fractional market. */
  readonly ticker: string;
  /** The exchange takes orders of the instrument, as far as it is known. */
  readonly takesOrders: boolean;
  readonly isReady: boolean;
  readonly isSending: boolean;
  /** No order is sent: what is on the screen is old. */
  readonly isOffline: boolean;
  /** Attempts to send an order while its form holds none: each shows the reason and takes the focus there. */
  readonly incomplete: number;
  readonly submit: () => Promise<void>;
}

/** The ticket of an instrument: its form, what the broker says about it, and the way to place it. */
export function useTicket(
  store: Store<TicketForm>,
  shownTicker: string,
  instrument: Instrument | null,
): Ticket {
  const accountId = useSession()?.accountId;
  const form = useStore(store);
  const language = useLanguage();
  const [refused, setRefused] = useState<ShownRefusal | null>(null);
  const [isAsked, setAsked] = useState(false);
  const [incomplete, setIncomplete] = useState(0);
  const { isSending, failure, sent, place, forget } = useSubmit(() => next.begin());
  const isOffline = useIsStale();
  const ticker = (form.isTwin ? instrument?.twin?.ticker : undefined) ?? shownTicker;
  const today = useMarket()?.status.today;
  const read = readForm(form, language.locale, today);
  const moment = `${today} ${useQuote(ticker)?.phase}`;
  const takesOrders = instrument !== null && untradedState(instrument) === null;
  const order =
    read.terms && accountId !== undefined && takesOrders ? { ...read.terms, accountId, ticker } : null;
  const { answer: preview, failed } = usePreview(order && { ...order, clientOrderId: 'preview' }, moment);
  // The broker may take now an order that it refused in another phase or on another day.
  useEffect(() => setRefused(null), [moment]);
  const change = useChange(store, () => {
    setRefused(null);
    setAsked(false);
    forget();
  });
  const next = useNextOrder(store, change);
  const settle = (field: TypedField): void =>
    store.update((before) => withSettled(before, field, language.locale));
  const submit = async (): Promise<void> => {
    if (next.isHeld()) return;
    setAsked(true);
    if (!order) return setIncomplete((count) => count + 1);
    if (isOffline) return;
    const answer = await place(order);
    if (answer === 'placed') return next.begin();
    if (answer !== 'failed') setRefused(answer);
  };
  const shown = refused ?? (preview?.__typename === 'Refusal' ? preview : null);
  const lacking = askedProblem(read, { isOffline, isSending, failure, instrument, language });
  const problem =
    faultOf(read, { form, instrument, language }) ??
    (isAsked ? lacking : null) ??
    (failure && failureProblem(failure, language)) ??
    (shown && order ? ofBroker(shown, form, language) : null);
  return {
    ...{ form, change, settle, preview, ticker, takesOrders, isSending, sent, isOffline, incomplete, submit },
    isReady: order !== null && !isOffline && !next.isHeld(),
    problem,
    note: problem ? null : (lacking?.text ?? (failed === null ? null : noPreviewText(failed, language))),
  };
}

/** Changes the form; what was said about the order before no longer holds. */
function useChange(store: Store<TicketForm>, forget: () => void): Ticket['change'] {
  const latest = useRef(forget);
  latest.current = forget;
  return useCallback(
    (changes) => {
      latest.current();
      // Another quantity or market is another plan: nothing is left for the twin.
      const isOther = 'quantity' in changes || 'isTwin' in changes;
      store.update((before) => ({ ...before, ...(isOther && { rest: '', wentAhead: '' }), ...changes }));
    },
    [store],
  );
}

/** The state in which the exchange takes no order of the instrument; null while it is traded. */
const untradedState = (instrument: Instrument | null): 'DELISTED' | 'SUSPENDED' | null =>
  instrument?.status === 'DELISTED' || instrument?.status === 'SUSPENDED' ? instrument.status : null;

interface Typed {
  readonly form: TicketForm;
  readonly instrument: Instrument | null;
  readonly language: Language;
}

/** The first typed value that is none. */
function faultOf({ faults }: ReadForm, { form, instrument, language }: Typed): Problem | null {
  const [first] = Object.entries(faults) as [TypedField, Fault][];
  if (!first) return null;
  const [field, fault] = first;
  const { texts, format, locale } = language;
  const isPrice = field === 'limitPrice' || field === 'stopPrice';
  const tickSize = tickOf(instrument);
  const prices =
    fault === 'ambiguous' && isPrice ? nearestPrices(parseNumber(form[field], locale) ?? '0', tickSize) : [];
  if (prices.length === 0) return { field, text: texts.trading.faults[fault], rule: null };
  const shown = prices.map(format.price).join(texts.trading.or);
  return { field, prices, text: texts.trading.betweenTicks(format.price(tickSize), shown), rule: null };
}

/** Says that no order is sent without a connection; one that is on its way may have arrived. */
function offlineText({ isSending, failure, language: { texts } }: Asked): string {
  return isSending || mayHaveArrived(failure) ? texts.orders.lookedUp : texts.orders.offline;
}

interface Asked extends Pick<Submit, 'isSending' | 'failure'> {
  readonly isOffline: boolean;
  readonly instrument: Instrument | null;
  readonly language: Language;
}

/** The reason why the desk does not send the order. */
function askedProblem({ missing }: ReadForm, asked: Asked): Problem | null {
  const { isOffline, instrument, language } = asked;
  const { orders } = language.texts;
  const [first] = missing;
  const untraded = untradedState(instrument);
  if (isOffline) return { field: null, text: offlineText(asked), rule: null };
  if (!instrument) return { field: null, text: orders.notLoaded, rule: null };
  if (untraded !== null) return { field: null, text: orders.untraded[untraded], rule: null };
  return first ? { field: first, text: orders.missing[first], rule: null } : null;
}

function failureProblem({ cause, correlationId, waitMs }: SubmitFailure, { texts }: Language): Problem {
  const { failures } = texts.orders;
  const text = cause === 'busy' ? failures.busy(againText(waitMs, texts)) : failures[cause];
  return { field: null, text, rule: null, correlationId };
}

/** Why the costs are not known. */
function noPreviewText(error: unknown, language: Language): string {
  const { notices, orders } = language.texts;
  const { text, correlationId } = noticeOf(error);
  const why = sentence(text, language);
  return orders.noPreview(correlationId === undefined ? why : `${why} ${notices.correlation(correlationId)}`);
}

const ofBroker = (refusal: ShownRefusal, form: TicketForm, { locale }: Language): Problem => ({
  field: refusedField(refusal, form),
  rule: refusal.rule,
  prices: pricesInstead(refusal),
  text: refusalText(refusal, locale),
});
