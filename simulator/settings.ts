/** How lively the simulated market is. */
export interface SimulatorSettings {
  /** How often participants act, in milliseconds of the machine. */
  readonly stepMs: number;
  /** Moves of a price and trades in all books together; each is one to three commands. */
  readonly actionsPerSecond: number;
  /** Books that are filled up in one step when many are empty, as at an opening. */
  readonly openingsPerStep: number;
  /** Price levels that are quoted on each side. */
  readonly levels: number;
  /**
   * How far the reference moves from the day's last auction, before one from the previous close, in parts per million
   * of it. With the ladder it stays within the exchange's tunnels, beyond which trading would stop for an auction.
   */
  readonly dailyRangePpm: number;
  /** Distance of two quoted levels in parts per million of the previous close; a tick at least. */
  readonly levelDistancePpm: number;
  /** Value that is quoted at a level, about, in centavos; whole lots, ten at least. */
  readonly levelValueCentavos: number;
  /** Of the actions, how many in a thousand are trades; the others move the reference. */
  readonly tradesPerMille: number;
  /** Of the trades, how many in a thousand take more than the best level holds. */
  readonly sweepsPerMille: number;
  /** Orders that are added to a book in one call, at most. */
  readonly ordersPerCall: number;
  /** How long a book is left alone after the exchange has refused something in it, longer the oftener it does. */
  readonly restMs: number;
  /** A book whose commands are unanswered for so long is started over. */
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
  restMs: 1_000,
  unansweredMs: 60_000,
};

/** How much of the activity the most traded instruments get, against 1 of any other. */
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

/** An instrument's share of the activity, as a weight. */
export const activityOf = (ticker: string, isFractional: boolean): number =>
  isFractional ? FRACTIONAL_WEIGHT : (MOST_TRADED.get(ticker) ?? 1);
