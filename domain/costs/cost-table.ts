/** Rates count hundred-millionths of an amount: 27500 is 0.0275 %. */
export const RATE_UNIT = 100_000_000;

/**
 * A band of the investor's volume, and its rate. By month each slice of the volume has the rate of its own band; by day the
 * whole amount has the rate of the band that the day's volume reaches.
 */
export interface RateBand {
  /** The band holds the volume above this, in centavos a day. */
  readonly aboveCentavos: number;
  readonly rate: number;
}

/** Rates of one fee by kind of trade; a kind has several bands where the rate depends on the investor's volume. */
export interface FeeRates {
  readonly ordinary: readonly RateBand[];
  /** Trades of an auction, the opening and the closing call included. */
  readonly auction: readonly RateBand[];
  readonly dayTrade: readonly RateBand[];
  readonly dayTradeInAuction: readonly RateBand[];
}

/** B3's costs of cash-market trades, in force from a day on. All fees go to B3. Base: the traded amount of each side. */
export interface CostTable {
  /** First trade date (ISO) of the table. */
  readonly from: string;
  readonly source: string;
  /** Paid to the clearing house (taxa de liquidação, from August 2025 CCP). */
  readonly settlement: FeeRates;
  /** Paid to the depository for the transfer of the shares (TTA), apart since August 2025. Notes cut it off for itself. */
  readonly transfer: FeeRates;
  /** Paid to the exchange (emolumentos). */
  readonly trading: FeeRates;
  /**
   * Volume that selects the bands of day trades. DAY: day trades of the trade date. MONTH: their mean daily volume (ADTV) of
   * last month.
   */
  readonly dayTradeVolume: 'DAY' | 'MONTH';
}

/** A band as B3 publishes it: the volume in reais above which it begins, and its rate. */
type PublishedBand = readonly [aboveReais: number, rate: number];

const bands = (published: readonly PublishedBand[]): readonly RateBand[] =>
  published.map(([aboveReais, rate]) => ({ aboveCentavos: aboveReais * 100, rate }));

const flat = (rate: number): readonly RateBand[] => bands([[0, rate]]);

/** Rates of a fee. An auction has no rate of its own for day trades. */
const byKind = (
  ordinary: readonly RateBand[],
  auction: readonly RateBand[],
  dayTrade: readonly RateBand[],
): FeeRates => ({ ordinary, auction, dayTrade, dayTradeInAuction: dayTrade });

const NO_FEE = byKind(flat(0), flat(0), flat(0));

/** Trading fee of an auction; its source is the tariff page of January 2020 and the tables since. */
const AUCTION = flat(7_000);

const MILLION = 1_000_000;

/** The trading fee floated with the volume of the whole market: first session of each rate. */
const FLOATING_TRADING_RATES: readonly (readonly [from: string, rate: number])[] = [
  ['2019-01-03', 4_476],
  ['2019-02-04', 4_032],
  ['2019-03-06', 4_157],
  ['2019-04-02', 4_080],
  ['2019-05-03', 4_408],
  ['2019-06-04', 4_245],
  ['2019-07-02', 4_189],
  ['2019-08-02', 4_115],
  ['2019-09-03', 3_756],
  ['2019-10-02', 4_105],
  ['2019-11-04', 4_110],
  ['2019-12-03', 3_802],
  ['2020-01-01', 3_660],
  ['2020-02-01', 3_462],
  ['2020-03-01', 3_248],
  ['2020-04-01', 3_006],
  ['2020-05-01', 3_340],
  ['2020-06-01', 3_291],
  ['2020-07-01', 3_089],
  ['2020-08-01', 3_180],
  ['2020-09-01', 3_125],
  ['2020-10-01', 3_219],
  ['2020-11-01', 3_247],
];

/** Bands of day trades of individuals until 2021-02-01, above R$ 4 million on the day. The first one follows the floating rate. */
const DAY_TRADES_UNTIL_2021 = {
  settlement: [
    [0, 20_000],
    [12.5 * MILLION, 19_500],
    [25 * MILLION, 17_500],
    [50 * MILLION, 15_500],
  ],
  trading: [
    [4 * MILLION, 3_000],
    [12.5 * MILLION, 500],
  ],
} satisfies Record<string, readonly PublishedBand[]>;

/** Settlement fee of day trades from 2021-02-02 by the day's volume: the published sums of both fees less 0.0050 %. */
const DAY_TRADES_FROM_2021: readonly PublishedBand[] = [
  [0, 18_000],
  [MILLION, 17_500],
  [5 * MILLION, 16_000],
  [10 * MILLION, 15_000],
  [40 * MILLION, 13_500],
  [150 * MILLION, 12_500],
  [300 * MILLION, 11_000],
  [700 * MILLION, 9_500],
  [1_000 * MILLION, 8_500],
  [2_000 * MILLION, 7_500],
  [3_000 * MILLION, 7_000],
  [4_000 * MILLION, 6_000],
];

/** Bands of day trades from August 2025, by the mean daily volume of day trades. */
const DAY_TRADES_FROM_2025: readonly (readonly [aboveReais: number, settlement: number, trading: number])[] =
  [
    [0, 18_000, 5_000],
    [0.2 * MILLION, 17_220, 4_780],
    [3 * MILLION, 15_650, 4_350],
    [4.5 * MILLION, 14_870, 4_130],
    [10 * MILLION, 14_710, 4_090],
    [30 * MILLION, 13_540, 3_760],
    [140 * MILLION, 11_740, 3_260],
    [200 * MILLION, 11_580, 3_220],
    [300 * MILLION, 10_570, 2_930],
    [400 * MILLION, 10_170, 2_830],
    [750 * MILLION, 9_000, 2_500],
  ];

const settlementUntil2021 = byKind(flat(27_500), flat(27_500), flat(20_000));

/** B3's costs for individuals: stocks, units, BDRs, ETFs and REITs. Oldest first. */
export const B3_COST_TABLES: readonly CostTable[] = [
  {
    from: '2013-04-01',
    source:
      'BM&FBOVESPA, 5 March 2013: trading fee from 0.0070 % to 0.0050 % on the first session of April; settlement fee 0.0275 %, day trade 0.0200 %. Confirmed by a note of 2017-06-01. The trading fee floated by month before 2019 too; those rates were not found',
    settlement: settlementUntil2021,
    transfer: NO_FEE,
    trading: byKind(flat(5_000), AUCTION, flat(5_000)),
    dayTradeVolume: 'DAY',
  },
  ...FLOATING_TRADING_RATES.map(([from, rate]): CostTable => ({
    from,
    source:
      "B3's tariff page, as kept in staticdev/irpf-investidor b3.py; confirmed by a note of 2020-09-29. Auctions 0.0070 % unless it is a day trade, and the bands of day trades: the tariff page of January 2020",
    settlement: byKind(flat(27_500), flat(27_500), bands(DAY_TRADES_UNTIL_2021.settlement)),
    transfer: NO_FEE,
    trading: byKind(flat(rate), AUCTION, bands([[0, rate], ...DAY_TRADES_UNTIL_2021.trading])),
    dayTradeVolume: 'DAY',
  })),
  {
    from: '2021-02-02',
    source:
      "B3's tariff page: 0.0050 % and 0.0250 %, auctions 0.0070 %; confirmed by 18 notes of 2021 to 2025. Day trades 0.0230 % to 0.0110 % by the day's volume: the tariff page of July 2022 as kept in plojr/meca-irpf-daytrade, which has the sums of both fees alone",
    settlement: byKind(flat(25_000), flat(25_000), bands(DAY_TRADES_FROM_2021)),
    transfer: NO_FEE,
    trading: byKind(flat(5_000), AUCTION, flat(5_000)),
    dayTradeVolume: 'DAY',
  },
  {
    from: '2025-08-01',
    source:
      'B3, Tarifação de Produtos de Renda Variável, versions 2.0 (in force from 2025-08-01) to 5.0 (from 2026-09-01), items 1.2.3, 1.2.4 and 1.2.6: Ofícios Circulares 025/2025-VPC, 089/2025-PRE, 097/2025-PRE, 120/2025-PRE and 037/2026-PRE. Day trades pay no transfer fee. Confirmed by notes of 2025-08-11 and of 2026. Reports of 2024 on an earlier proposal told of one fee of 0.0230 %, which did not come',
    settlement: byKind(
      bands([
        [0, 22_400],
        [3 * MILLION, 16_150],
      ]),
      bands([
        [0, 22_400],
        [3 * MILLION, 16_150],
      ]),
      bands(DAY_TRADES_FROM_2025.map(([above, settlement]) => [above, settlement])),
    ),
    transfer: byKind(flat(2_600), flat(2_600), flat(0)),
    trading: byKind(
      bands([
        [0, 5_000],
        [3 * MILLION, 3_750],
      ]),
      AUCTION,
      bands(DAY_TRADES_FROM_2025.map(([above, , trading]) => [above, trading])),
    ),
    dayTradeVolume: 'MONTH',
  },
];

/** True when a rate of the table depends on a mean daily volume of the investor. */
export const hasMonthlyBands = ({ settlement, transfer, trading, dayTradeVolume }: CostTable): boolean =>
  [settlement, transfer, trading].some(
    ({ ordinary, auction, dayTrade }) =>
      ordinary.length > 1 || auction.length > 1 || (dayTradeVolume === 'MONTH' && dayTrade.length > 1),
  );

/** Costs that the broker does not charge: for textbook cases and for simulations without costs. */
export const NO_COSTS: CostTable = {
  from: '0000-01-01',
  source: 'no costs',
  settlement: NO_FEE,
  transfer: NO_FEE,
  trading: NO_FEE,
  dayTradeVolume: 'DAY',
};

/** The table in force on a trade date; null before the first one. Expects `tables` oldest first. */
export const costTableOn = (tables: readonly CostTable[], tradeDate: string): CostTable | null =>
  tables.findLast((table) => table.from <= tradeDate) ?? null;
