import { BILLIONTHS_PER_CENTAVO } from '../positions/position.ts';
import type { AccountBook } from './account-book.ts';
import { ownedOf } from './holding.ts';
import { CASH } from './leg.ts';
import { MAX_ACCOUNT_CENTAVOS, MAX_SHARES_COST_CENTAVOS } from './limits.ts';

/** Amounts that deposits may still bring, in centavos. */
export interface DepositRoom {
  readonly cashCentavos: number;
  /** Cost of shares. */
  readonly costCentavos: number;
}

/**
 * The room of an account for deposits. Losses count, because deposits that are lost and made again would let the sum of a year grow
 * without end. The book needs all positions of the account.
 */
export function depositRoom(book: Pick<AccountBook, 'holding' | 'positions'>): DepositRoom {
  let spent = 0n;
  for (const { costBillionths, realizedCentavos } of book.positions().values()) {
    spent += (costBillionths + BILLIONTHS_PER_CENTAVO - 1n) / BILLIONTHS_PER_CENTAVO;
    if (realizedCentavos < 0) spent -= BigInt(realizedCentavos);
  }
  const cash = BigInt(MAX_ACCOUNT_CENTAVOS) - spent - BigInt(ownedOf(book.holding(CASH)));
  const cost = BigInt(MAX_SHARES_COST_CENTAVOS) - spent;
  return { cashCentavos: fromZero(cash), costCentavos: fromZero(cash < cost ? cash : cost) };
}

const fromZero = (room: bigint): number => (room < 0n ? 0 : Number(room));
