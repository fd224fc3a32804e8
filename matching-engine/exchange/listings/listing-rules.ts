import type { BookRules } from '../../core/book-rules.ts';
import { MAX_PRICE_TICKS, MAX_QUANTITY } from '../../core/codes.ts';
import type { DefineInstrument } from '../commands.ts';
import { meanOf, type Volumes } from './volumes.ts';
import { groupOf, type ExchangeState, type Listing } from '../state.ts';

/** Gives the listing's book the rules that follow from its instrument and group now. */
export const updateRules = (state: ExchangeState, listing: Listing): void =>
  listing.book.setRules(rulesOf(state, listing.facts, listing.volumes));

/** Rules of an instrument's book: the instrument's own figures, and its group's where it has none. */
export function rulesOf(state: ExchangeState, facts: DefineInstrument, volumes: Volumes): BookRules {
  const { priceBand, tickCentavos } = facts;
  const { auctions } = groupOf(state, facts.group).protections;
  return {
    isActive: facts.status === 'ACTIVE',
    // rule TWIN_BOOK_LOTS
    lotSize: facts.lotSize,
    maxOrderQuantity: Math.min(facts.maxOrderQuantity, MAX_QUANTITY),
    // rule REJECTION_TUNNEL
    lowestTicks: priceBand ? Math.max(1, Math.ceil(priceBand.lowCentavos / tickCentavos)) : 1,
    highestTicks: priceBand
      ? Math.min(MAX_PRICE_TICKS, Math.floor(priceBand.highCentavos / tickCentavos))
      : MAX_PRICE_TICKS,
    tunnels: {
      staticPpm: facts.tunnels?.staticPpm ?? auctions.staticPpm,
      dynamicPpm: facts.tunnels?.dynamicPpm ?? auctions.dynamicPpm,
      priceCallMs: auctions.priceCallMs,
      meanQuantity: facts.meanQuantity ?? meanOf(volumes, auctions.meanSessions),
      quantitySteps: auctions.quantitySteps,
    },
  };
}
