import type { FeeSchedule } from './fees.ts';

/**
 * B3's fees for cash-market trades of individuals, oldest first. Source: B3's fee policies as summarised in the trade
 * press. Not modelled: the tier above R$ 3 million a month (2.25 bps), which depends on the volume of the month.
 */
export const B3_CASH_FEES: readonly FeeSchedule[] = [
  {
    from: '2021-02-02',
    source: 'B3 cash equities fees, Feb 2021 to Jul 2025: 0.0050 % trading, 0.0250 % settlement',
    components: [
      { name: 'TRADING', ratePpm: 50 },
      { name: 'SETTLEMENT', ratePpm: 250 },
    ],
  },
  {
    from: '2025-08-01',
    source: 'B3 cash equities fees from 1 Aug 2025: 2.30 bps up to R$ 3 million a month',
    components: [{ name: 'TRADING_AND_SETTLEMENT', ratePpm: 230 }],
  },
];
