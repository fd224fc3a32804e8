import type { ReactElement, ReactNode } from 'react';
import { countdown } from '../app/market-time/market-clock.ts';
import { useMarketNow } from '../app/market-time/use-market.ts';
import { useLanguage } from '../i18n/texts.ts';
import type { Quote } from '../market/quote-board.ts';
import { useQuote } from '../market/use-quote.ts';
import type { Instrument } from '../ticker/instrument.ts';
import { phaseEndOf } from '../ticker/phase-end.ts';

interface PhaseNoteProps {
  readonly ticker: string;
  readonly status: Instrument['status'] | undefined;
  /** A refusal says which orders the phase takes: the note has the rest. */
  readonly isRefused: boolean;
}

/**
 * Shows which orders the exchange takes now, outside of continuous trading: none of an instrument that is not traded; in an auction
 * its price so far.
 */
export function PhaseNote({ ticker, status, isRefused }: PhaseNoteProps): ReactElement | null {
  const quote = useQuote(ticker);
  const { texts, format } = useLanguage();
  if (status === 'DELISTED' || status === 'SUSPENDED')
    return <Note kind={status.toLowerCase()}>{texts.orders.untraded[status]}</Note>;
  if (quote === undefined || quote.phase === 'CONTINUOUS') return null;
  const { phase, phaseCause, theoreticalPrice, theoreticalQuantity } = quote;
  const { phaseNotes, phaseCauses, theoretical } = texts.trading;
  return (
    <Note kind={phase.toLowerCase()} below={<PhaseEndNote quote={quote} />}>
      {!isRefused && phaseNotes[phase]} {phaseCauses[phaseCause]}
      {theoreticalPrice !== null && (
        <b>{theoretical(format.price(theoreticalPrice), format.quantity(theoreticalQuantity))}</b>
      )}
    </Note>
  );
}

/** The earliest end of the phase. A timer, which screen readers do not read out at each second. */
function PhaseEndNote({ quote }: { readonly quote: Quote }): ReactElement | null {
  const { texts, format } = useLanguage();
  const end = phaseEndOf(quote, useMarketNow());
  if (!end) return null;
  const { endsAt, haltedUntil, endsAnyMoment } = texts.trading;
  const textOf = quote.phase === 'HALTED' ? haltedUntil : endsAt;
  return (
    <p role="timer">{end.restMs > 0 ? textOf(format.time(end.at), countdown(end.restMs)) : endsAnyMoment}</p>
  );
}

interface NoteProps {
  readonly kind: string;
  readonly children: ReactNode;
  readonly below?: ReactNode;
}

const Note = ({ kind, children, below }: NoteProps): ReactElement => (
  <div className={`phase-note is-${kind}`} data-testid="ticket-phase">
    <p role="status">{children}</p>
    {below}
  </div>
);
