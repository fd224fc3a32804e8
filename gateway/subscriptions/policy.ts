/**
 * How the events of one subscription field are delivered.
 *
 * - `newest`: only the newest state matters. A slow reader skips; `key` tells states apart, `sequence` grows by one with
 *   each of a key, and the gap is told in `skipped`.
 * - `every`: none is left out. `cursor` of an event is where the stream goes on, by the argument `after`.
 */
export interface StreamPolicy {
  /** Who may see the events: with `everyone`, equal subscriptions share one upstream. */
  readonly audience: 'everyone' | 'caller';
  readonly delivery: 'newest' | 'every';
  /** False where a joiner needs a first event of its own. */
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
  // Its first event tells the time of now, so it is never another's.
  marketStatus: { ...NEWEST, isShareable: false, key: null, sequence: null, skipped: null },
  orders: { ...EVERY, audience: 'caller', isShareable: false },
  wallet: { ...EVERY, audience: 'caller', isShareable: false },
};

/** A field that is not named above is private, and nothing of it is left out. */
const CAUTIOUS: StreamPolicy = { ...EVERY, audience: 'caller', isShareable: false, cursor: null };

/** The policy of a field of Subscription. */
export const policyOf = (field: string): StreamPolicy =>
  Object.hasOwn(POLICIES, field) ? (POLICIES[field] ?? CAUTIOUS) : CAUTIOUS;
