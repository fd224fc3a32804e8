import { UnreadableMessage } from '#contracts/codec.ts';
import { engineMarketDataCodec, type EngineMarketData } from '#contracts/messages/engine-market-data.ts';
import type { Phase } from '#domain/market/phase.ts';
import { multiply } from '#domain/money/integer.ts';
import type { Log } from '#platform/observability/log.ts';

/** The market data that participants react to: phases and auction prices. Prices in centavos. */
export type MarketNews =
  | {
      readonly type: 'PHASE';
      readonly ticker: string;
      readonly phase: Phase;
      /** Trade date of the session. */
      readonly tradeDate: string;
    }
  | { readonly type: 'AUCTION_TRADE'; readonly ticker: string; readonly priceCentavos: number };

/** Texts that mark a relevant message. All other messages, which are the most, are skipped without parsing. */
const NEWS_MARKERS = ['"PHASE_CHANGED"', '"BOOK_SNAPSHOT"', '"aggressor":null'];

/** Extracts the news from a market data message; logs and skips an unreadable one. */
export function newsIn(value: Uint8Array, log: Log): MarketNews[] {
  const text = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (!NEWS_MARKERS.some((marker) => text.includes(marker))) return [];
  const message = engineMarketDataCodec.read(value);
  if (!(message instanceof UnreadableMessage)) return newsOf(message);
  log.error({ reason: message.message }, 'skipped unreadable market data');
  return [];
}

/** The news of a market data message; none for most messages. */
export function newsOf(message: EngineMarketData): MarketNews[] {
  const { ticker, tradeDate, type } = message;
  if (type === 'PHASE_CHANGED' || type === 'BOOK_SNAPSHOT')
    return [{ type: 'PHASE', ticker, phase: message.phase, tradeDate }];
  if (type !== 'TRADE' || message.aggressor !== null) return [];
  const priceCentavos = multiply(message.priceTicks, message.tickCentavos);
  return [{ type: 'AUCTION_TRADE', ticker, priceCentavos }];
}
