import type { FeeSchedule } from './fees.ts';

/**
 * B3's fees of cash-market trades of individuals. Source: B3's published fee policies as summed up in the trade press;
 * the progressive tier above R$ 3 million a month (2.25 bps) needs the month's volume and comes with full settlement.
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
