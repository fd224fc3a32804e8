/** Rates count hundred-millionths of an amount: 27500 is 0.0275 %. */
export const RATE_UNIT = 100_000_000;

/** A slice of the mean daily volume (ADTV) of an investor, and its rate. Each slice of the volume has the rate of its own band. */
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

/** B3's costs of cash-market trades, in force from a day on. Both fees go to B3. Base: the traded amount of each side. */
export interface CostTable {
  /** First trade date (ISO) of the table. */
  readonly from: string;
  readonly source: string;
  /** Paid to the clearing house (taxa de liquidação). From August 2025 B3 has one fee for both, and it stands here. */
  readonly settlement: FeeRates;
  /** Paid to the exchange (emolumentos). */
  readonly trading: FeeRates;
}

const flat = (rate: number): readonly RateBand[] => [{ aboveCentavos: 0, rate }];

const byKind = (
  ordinary: number,
  auction: number,
  dayTrade: number,
  dayTradeInAuction: number,
): FeeRates => ({
  ordinary: flat(ordinary),
  auction: flat(auction),
  dayTrade: flat(dayTrade),
  dayTradeInAuction: flat(dayTradeInAuction),
});

const AUCTION_RATE = 7_000;

const settlementUntil2021 = byKind(27_500, 27_500, 20_000, 20_000);
const trading = (rate: number): FeeRates => byKind(rate, AUCTION_RATE, rate, AUCTION_RATE);

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

const CENTAVOS_OF_3_MILLION = 300_000_000;

/** B3's costs for individuals: stocks, units, BDRs, ETFs and REITs. Oldest first. */
export const B3_COST_TABLES: readonly CostTable[] = [
  {
    from: '2013-04-01',
    source:
      'BM&FBOVESPA, 5 March 2013: trading fee from 0.0070 % to 0.0050 % on the first session of April; settlement fee 0.0275 %, day trade 0.0200 %. Confirmed by a note of 2017-06-01. The trading fee floated by month before 2019 too; those rates were not found',
    settlement: settlementUntil2021,
    trading: trading(5_000),
  },
  ...FLOATING_TRADING_RATES.map(([from, rate]) => ({
    from,
    source:
      "B3's tariff page, as kept in staticdev/irpf-investidor b3.py; confirmed by a note of 2020-09-29. The day trade's settlement fee of 0.0200 % is the one of the years before",
    settlement: settlementUntil2021,
    trading: trading(rate),
  })),
  {
    from: '2021-02-02',
    source:
      "B3's tariff page: 0.0050 % and 0.0250 %, auctions 0.0070 %, day trade 0.0230 % in its lowest band; confirmed by 17 notes of 2021 to 2025",
    settlement: byKind(25_000, 25_000, 18_000, 18_000),
    trading: trading(5_000),
  },
  {
    from: '2025-08-01',
    source:
      'B3 Comunicado Externo 053/2024-VPC: 0.0230 %, 0.0225 % for the volume above R$ 3 million a day; day trade 0.0230 % in the lowest of 12 bands, of which the others were not published where we looked. Nothing was found of a rate of its own for auctions',
    settlement: {
      ordinary: [...flat(23_000), { aboveCentavos: CENTAVOS_OF_3_MILLION, rate: 22_500 }],
      auction: [...flat(23_000), { aboveCentavos: CENTAVOS_OF_3_MILLION, rate: 22_500 }],
      dayTrade: flat(23_000),
      dayTradeInAuction: flat(23_000),
    },
    trading: byKind(0, 0, 0, 0),
  },
];

/** Costs that the broker does not charge: for textbook cases and for simulations without costs. */
export const NO_COSTS: CostTable = {
  from: '0000-01-01',
  source: 'no costs',
  settlement: byKind(0, 0, 0, 0),
  trading: byKind(0, 0, 0, 0),
};

/** The table in force on a trade date; null before the first one. Expects `tables` oldest first. */
export const costTableOn = (tables: readonly CostTable[], tradeDate: string): CostTable | null =>
  tables.findLast((table) => table.from <= tradeDate) ?? null;
