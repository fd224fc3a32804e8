import { useCallback, useState } from 'react';
import { useIsStale } from '../app/connection.tsx';
import { useDesk, useSession } from '../app/desk.ts';
import { useMarket } from '../app/market-status.ts';
import { nearestPrices } from '../i18n/nearest-prices.ts';
import { parseNumber } from '../i18n/parse-number.ts';
import { pricesInstead, refusalText, type ShownRefusal } from '../i18n/refusal-text.ts';
import { useLanguage, type Language } from '../i18n/texts.ts';
import { useStore, type Store } from '../state/store.ts';
import type { Instrument } from '../ticker/instrument.ts';
import {
  readForm,
  withSettled,
  type Fault,
  type ReadForm,
  type TicketForm,
  type TypedField,
} from './ticket-form.ts';
import { usePreview, type PreviewAnswer } from './use-preview.ts';
import type { SendFailure } from '../orders/send-failure.ts';
import { useSubmit } from './use-submit.ts';

/** A reason why the order cannot be placed, at its field; `null` for one that is about the whole order. */
export interface Problem {
  readonly field: TypedField | 'timeInForce' | 'type' | null;
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
export function useTicket(store: Store<TicketForm>, instrument: Instrument | null): Ticket {
  const { notices } = useDesk();
  const session = useSession();
  const form = useStore(store);
  const language = useLanguage();
  const [refused, setRefused] = useState<(ShownRefusal & { readonly field: string | null }) | null>(null);
  const [isAsked, setAsked] = useState(false);
  const [incomplete, setIncomplete] = useState(0);
  const { isSending, failure, place, forget } = useSubmit(() => clear());
  const isOffline = useIsStale();
  const ticker = (form.isTwin ? instrument?.twin?.ticker : undefined) ?? instrument?.ticker ?? '';
  const today = useMarket()?.status.today;
  const read = readForm(form, language.locale, today);
  const { terms } = read;
  const accountId = session?.accountId;
  const takesOrders = ticker !== '' && untradedState(instrument) === null;
  const order = terms && accountId !== undefined && takesOrders ? { ...terms, accountId, ticker } : null;
  const preview = usePreview(order && { ...order, clientOrderId: 'preview' });
  const change = useCallback(
    (changes: Partial<TicketForm>): void => {
      setRefused(null);
      setAsked(false);
      forget();
      // Another quantity or market is another plan: nothing is left for the twin.
      const isOther = 'quantity' in changes || 'isTwin' in changes;
      store.update((before) => ({ ...before, ...(isOther && { rest: '' }), ...changes }));
    },
    [store, forget],
  );
  const settle = (field: TypedField): void =>
    store.update((before) => withSettled(before, field, language.locale));
  /** An empty quantity is no order: another Enter does not place the same one again. */
  const clear = (): void => {
    const { rest } = store.get();
    const next = rest === '' ? { quantity: '' } : { quantity: rest, isTwin: true };
    change({ displayQuantity: '', minimumQuantity: '', ...next });
  };
  const submit = async (): Promise<void> => {
    setAsked(true);
    if (!order) return setIncomplete((count) => count + 1);
    if (isOffline) return;
    const answer = await place(order);
    if (answer === 'failed') return;
    if (answer === 'placed') return clear();
    setRefused(answer);
    if (fieldOf(answer.field) === null)
      notices.show({ kind: 'error', text: { cause: 'refused', ...answer } });
  };
  const shown = refused ?? (preview?.__typename === 'Refusal' ? preview : null);
  const ofDesk = isAsked ? askedProblem(read, { isOffline, instrument, language }) : null;
  return {
    ...{ form, change, settle, preview, ticker, takesOrders, isSending, isOffline, incomplete, submit },
    isReady: order !== null && !isOffline,
    problem:
      faultOf(read, { form, instrument, language }) ??
      ofDesk ??
      (failure && failureProblem(failure, language)) ??
      (shown && order ? ofBroker(shown, language) : null),
  };
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
  const tickSize = instrument?.tickSize ?? '0.01';
  const prices =
    fault === 'ambiguous' && isPrice ? nearestPrices(parseNumber(form[field], locale) ?? '0', tickSize) : [];
  if (prices.length === 0) return { field, text: texts.trading.faults[fault], rule: null };
  const shown = prices.map(format.price).join(texts.trading.or);
  return { field, prices, text: texts.trading.betweenTicks(format.price(tickSize), shown), rule: null };
}

interface Asked {
  readonly isOffline: boolean;
  readonly instrument: Instrument | null;
  readonly language: Language;
}

/** The reason why the desk does not send the order. */
function askedProblem({ missing }: ReadForm, { isOffline, instrument, language }: Asked): Problem | null {
  const { orders } = language.texts;
  const [first] = missing;
  const untraded = untradedState(instrument);
  if (untraded !== null) return { field: null, text: orders.untraded[untraded], rule: null };
  if (first) return { field: first, text: orders.missing[first], rule: null };
  if (isOffline) return { field: null, text: orders.failures.offline, rule: null };
  return instrument ? null : { field: null, text: orders.notLoaded, rule: null };
}

const failureProblem = ({ cause, correlationId }: SendFailure, { texts }: Language): Problem => ({
  field: null,
  text: texts.orders.failures[cause],
  rule: null,
  correlationId,
});

const ofBroker = (
  refusal: ShownRefusal & { readonly field: string | null },
  { locale }: Language,
): Problem => ({
  field: fieldOf(refusal.field),
  rule: refusal.rule,
  prices: pricesInstead(refusal),
  text: refusalText(refusal, locale),
});

const FIELDS = [
  'quantity',
  'limitPrice',
  'stopPrice',
  'displayQuantity',
  'minimumQuantity',
  'expiresOn',
  'timeInForce',
  'type',
] as const;

const fieldOf = (field: string | null): Problem['field'] => FIELDS.find((one) => one === field) ?? null;
