import { UnreadableMessage } from '#contracts/codec.ts';
import { engineMarketDataCodec } from '#contracts/messages/engine-market-data.ts';
import type { Phase } from '#domain/market/phase.ts';
import { multiply } from '#domain/money/integer.ts';
import type { Log } from '#platform/observability/log.ts';

/** What participants want to know of a ticker, of all that the exchange tells. Prices in centavos. */
export type MarketNews =
  | {
      readonly type: 'PHASE';
      readonly ticker: string;
      readonly phase: Phase;
      /** The session's day. */
      readonly tradeDate: string;
    }
  | { readonly type: 'AUCTION_TRADE'; readonly ticker: string; readonly priceCentavos: number };

/** Part of every message that may be news; what has none of them is not even parsed, for it is nearly everything. */
const SIGNS = ['"PHASE_CHANGED"', '"BOOK_SNAPSHOT"', '"aggressor":null'];

/** The news in a message of the exchange; none in one that cannot be read. */
export function newsIn(value: Uint8Array, log: Log): MarketNews[] {
  const text = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (!SIGNS.some((sign) => text.includes(sign))) return [];
  try {
    return newsOf(value);
  } catch (error) {
    if (!(error instanceof UnreadableMessage)) throw error;
    log.error({ reason: error.message }, 'skipped unreadable market data');
    return [];
  }
}

function newsOf(value: Uint8Array): MarketNews[] {
  const message = engineMarketDataCodec.decode(value);
  const { ticker, tradeDate, type } = message;
  if (type === 'PHASE_CHANGED' || type === 'BOOK_SNAPSHOT')
    return [{ type: 'PHASE', ticker, phase: message.phase, tradeDate }];
  if (type !== 'TRADE' || message.aggressor !== null) return [];
  const priceCentavos = multiply(message.priceTicks, message.tickCentavos);
  return [{ type: 'AUCTION_TRADE', ticker, priceCentavos }];
}
