import { ownedOf } from '#domain/ledger/holding.ts';
import {
  MAX_ACCOUNT_CENTAVOS,
  MAX_DEPOSITED_AVERAGE_BILLIONTHS,
  MAX_OWNED_SHARES,
} from '#domain/ledger/limits.ts';
import { costAtAverage } from '#domain/ledger/position.ts';
import { custodyTransfer } from '#domain/ledger/transfers.ts';
import { decimalToInteger, parseDecimal } from '#domain/money/decimal.ts';
import { parseAmountCentavos } from '#domain/money/money.ts';
import { BILLIONTHS_PER_CENTAVO } from '#domain/positions/position.ts';
import { accept, deny, refuse, type Outcome } from '#domain/refusal.ts';
import { openDayOf } from '../store/store.ts';
import {
  perform,
  type TransferReceipt,
  type TransferRequest,
  type TransferServices,
} from './client-transfers.ts';

/** Decimal places of an average price, as the graph shows it. */
const AVERAGE_PLACES = 4;
const MAX_COST_BILLIONTHS = BigInt(MAX_ACCOUNT_CENTAVOS) * BILLIONTHS_PER_CENTAVO;

export interface DepositSharesRequest extends TransferRequest {
  readonly ticker: string;
  readonly quantity: number;
  /** Cost there: exactly one of both is given. */
  readonly averagePrice: string | null;
  readonly totalCost: string | null;
}

/** Deposits shares from another custodian, with their average price or their whole cost there. */
export async function depositShares(
  services: TransferServices,
  request: DepositSharesRequest,
): Promise<Outcome<TransferReceipt>> {
  const { ticker, quantity, averagePrice, totalCost } = request;
  const [instrument] = await services.assets.instruments({ tickers: [ticker] });
  const asset = instrument?.custodyTicker ?? ticker;
  const cost = costOf(request);
  const content = `CUSTODY_TRANSFER ${asset} ${quantity} ${cost}`;
  const rows = { assets: [asset], positions: true } as const;
  return perform(services, request, content, rows, ({ book, closedDay }, post, { time }) => {
    if (!instrument) return deny(refuse('UNKNOWN_TICKER', { field: 'ticker', observed: ticker }));
    const maxQuantity = MAX_OWNED_SHARES - ownedOf(book.holding(asset));
    if (quantity <= 0 || quantity > maxQuantity) {
      const limit = `1 to ${Math.max(0, maxQuantity)}`;
      return deny(refuse('QUANTITY_LIMIT', { field: 'quantity', limit, observed: String(quantity) }));
    }
    const maxCost = MAX_COST_BILLIONTHS - (book.position(asset)?.costBillionths ?? 0n);
    const isTooDear = cost !== null && cost > BigInt(quantity) * MAX_DEPOSITED_AVERAGE_BILLIONTHS;
    if (cost === null || isTooDear || cost > maxCost) {
      const field = totalCost === null ? 'averagePrice' : 'totalCost';
      const form = totalCost === null ? 'with at most four places' : 'in whole centavos';
      return deny(
        refuse('INVALID_AMOUNT', {
          field,
          limit: `positive, ${form}, and a cost of at most R$ 1 million a share, R$ 40 trillion in all; either averagePrice or totalCost`,
          observed: `averagePrice ${averagePrice ?? 'none'}, totalCost ${totalCost ?? 'none'}`,
        }),
      );
    }
    // A day that has its note stays as it is.
    const day = openDayOf(closedDay, time);
    return accept(post(custodyTransfer(book.accountId, asset, { day, quantity, costBillionths: cost })));
  });
}

/** The cost in billionths of a real; null when neither or both are given, or the one is no valid amount. */
function costOf({ quantity, averagePrice, totalCost }: DepositSharesRequest): bigint | null {
  if ((averagePrice === null) === (totalCost === null)) return null;
  if (totalCost !== null) {
    const centavos = parseAmountCentavos(totalCost);
    return centavos === null ? null : BigInt(centavos) * BILLIONTHS_PER_CENTAVO;
  }
  const decimal = averagePrice === null ? null : parseDecimal(averagePrice);
  const average = decimal && decimalToInteger(decimal, AVERAGE_PLACES);
  return average === null || average <= 0 ? null : costAtAverage(quantity, average);
}
