import type { Trade } from '#domain/notes/trade.ts';
import type { TradeResult } from '#domain/positions/day-results.ts';
import type { EarnedKind } from '#domain/taxes/tax-rules.ts';

/** Result of a sale, or of a capital return beyond the cost. */
export interface EarnedResult extends Omit<TradeResult, 'kind' | 'trade'> {
  readonly kind: EarnedKind;
  readonly trade: Pick<Trade, 'asset' | 'kind'>;
}
