import { BrokerError, ConnectionError, RefusedError } from '#sdk/src/index.ts';
import type { ShownRefusal } from '../i18n/refusal-text.ts';
import type { Browser } from './browser.ts';
import { createStore, type Store } from './store.ts';

/** A message of the desk that the user closes, or that goes when its time is over. */
export interface Notice {
  readonly id: string;
  readonly kind: 'error' | 'success';
  readonly text: NoticeText;
  /** Names the request in the broker's log. */
  readonly correlationId?: string | undefined;
}

/** The cause of a notice; `i18n/texts/notices.ts` has the sentences. */
export type NoticeText =
  | { readonly cause: 'unreachable' | 'session-ended' | 'unexpected' | 'unavailable' | 'demo-ready' }
  /** Too many requests; the time after which the broker takes this one, if it is known. */
  | { readonly cause: 'busy'; readonly waitMs: number | undefined }
  /** A sentence of the feature itself. */
  | { readonly cause: 'said'; readonly sentence: string }
  | { readonly cause: 'refused'; readonly rule: string; readonly message: string }
  | {
      /** The end of an order: filled, over on arrival without its fill, or never arrived. */
      readonly cause: 'filled' | 'unfilled' | 'absent';
      readonly side: 'BUY' | 'SELL';
      readonly quantity: number;
      readonly ticker: string;
    }
  | {
      readonly cause: 'rejected';
      readonly ticker: string;
      /** Null when the exchange gives no reason. */
      readonly refusal: ShownRefusal | null;
    };

const MOST_SHOWN = 4;
const SHOWN_MS = 8_000;

export interface Notices extends Pick<Store<readonly Notice[]>, 'get' | 'subscribe'> {
  readonly show: (notice: Omit<Notice, 'id'>) => void;
  /** Shows why a request failed. */
  readonly failed: (error: unknown) => void;
  /** Says that something has succeeded. */
  readonly done: (sentence: string) => void;
  readonly close: (id: string) => void;
}

export function createNotices({ newId, clock }: Pick<Browser, 'newId' | 'clock'>): Notices {
  const store = createStore<readonly Notice[]>([]);
  const close = (id: string): void => store.update((all) => all.filter((one) => one.id !== id));
  const show = (notice: Omit<Notice, 'id'>): void => {
    const id = newId();
    store.update((all) => [...all.slice(1 - MOST_SHOWN), { ...notice, id }]);
    clock.after(SHOWN_MS, () => close(id));
  };
  return {
    get: store.get,
    subscribe: store.subscribe,
    show,
    close,
    done: (sentence) => show({ kind: 'success', text: { cause: 'said', sentence } }),
    failed: (error) => show(noticeOf(error)),
  };
}

/** The notice of a failed request. A fault has the id of its request. */
export const noticeOf = (error: unknown): Omit<Notice, 'id'> => {
  const text = textOf(error);
  const isAnswered = error instanceof BrokerError || error instanceof ConnectionError;
  const isFault = text.cause !== 'busy' && text.cause !== 'session-ended';
  return { kind: 'error', text, correlationId: isAnswered && isFault ? error.correlationId : undefined };
};

function textOf(error: unknown): NoticeText {
  if (error instanceof RefusedError) {
    return { cause: 'refused', rule: error.rule, message: error.message.slice(error.rule.length + 2) };
  }
  if (error instanceof ConnectionError) return { cause: 'unreachable' };
  if (!(error instanceof BrokerError)) return { cause: 'unexpected' };
  if (error.code === 'UNAUTHENTICATED') return { cause: 'session-ended' };
  if (error.code === 'RATE_LIMITED') return { cause: 'busy', waitMs: error.retryAfterMs };
  return { cause: error.code === 'SERVICE_UNAVAILABLE' ? 'unavailable' : 'unexpected' };
}
