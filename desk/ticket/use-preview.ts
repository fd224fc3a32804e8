import { useEffect, useState } from 'react';
import type { PreviewOrderQuery } from '#sdk/src/index.ts';
import { useDesk } from '../app/desk.ts';
import type { OrderInput } from '../orders/order-rows.ts';
import { isLost } from '../state/is-lost.ts';

export type PreviewAnswer = PreviewOrderQuery['previewOrder'];

/** Typing pauses for this long before the broker calculates. */
const PAUSE_MS = 150;
/** Prices and cash move on: what the order would cost is calculated again. */
const AGAIN_MS = 5_000;
/** The first time sooner: the exchange may change its phase a moment after its news. */
const SOON_MS = 1_000;

/** The broker's answer if the order came now. */
export interface PreviewState {
  /** Null without one. */
  readonly answer: PreviewAnswer;
  /** Why the last request failed: what an answer before it said may no longer hold, and is not shown. */
  readonly failed: Error | null;
}

const NONE: PreviewState = { answer: null, failed: null };

/**
 * Asks the broker again and again. The last answer stays until the next one comes, so that nothing flickers; but not a refusal of an
 * earlier moment.
 *
 * @param moment day and phase of the market
 */
export function usePreview(input: OrderInput | null, moment: string): PreviewState {
  const { broker, browser } = useDesk();
  const [state, setState] = useState(NONE);
  // The client order id is no part of the answer.
  const key = input && JSON.stringify({ ...input, clientOrderId: '' });
  useEffect(() => setState((before) => (before.answer?.__typename === 'Refusal' ? NONE : before)), [moment]);
  useEffect(() => {
    if (input === null) return setState(NONE);
    const end = new AbortController();
    let isFirst = true;
    let alarm = browser.clock.after(PAUSE_MS, () => run());
    const run = (): void => {
      if (isLost(broker.connection.state)) {
        alarm = browser.clock.after(SOON_MS, run);
        return;
      }
      broker
        .previewOrder({ input }, { signal: end.signal })
        .then(({ previewOrder }) => setState({ answer: previewOrder, failed: null }))
        .catch((failed: Error) => !end.signal.aborted && setState({ answer: null, failed }))
        .finally(() => {
          if (!end.signal.aborted) alarm = browser.clock.after(isFirst ? SOON_MS : AGAIN_MS, run);
          isFirst = false;
        });
    };
    return () => {
      alarm.cancel();
      end.abort();
    };
  }, [key, moment, broker, browser]);
  return state;
}
