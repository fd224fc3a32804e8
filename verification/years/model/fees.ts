import { total } from './facts.ts';

/** Traded amounts of a note by kind, in centavos. */
export interface Traded {
  readonly held: bigint;
  readonly heldInAuction: bigint;
  readonly dayTraded: bigint;
}

/** Mean amounts a day of a person, in centavos: of all trades, and of day trades. */
export interface Means {
  readonly all: bigint;
  readonly dayTrades: bigint;
}

/** Begin of a band in thousands of reais, and its rate in hundred-millionths. */
type Bands = readonly (readonly [above: number, rate: number])[];

const ONE: Bands = [[0, 5_000]];
const AUCTION: Bands = [[0, 7_000]];
const HELD_SETTLEMENT: Bands = [
  [0, 22_400],
  [3_000, 16_150],
];
const HELD_TRADING: Bands = [
  [0, 5_000],
  [3_000, 3_750],
];
/** Until July 2025 the day trades of the day decide the rate of all of them. */
const OLD_DAY_TRADES: Bands = [
  [0, 18_000],
  [1_000, 17_500],
  [5_000, 16_000],
  [10_000, 15_000],
  [40_000, 13_500],
  [150_000, 12_500],
  [300_000, 11_000],
  [700_000, 9_500],
  [1_000_000, 8_500],
  [2_000_000, 7_500],
  [3_000_000, 7_000],
  [4_000_000, 6_000],
];
const DAY_TRADE_LIMITS = [0, 200, 3_000, 4_500, 10_000, 30_000, 140_000, 200_000, 300_000, 400_000, 750_000];
const [DAY_TRADE_SETTLEMENT, DAY_TRADE_TRADING] = [
  [18_000, 17_220, 15_650, 14_870, 14_710, 13_540, 11_740, 11_580, 10_570, 10_170, 9_000],
  [5_000, 4_780, 4_350, 4_130, 4_090, 3_760, 3_260, 3_220, 2_930, 2_830, 2_500],
].map((rates): Bands => DAY_TRADE_LIMITS.map((above, index) => [above, rates[index] ?? 0])) as [Bands, Bands];

const CENTAVOS_PER_THOUSAND = 100_000n;

/** A rate as a fraction of hundred-millionths. */
type Rate = readonly [top: bigint, bottom: bigint];

/** The mean rate of a volume, each slice of which has the rate of its band. */
function slicedRate(bands: Bands, volume: bigint): Rate {
  let [paid, left] = [0n, volume];
  for (const [above, rate] of [...bands].reverse()) {
    const begin = BigInt(above) * CENTAVOS_PER_THOUSAND;
    if (left <= begin) continue;
    paid += (left - begin) * BigInt(rate);
    left = begin;
  }
  const isFirstBand = bands.length === 1 || volume <= BigInt(bands[1]?.[0] ?? 0) * CENTAVOS_PER_THOUSAND;
  return isFirstBand ? [BigInt(bands[0]?.[1] ?? 0), 1n] : [paid, volume];
}

/** The rate of the last band that a volume reaches. */
function reachedRate(bands: Bands, volume: bigint): Rate {
  let reached = bands[0]?.[1] ?? 0;
  for (const [above, rate] of bands) if (volume > BigInt(above) * CENTAVOS_PER_THOUSAND) reached = rate;
  return [BigInt(reached), 1n];
}

/** Amounts of equal rates are added up; each product is cut off. */
function feeOf(parts: readonly (readonly [amount: bigint, rate: Rate])[]): bigint {
  const sums = new Map<string, { rate: Rate; amount: bigint }>();
  for (const [amount, rate] of parts) {
    const sum = sums.get(rate.join('/')) ?? { rate, amount: 0n };
    sums.set(rate.join('/'), sum);
    sum.amount += amount;
  }
  return total([...sums.values()].map(({ rate: [top, bottom], amount }) => (amount * top) / (bottom * RATE)));
}

/** Hundred-millionths of the amount. */
const RATE = 100_000_000n;

/** Fees from February 2021 on. Since August 2025 a person's last month decides the bands. */
export function feesOf(
  day: string,
  { held, heldInAuction, dayTraded }: Traded,
  { all, dayTrades }: Means,
): { settlement: bigint; trading: bigint } {
  const holding = held + heldInAuction;
  if (day < '2025-08-01')
    return {
      settlement: feeOf([
        [holding, [25_000n, 1n]],
        [dayTraded, reachedRate(OLD_DAY_TRADES, dayTraded)],
      ]),
      trading: feeOf([
        [held + dayTraded, slicedRate(ONE, 0n)],
        [heldInAuction, slicedRate(AUCTION, 0n)],
      ]),
    };
  const clearing = feeOf([
    [holding, slicedRate(HELD_SETTLEMENT, all)],
    [dayTraded, slicedRate(DAY_TRADE_SETTLEMENT, dayTrades)],
  ]);
  return {
    settlement: clearing + (holding * 2_600n) / RATE,
    trading: feeOf([
      [held, slicedRate(HELD_TRADING, all)],
      [heldInAuction, slicedRate(AUCTION, 0n)],
      [dayTraded, slicedRate(DAY_TRADE_TRADING, dayTrades)],
    ]),
  };
}

/** The volumes of a person, and the means that decide the fees of a month. */
export function createVolumes(isTradingDay: (day: string) => boolean) {
  const volumes: { day: string; traded: bigint; dayTraded: bigint }[] = [];
  return {
    add: (day: string, { traded, dayTraded }: { traded: bigint; dayTraded: bigint }): void =>
      void volumes.push({ day, traded, dayTraded }),
    /** From the last trading day of the month before last to the last but one of the last month. */
    before: (day: string): Means => {
      const back = (from: string): string => {
        let before = moved(from, -1);
        while (!isTradingDay(before)) before = moved(before, -1);
        return before;
      };
      const month = `${day.slice(0, 7)}-01`;
      const last = back(back(month));
      const first = back(`${moved(month, -1).slice(0, 7)}-01`);
      let days = 0n;
      for (let one = first; one <= last; one = moved(one, 1)) if (isTradingDay(one)) days += 1n;
      const inside = volumes.filter((volume) => volume.day >= first && volume.day <= last);
      return {
        all: total(inside.map(({ traded }) => traded)) / days,
        dayTrades: total(inside.map(({ dayTraded }) => dayTraded)) / days,
      };
    },
  };
}

const moved = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
