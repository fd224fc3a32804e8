import { useCallback, useState } from 'react';
import { useDesk, useSession } from '../app/desk.ts';
import { useMarket } from '../app/market-status.ts';
import { refusalText, type ShownRefusal } from '../i18n/refusal-text.ts';
import { useLanguage } from '../i18n/texts.ts';
import { useStore, type Store } from '../state/store.ts';
import type { Instrument } from '../ticker/instrument.ts';
import { readForm, withSettled, type TicketForm, type TypedField } from './ticket-form.ts';
import { usePreview, type PreviewAnswer } from './use-preview.ts';
import { useSubmit } from './use-submit.ts';

/** A reason why the order cannot be placed, at its field; `null` for one that is about the whole order. */
export interface Problem {
  readonly field: TypedField | 'timeInForce' | 'type' | null;
  readonly text: string;
  /** The broker's rule; null for a text that is no number. */
  readonly rule: string | null;
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
  readonly isReady: boolean;
  readonly isSending: boolean;
  readonly submit: () => Promise<void>;
}

/** The ticket of an instrument: its form, what the broker says about it, and the way to place it. */
export function useTicket(store: Store<TicketForm>, instrument: Instrument | null): Ticket {
  const { notices } = useDesk();
  const session = useSession();
  const form = useStore(store);
  const { texts, locale } = useLanguage();
  const { isSending, place } = useSubmit();
  const [refused, setRefused] = useState<(ShownRefusal & { readonly field: string | null }) | null>(null);
  const ticker = (form.isTwin ? instrument?.twin?.ticker : undefined) ?? instrument?.ticker ?? '';
  const today = useMarket()?.status.today;
  const { terms, faults } = readForm(form, locale, today);
  const accountId = session?.accountId;
  const isTraded = instrument?.status !== 'DELISTED' && instrument?.status !== 'SUSPENDED';
  const order =
    terms && isTraded && accountId !== undefined && ticker !== '' ? { ...terms, accountId, ticker } : null;
  const preview = usePreview(order && { ...order, clientOrderId: 'preview' });
  const change = useCallback(
    (changes: Partial<TicketForm>): void => {
      setRefused(null);
      // Another quantity or market is another plan: nothing is left for the twin.
      const isOther = 'quantity' in changes || 'isTwin' in changes;
      store.update((before) => ({ ...before, ...(isOther && { rest: '' }), ...changes }));
    },
    [store],
  );
  const settle = useCallback(
    (field: TypedField): void => store.update((before) => withSettled(before, field, locale)),
    [store, locale],
  );
  const submit = async (): Promise<void> => {
    if (!order) return;
    const answer = await place(order);
    if (answer === 'failed') return;
    if (answer === 'placed') {
      const cleared = { displayQuantity: '', minimumQuantity: '' };
      // An empty quantity is no order: another Enter does not place the same one again.
      if (form.rest === '') change({ ...cleared, quantity: '' });
      else change({ ...cleared, quantity: form.rest, isTwin: true });
      return;
    }
    setRefused(answer);
    if (fieldOf(answer.field) === null)
      notices.show({ kind: 'error', text: { cause: 'refused', ...answer } });
  };
  const shown = refused ?? (preview?.__typename === 'Refusal' ? preview : null);
  return {
    ...{ form, change, settle, preview, ticker, isSending, submit },
    isReady: order !== null,
    problem:
      problemOf(faults) ?? (shown && order ? { ...ofBroker(shown), text: refusalText(shown, locale) } : null),
  };

  function problemOf(found: typeof faults): Problem | null {
    const [first] = Object.entries(found);
    if (!first) return null;
    return { field: first[0] as TypedField, text: texts.trading.faults[first[1]], rule: null };
  }
}

const ofBroker = ({ field, rule }: { readonly field: string | null; readonly rule: string }) => ({
  field: fieldOf(field),
  rule,
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
