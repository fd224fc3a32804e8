/** Activity and shape of the simulated market. */
export interface SimulatorSettings {
  /** Interval between steps of the participants, in milliseconds of the machine's clock. */
  readonly stepMs: number;
  /**
   * Commands per second of market time in all books together, the mean over a session. Quoting empty books is not
   * counted; the orders that follow it are.
   */
  readonly commandsPerSecond: number;
  /** Maximum commands per second of the machine's clock at a market speed above 1; never below `commandsPerSecond`. */
  readonly maxCommandsPerSecond: number;
  /** Maximum number of books that are quoted in one step when many are empty, as at an opening. */
  readonly openingsPerStep: number;
  /**
   * Maximum distance of the reference price from the day's last auction price (before an auction: from the previous
   * close), in parts per million. All quotes stay within the exchange's tunnels, so that makers trigger no auction.
   */
  readonly dailyRangePpm: number;
  /** Minimum distance between the makers' price levels, in parts per million of the anchor price; at least a tick. */
  readonly levelDistancePpm: number;
  /** Multiple of the volatility that the facts of the instruments give. */
  readonly volatilityTimes: number;
  /** Trades per thousand actions; the other actions move the reference price. */
  readonly tradesPerMille: number;
  /** Trades per thousand trades that take more than the best level's quantity. */
  readonly sweepsPerMille: number;
  /** Large orders that begin per thousand trades; each is sliced over many trades. */
  readonly largeOrdersPerMille: number;
  /** Icebergs that enter per thousand trades. */
  readonly icebergsPerMille: number;
  /** Maximum number of orders added to a book during one call. */
  readonly ordersPerCall: number;
  /** Maximum number of orders of the takers without a report in one book. */
  readonly takersInFlight: number;
  /** Pause of a book after a rejection, in milliseconds; it doubles with each further rejection. */
  readonly pauseMs: number;
  /** A book whose commands have no report after this time is canceled and quoted anew. */
  readonly unansweredMs: number;
}

export const DEFAULT_SIMULATOR_SETTINGS: SimulatorSettings = {
  stepMs: 100,
  commandsPerSecond: 60,
  maxCommandsPerSecond: 1_000,
  openingsPerStep: 6,
  dailyRangePpm: 80_000,
  levelDistancePpm: 0,
  volatilityTimes: 1,
  tradesPerMille: 700,
  sweepsPerMille: 20,
  largeOrdersPerMille: 6,
  icebergsPerMille: 8,
  ordersPerCall: 12,
  takersInFlight: 8,
  pauseMs: 1_000,
  unansweredMs: 60_000,
};
