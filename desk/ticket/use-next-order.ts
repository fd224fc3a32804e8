import { useEffect, useRef, useState } from 'react';
import { useDesk } from '../app/desk.ts';
import type { Store } from '../state/store.ts';
import type { TicketForm } from './ticket-form.ts';

/** Longer than any double click: a press in this time is still meant for the order before. */
const HOLD_MS = 1_000;

export interface NextOrder {
  /** The ticket goes on to what is left of the order that the broker has taken. */
  readonly begin: () => void;
  /** The button has just got another order, which no press can be meant for yet. */
  readonly isHeld: () => boolean;
}

/** The ticket after an order: the rest of a split one, which waits for a press of its own; else an empty quantity. */
export function useNextOrder(
  store: Store<TicketForm>,
  change: (changes: Partial<TicketForm>) => void,
): NextOrder {
  const { clock } = useDesk().browser;
  const until = useRef(0);
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    if (!isHeld) return;
    const alarm = clock.after(HOLD_MS, () => setHeld(false));
    return () => alarm.cancel();
  }, [clock, isHeld]);
  const begin = (): void => {
    const next = nextForm(store.get());
    if (next.wentAhead !== undefined) {
      until.current = clock.nowMs() + HOLD_MS;
      setHeld(true);
    }
    change(next);
  };
  // A press may come before the component renders again.
  return { begin, isHeld: () => isHeld || clock.nowMs() < until.current };
}

/** An empty quantity is no order: another Enter does not place the same one again. */
export function nextForm({ rest, quantity }: Pick<TicketForm, 'rest' | 'quantity'>): Partial<TicketForm> {
  const parts = { displayQuantity: '', minimumQuantity: '' };
  if (rest === '') return { ...parts, quantity: '' };
  return { ...parts, quantity: rest, isTwin: true, wentAhead: quantity };
}
