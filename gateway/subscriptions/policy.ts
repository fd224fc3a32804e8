/**
 * Delivery of the events of one subscription field.
 *
 * - `newest`: only the newest state matters, and a slow client skips. `key` names the field that identifies a state,
 *   `sequence` the one that grows by one per state of a key, `skipped` the one that reports the gap.
 * - `every`: no event is skipped. `cursor` names the event's field from which the stream resumes, and its argument.
 */
export interface StreamPolicy {
  /** With `everyone`, equal subscriptions share one upstream. */
  readonly audience: 'everyone' | 'caller';
  readonly delivery: 'newest' | 'every';
  /** False where each subscriber needs its own first event. */
  readonly isShareable: boolean;
  readonly key: string | null;
  readonly sequence: string | null;
  readonly skipped: string | null;
  readonly cursor: { readonly field: string; readonly argument: string } | null;
}

const NEWEST: StreamPolicy = {
  audience: 'everyone',
  delivery: 'newest',
  isShareable: true,
  key: 'ticker',
  sequence: 'sequence',
  skipped: 'skipped',
  cursor: null,
};
const EVERY: StreamPolicy = {
  audience: 'everyone',
  delivery: 'every',
  isShareable: true,
  key: null,
  sequence: null,
  skipped: null,
  cursor: { field: 'cursor', argument: 'after' },
};

const POLICIES: Readonly<Record<string, StreamPolicy>> = {
  quotes: NEWEST,
  book: NEWEST,
  trades: EVERY,
  // Its first event carries the current time, so it cannot be shared.
  marketStatus: { ...NEWEST, isShareable: false, key: null, sequence: null, skipped: null },
  orders: { ...EVERY, audience: 'caller', isShareable: false },
  wallet: { ...EVERY, audience: 'caller', isShareable: false },
};

/** The policy of a field that is not listed above: private, without skips. */
const PRIVATE: StreamPolicy = { ...EVERY, audience: 'caller', isShareable: false, cursor: null };

/** The policy of a field of Subscription. */
export const policyOf = (field: string): StreamPolicy =>
  Object.hasOwn(POLICIES, field) ? (POLICIES[field] ?? PRIVATE) : PRIVATE;
