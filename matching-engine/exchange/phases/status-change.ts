import type { AssetStatus } from '#domain/market/instrument.ts';
import type { Listing } from '../state.ts';
import type { CommandContext } from '../command-context.ts';
import { enterTargetPhase, resumeTrading } from './halts.ts';

/** Applies a new status of an instrument: suspension halts it, readmission resumes it as after any halt. */
export function applyStatusChange(context: CommandContext, listing: Listing, before: AssetStatus): void {
  if (listing.facts.status === 'SUSPENDED') {
    if (listing.own?.phase !== 'HALTED') listing.own = null;
    enterTargetPhase(context, listing);
  } else if (before === 'SUSPENDED') {
    if (listing.own === null) resumeTrading(context, listing, 'HALT');
    else enterTargetPhase(context, listing);
  }
}
