import { divideHalfUp, safe } from '../money/integer.ts';

/** A slice of a gain, and its rate in thousandths. */
interface GainBand {
  readonly aboveCentavos: number;
  readonly rate: number;
}

/** Income tax of individuals on capital gains outside the exchange, in force from a month on. */
interface CapitalGainRules {
  readonly from: string;
  readonly source: string;
  readonly bands: readonly GainBand[];
}

const MILLION_REAIS = 100_000_000;

/** Oldest first. */
const CAPITAL_GAIN_RULES: readonly CapitalGainRules[] = [
  {
    from: '1995-01',
    source: 'Lei 8.981/1995 art. 21: 15 %',
    bands: [{ aboveCentavos: 0, rate: 150 }],
  },
  {
    from: '2017-01',
    source: 'Lei 13.259/2016 art. 1: 15 % to R$ 5 million, 17.5 % to 10, 20 % to 30, then 22.5 %',
    bands: [
      { aboveCentavos: 0, rate: 150 },
      { aboveCentavos: 5 * MILLION_REAIS, rate: 175 },
      { aboveCentavos: 10 * MILLION_REAIS, rate: 200 },
      { aboveCentavos: 30 * MILLION_REAIS, rate: 225 },
    ],
  },
];

/** Rate of the first slice of a gain, in every year. */
export const LOWEST_CAPITAL_GAIN_PERCENT = 15;

/**
 * Tax on a month's capital gains, rounded half up. Capital that a company pays back beyond the cost of the shares is one: nobody
 * sold anything at the exchange, so neither its pools nor its exemption apply, and it is paid apart (DARF 4600, GCAP). Source:
 * Lei 7.713/1988 art. 3 and Lei 9.249/1995 art. 22.
 *
 * @param month such as `2026-03`
 */
export function capitalGainTax(month: string, gainCentavos: number): number {
  const rules = CAPITAL_GAIN_RULES.findLast(({ from }) => from <= month);
  if (!rules) throw new RangeError(`no rules for capital gains cover ${month}`);
  let thousandths = 0n;
  for (const [index, { aboveCentavos, rate }] of rules.bands.entries()) {
    const end = Math.min(gainCentavos, rules.bands[index + 1]?.aboveCentavos ?? gainCentavos);
    if (end > aboveCentavos) thousandths += BigInt(end - aboveCentavos) * BigInt(rate);
  }
  return safe(Number(divideHalfUp(thousandths, 1_000n)));
}
