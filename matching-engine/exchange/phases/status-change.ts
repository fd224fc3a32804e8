import type { AssetStatus } from '#domain/market/instrument.ts';
import type { Listing } from '../state.ts';
import type { Turn } from '../command-context.ts';
import { goWhereItBelongs, resumeTrading } from './halts.ts';

/** An instrument was suspended, which halts it, or admitted again, which ends the halt as that of any other. */
export function followStatus(turn: Turn, listing: Listing, before: AssetStatus): void {
  if (listing.facts.status === 'SUSPENDED') {
    if (listing.own?.phase !== 'HALTED') listing.own = null;
    goWhereItBelongs(turn, listing);
  } else if (before === 'SUSPENDED') {
    if (listing.own === null) resumeTrading(turn, listing, 'HALT');
    else goWhereItBelongs(turn, listing);
  }
}
