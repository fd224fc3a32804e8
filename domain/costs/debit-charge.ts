import { scaleDown } from '../money/integer.ts';
import { RATE_UNIT } from './cost-table.ts';

/** Price of a debit balance for each trading day at whose end the account owes. Amounts in centavos. */
export interface DebitTable {
  /** First day (ISO) on which it applies. */
  readonly from: string;
  readonly source: string;
  /** Balances below it cost nothing. */
  readonly chargedFromCentavos: number;
  /** Charge of a balance below `ratedFromCentavos`. */
  readonly fixedCentavos: number;
  /** Balances from it on cost a part of them, in hundred-millionths. */
  readonly ratedFromCentavos: number;
  readonly rate: number;
}

/** NONE: the broker charges nothing. BROKERS: the dated table. RATE: a part of the balance, in hundred-millionths. */
export type DebitCharge =
  { readonly type: 'NONE' } | { readonly type: 'BROKERS' } | { readonly type: 'RATE'; readonly rate: number };

export const NO_DEBIT_CHARGE: DebitCharge = { type: 'NONE' };

/**
 * Oldest first; before the first one nothing is charged. No law sets the price: each broker has its own, and the large ones
 * have the same. It is a penalty and no loan, so it bears no IOF (reading of this project).
 */
const BROKERS_DEBIT_TABLES: readonly DebitTable[] = [
  {
    from: '2020-01-01',
    source:
      'XP until 2022-10-23: free up to R$ 200.00 (spacemoney.com.br, fdr.com.br); its first day is not known and taken as the start of 2020',
    chargedFromCentavos: 20_001,
    fixedCentavos: 990,
    ratedFromCentavos: 100_000,
    rate: 1_000_000,
  },
  {
    from: '2022-10-24',
    source:
      'XP from 2022-10-24 (spacemoney.com.br, fdr.com.br) and Toro (toroinvestimentos.com.br, custos): free up to R$ 49.99, R$ 9.90 a day up to R$ 999.99, then 1 % a day',
    chargedFromCentavos: 5_000,
    fixedCentavos: 990,
    ratedFromCentavos: 100_000,
    rate: 1_000_000,
  },
];

/** Charge for a balance that an account owes at the end of a trading day, cut off after the centavo. */
export function debitChargeOf(charge: DebitCharge, day: string, owedCentavos: number): number {
  switch (charge.type) {
    case 'NONE':
      return 0;
    case 'RATE':
      return scaleDown(owedCentavos, charge.rate, RATE_UNIT);
    case 'BROKERS': {
      const table = BROKERS_DEBIT_TABLES.findLast(({ from }) => from <= day);
      if (!table || owedCentavos < table.chargedFromCentavos) return 0;
      return owedCentavos < table.ratedFromCentavos
        ? table.fixedCentavos
        : scaleDown(owedCentavos, table.rate, RATE_UNIT);
    }
  }
}
