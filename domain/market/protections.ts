/**
 * Market protections: auctions within the session, extended calls, halts, the circuit breaker. Widths and falls are in
 * parts per million, lengths in milliseconds.
 */
import { MINUTE_MS } from '../calendar/durations.ts';

/** Conditions for extending a call that is about to end. */
export interface ExtensionRules {
  /** A change of the theoretical price or quantity this shortly before the end extends the call. */
  readonly windowMs: number;
  /** Length of an extension. */
  readonly lengthMs: number;
  /** Maximum number of extensions; 0 for none. */
  readonly most: number;
  /**
   * Protection tunnel: a theoretical price farther than this from the last trade (before a trade: from the previous close)
   * also extends the call; 0 for no tunnel.
   */
  readonly tunnelPpm: number;
}

/** A fall of the index that halts the market, and the halt's length; null: until an operator resumes. */
export interface BreakerLevel {
  readonly fallPpm: number;
  readonly haltMs: number | null;
}

/** The circuit breaker on an index, against its previous close. */
export interface BreakerRules {
  /** In order of growing falls; each fires once per session. */
  readonly levels: readonly BreakerLevel[];
  /** The breaker does not fire within this time before continuous trading ends. */
  readonly quietMs: number;
  /** Minimum continuous trading after a halt: the close is postponed to allow it. */
  readonly finalTradingMs: number;
  /** Maximum postponement of the close. */
  readonly mostDelayMs: number;
}

/** The protections of a group of instruments. */
export interface Protections {
  readonly auctions: {
    /** Static tunnel: around the day's last auction price, before an auction around the previous close; 0 for none. */
    readonly staticPpm: number;
    /** Dynamic tunnel: around the last trade; 0 for none. */
    readonly dynamicPpm: number;
    /** Length of an auction triggered by a price, and of one started by command without a length. */
    readonly priceCallMs: number;
    /** Number of sessions in the mean quantity. Before that many sessions, no quantity triggers an auction. */
    readonly meanSessions: number;
    /** Rising multiples of the mean quantity, each with the length of the auction that such an order triggers. */
    readonly quantitySteps: readonly { readonly multiple: number; readonly callMs: number }[];
  };
  readonly extensions: {
    /** For the opening and the closing call. */
    readonly scheduled: ExtensionRules;
    /** For an auction within the session. */
    readonly auction: ExtensionRules;
  };
  /** Length of the call that precedes trading after a halt. */
  readonly resumptionCallMs: number;
  readonly breaker: BreakerRules;
}

export interface DatedProtections extends Protections {
  /** First day (ISO) on which they apply. */
  readonly from: string;
  readonly source: string;
}

/** No protections: for replays of recorded days, and until protections are set. */
export const NO_PROTECTIONS: Protections = {
  auctions: { staticPpm: 0, dynamicPpm: 0, priceCallMs: 0, meanSessions: 30, quantitySteps: [] },
  extensions: {
    scheduled: { windowMs: 0, lengthMs: 0, most: 0, tunnelPpm: 0 },
    auction: { windowMs: 0, lengthMs: 0, most: 0, tunnelPpm: 0 },
  },
  resumptionCallMs: 0,
  breaker: { levels: [], quietMs: 0, finalTradingMs: 0, mostDelayMs: 0 },
};

/**
 * Oldest first. The exchange sets many of these values per instrument and no longer publishes all of them, so its older
 * public text applies to every instrument here. Values missing there are this simulation's own, and `source` names them.
 */
// rule PROTECTIONS_ARE_DATED
export const PROTECTIONS: readonly DatedProtections[] = [
  {
    from: '2000-01-01',
    source:
      'B3, operational procedures (older public text): auction at 10 % off the previous close or the last trade, 5 ' +
      'minutes and 5 more; at 5 times the mean of 30 sessions 5 minutes, at 10 times an hour; circuit breaker -10 %, ' +
      '-15 %, -20 %. Of this simulation: window, length and number of extensions, protection tunnel, resumption call',
    auctions: {
      staticPpm: 100_000,
      dynamicPpm: 100_000,
      priceCallMs: 5 * MINUTE_MS,
      meanSessions: 30,
      quantitySteps: [
        { multiple: 5, callMs: 5 * MINUTE_MS },
        { multiple: 10, callMs: 60 * MINUTE_MS },
      ],
    },
    extensions: {
      scheduled: { windowMs: 15_000, lengthMs: MINUTE_MS, most: 2, tunnelPpm: 200_000 },
      auction: { windowMs: 15_000, lengthMs: 5 * MINUTE_MS, most: 1, tunnelPpm: 200_000 },
    },
    resumptionCallMs: 5 * MINUTE_MS,
    breaker: {
      levels: [
        { fallPpm: 100_000, haltMs: 30 * MINUTE_MS },
        { fallPpm: 150_000, haltMs: 60 * MINUTE_MS },
        { fallPpm: 200_000, haltMs: null },
      ],
      quietMs: 30 * MINUTE_MS,
      finalTradingMs: 30 * MINUTE_MS,
      mostDelayMs: 30 * MINUTE_MS,
    },
  },
];

/** The protections in force on a day. */
export function protectionsOn(day: string): DatedProtections {
  const current = PROTECTIONS.findLast((protections) => protections.from <= day);
  if (!current) throw new RangeError(`no protections are known for ${day}`);
  return current;
}
