import type { AssetStatus } from '#domain/market/instrument.ts';
import type { Listing } from '../state.ts';
import type { CommandContext } from '../command-context.ts';
import { enterTargetPhase, resumeTrading } from './halts.ts';

/** An instrument was suspended, which halts it, or admitted again, which ends the halt as that of any other. */
export function applyStatusChange(context: CommandContext, listing: Listing, before: AssetStatus): void {
  if (listing.facts.status === 'SUSPENDED') {
    if (listing.own?.phase !== 'HALTED') listing.own = null;
    enterTargetPhase(context, listing);
  } else if (before === 'SUSPENDED') {
    if (listing.own === null) resumeTrading(context, listing, 'HALT');
    else enterTargetPhase(context, listing);
  }
}
