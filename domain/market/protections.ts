/**
 * What protects a market from its own haste: auctions in mid-session, extended calls, halts, the circuit breaker.
 * Widths and falls in parts per million, lengths in milliseconds.
 */

/** When a call that is about to end goes on instead. */
export interface ExtensionRules {
  /** A change of the theoretical price or quantity this shortly before the end extends the call. */
  readonly windowMs: number;
  /** By how much. */
  readonly lengthMs: number;
  /** How often at most; 0 for never. */
  readonly most: number;
  /**
   * Protection tunnel: a theoretical price farther than this from the last trade (without one from the previous close)
   * extends too; 0 for no such tunnel.
   */
  readonly tunnelPpm: number;
}

/** A fall of the index that halts the market, and for how long; null until somebody decides. */
export interface BreakerLevel {
  readonly fallPpm: number;
  readonly haltMs: number | null;
}

/** The circuit breaker on an index, against its previous close. */
export interface BreakerRules {
  /** Rising falls; each fires once a session. */
  readonly levels: readonly BreakerLevel[];
  /** It does not fire so shortly before continuous trading ends. */
  readonly quietMs: number;
  /** How long continuous trading must still go on after a halt: the close moves so that it does. */
  readonly finalTradingMs: number;
  /** By how much the close moves at most. */
  readonly mostDelayMs: number;
}

/** The protections of a group of instruments. */
export interface Protections {
  readonly auctions: {
    /** Around the price of the day's last auction, before one around the previous close; 0 for none. */
    readonly staticPpm: number;
    /** Around the last trade; 0 for none. */
    readonly dynamicPpm: number;
    /** How long an auction lasts that a price started, and one by command that names no length. */
    readonly priceCallMs: number;
    /** Sessions of the mean that quantities are held against. Until there were so many no quantity starts an auction. */
    readonly meanSessions: number;
    /** Multiples of the mean, rising, with the length of the auction that such an order starts. */
    readonly quantitySteps: readonly { readonly multiple: number; readonly callMs: number }[];
  };
  readonly extensions: {
    /** Of the opening and the closing call. */
    readonly scheduled: ExtensionRules;
    /** Of an auction in mid-session. */
    readonly auction: ExtensionRules;
  };
  /** Trading resumes after a halt through a call of this length. */
  readonly resumptionCallMs: number;
  readonly breaker: BreakerRules;
}

export interface DatedProtections extends Protections {
  /** First day (ISO) on which they hold. */
  readonly from: string;
  readonly source: string;
}

const MINUTE_MS = 60_000;

/** Nothing is protected: for replays of recorded days, and before anybody has said what holds. */
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
 * Oldest first. The exchange sets many of these an instrument at a time and no longer publishes all of them, so its
 * older public text stands for every instrument; what that text leaves open is this simulation's and named in `source`.
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
