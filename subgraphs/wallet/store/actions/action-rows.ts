import type { CorporateActionKind, DeclaredAction } from '#domain/corporate-actions/declared-action.ts';
import type { CorporateActionModel } from '../../generated/prisma/models.ts';

/** Reads the terms of an action from its row. */
export function toAction(row: CorporateActionModel): DeclaredAction {
  const { id, ticker, recordDate, exDate, paysOn, approvedOn, amountPerShare, factor, pricePerShare } = row;
  const { fractionsPaidOn, fractionPrice, version } = row;
  const { rightTicker, receiptTicker, rightsTradeFrom, rightsTradeUntil, exercisesUntil } = row;
  const hasSale = fractionsPaidOn !== null && fractionPrice !== null;
  const hasRights = rightTicker !== null && receiptTicker !== null && exercisesUntil !== null;
  return {
    ...{ id, ticker, recordDate, exDate, paysOn, approvedOn, amountPerShare, factor, pricePerShare, version },
    kind: row.kind as CorporateActionKind,
    rights: hasRights
      ? {
          ...{ ticker: rightTicker, receiptTicker, exercisesUntil },
          ...{ tradesFrom: rightsTradeFrom, tradesUntil: rightsTradeUntil },
        }
      : null,
    fractionSale: hasSale ? { paysOn: fractionsPaidOn, price: fractionPrice } : null,
  };
}
