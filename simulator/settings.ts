/** Activity and shape of the simulated market. */
export interface SimulatorSettings {
  /** Interval between steps of the participants, in milliseconds of the machine's clock. */
  readonly stepMs: number;
  /** Price moves and trades per second in all books together; each sends one to three commands. */
  readonly actionsPerSecond: number;
  /** Maximum number of books that are quoted in one step when many are empty, as at an opening. */
  readonly openingsPerStep: number;
  /** Quoted price levels per side. */
  readonly levels: number;
  /**
   * Maximum distance of the reference price from the day's last auction price (before an auction: from the previous
   * close), in parts per million. The whole ladder stays within the exchange's tunnels, so that makers trigger no auction.
   */
  readonly dailyRangePpm: number;
  /** Distance between quoted levels, in parts per million of the anchor price; at least a tick. */
  readonly levelDistancePpm: number;
  /** Approximate value quoted at a level, in centavos; in whole lots, at least ten. */
  readonly levelValueCentavos: number;
  /** Trades per thousand actions; the other actions move the reference price. */
  readonly tradesPerMille: number;
  /** Trades per thousand trades that take more than the best level's quantity. */
  readonly sweepsPerMille: number;
  /** Maximum number of orders added to a book during one call. */
  readonly ordersPerCall: number;
  /** Pause of a book after a rejection, in milliseconds; it doubles with each further rejection. */
  readonly pauseMs: number;
  /** A book whose commands have no report after this time is canceled and quoted anew. */
  readonly unansweredMs: number;
}

export const DEFAULT_SIMULATOR_SETTINGS: SimulatorSettings = {
  stepMs: 100,
  actionsPerSecond: 35,
  openingsPerStep: 15,
  levels: 5,
  dailyRangePpm: 80_000,
  levelDistancePpm: 200,
  levelValueCentavos: 5_000_000,
  tradesPerMille: 450,
  sweepsPerMille: 20,
  ordersPerCall: 12,
  pauseMs: 1_000,
  unansweredMs: 60_000,
};

/** Activity weights of the most traded instruments; any other round-lot instrument has 1. */
const MOST_TRADED: ReadonlyMap<string, number> = new Map([
  ['PETR4', 40],
  ['VALE3', 35],
  ['ITUB4', 25],
  ['BBDC4', 20],
  ['BBAS3', 20],
  ['B3SA3', 20],
  ['BOVA11', 15],
  ['ABEV3', 12],
  ['WEGE3', 12],
  ['MGLU3', 12],
]);
const FRACTIONAL_WEIGHT = 0.4;

/** Activity weight of an instrument. */
export const activityOf = (ticker: string, isFractional: boolean): number =>
  isFractional ? FRACTIONAL_WEIGHT : (MOST_TRADED.get(ticker) ?? 1);
