import type { ReactElement, ReactNode } from 'react';
import { useLanguage } from '../i18n/texts.ts';
import { useQuote } from '../market/use-quote.ts';
import type { Instrument } from '../ticker/instrument.ts';

interface PhaseNoteProps {
  readonly ticker: string;
  readonly status: Instrument['status'] | undefined;
}

/** Shows which orders the exchange takes now, outside of continuous trading; in an auction its price so far. */
export function PhaseNote({ ticker, status }: PhaseNoteProps): ReactElement | null {
  const quote = useQuote(ticker);
  const { texts, format } = useLanguage();
  if (status === 'DELISTED') return <Note kind="halted">{texts.ticker.delisted}</Note>;
  if (status === 'SUSPENDED') return <Note kind="halted">{texts.ticker.suspended}</Note>;
  if (quote === undefined || quote.phase === 'CONTINUOUS') return null;
  const { phase, theoreticalPrice, theoreticalQuantity } = quote;
  const { phaseNotes, theoretical } = texts.trading;
  return (
    <Note kind={phase.toLowerCase()}>
      {phaseNotes[phase]}
      {theoreticalPrice !== null && (
        <b>{theoretical(format.price(theoreticalPrice), format.quantity(theoreticalQuantity))}</b>
      )}
    </Note>
  );
}

interface NoteProps {
  readonly kind: string;
  readonly children: ReactNode;
}

const Note = ({ kind, children }: NoteProps): ReactElement => (
  <p className={`phase-note is-${kind}`} data-testid="ticket-phase" role="status">
    {children}
  </p>
);
