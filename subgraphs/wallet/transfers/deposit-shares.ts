import { depositRoom } from '#domain/ledger/deposit-room.ts';
import { ownedOf } from '#domain/ledger/holding.ts';
import {
  MAX_DEPOSITED_AVERAGE_BILLIONTHS,
  MAX_SHARES_COST_CENTAVOS,
  MAX_OWNED_SHARES,
} from '#domain/ledger/limits.ts';
import { costAtAverage } from '#domain/ledger/position.ts';
import { custodyTransfer } from '#domain/ledger/transfers.ts';
import { decimalToInteger, parseDecimal } from '#domain/money/decimal.ts';
import { formatCentavos, parseAmountCentavos } from '#domain/money/money.ts';
import { BILLIONTHS_PER_CENTAVO } from '#domain/positions/position.ts';
import { accept, deny, refuse, type Outcome } from '#domain/refusal.ts';
import { openDayOf } from '../store/unit-of-work.ts';
import {
  perform,
  type TransferReceipt,
  type TransferRequest,
  type TransferServices,
} from './client-transfers.ts';

/** Decimal places of an average price, as the graph shows it. */
const AVERAGE_PLACES = 4;

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
  return perform(services, request, { content, rows }, ({ book, closedDay }, post, { time }) => {
    if (!instrument) return deny(refuse('UNKNOWN_TICKER', { field: 'ticker', observed: ticker }));
    const maxQuantity = MAX_OWNED_SHARES - ownedOf(book.holding(asset));
    if (quantity <= 0 || quantity > maxQuantity) {
      const limit = `1 to ${Math.max(0, maxQuantity)}`;
      return deny(refuse('QUANTITY_LIMIT', { field: 'quantity', limit, observed: String(quantity) }));
    }
    const isTooDear = cost !== null && cost > BigInt(quantity) * MAX_DEPOSITED_AVERAGE_BILLIONTHS;
    const observed = `averagePrice ${averagePrice ?? 'none'}, totalCost ${totalCost ?? 'none'}`;
    const field = totalCost === null ? 'averagePrice' : 'totalCost';
    if (cost === null || isTooDear) {
      const form = totalCost === null ? 'with at most four places' : 'in whole centavos';
      const limit = `positive, ${form}, and a cost of at most R$ 1 million a share; either averagePrice or totalCost`;
      return deny(refuse('INVALID_AMOUNT', { field, limit, observed }));
    }
    const room = depositRoom(book).costCentavos;
    if (cost > BigInt(room) * BILLIONTHS_PER_CENTAVO) {
      const limit = `a cost of at most ${formatCentavos(room)}`;
      return deny(refuse('INVALID_AMOUNT', { message: beyondCeiling(room), field, limit, observed }));
    }
    // A day that has its note stays as it is.
    const day = openDayOf(closedDay, time);
    return accept(post(custodyTransfer(book.accountId, asset, { day, quantity, costBillionths: cost })));
  });
}

/** The message of INVALID_AMOUNT for shares whose cost is beyond the room of the account. */
const beyondCeiling = (maxCentavos: number): string =>
  `The shares of an account cost at most ${formatCentavos(MAX_SHARES_COST_CENTAVOS)} with the losses of sold ones, so shares of at most ${formatCentavos(maxCentavos)} more may be deposited.`;

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
