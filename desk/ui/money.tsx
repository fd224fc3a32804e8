import type { ReactElement } from 'react';
import { useLanguage } from '../i18n/texts.ts';

interface MoneyProps {
  readonly value: string | null | undefined;
  /** A profit or a loss, with its sign. */
  readonly isGain?: boolean;
}

/** A sum in a table: exact, and brief on a phone where it has more digits than a column has room for. */
export function Money({ value, isGain = false }: MoneyProps): ReactElement {
  const { format } = useLanguage();
  const exact = isGain ? format.gain(value) : format.money(value);
  const brief = format.moneyBrief(value, isGain);
  if (brief === null) return <>{exact}</>;
  return (
    <>
      <span className="is-exact">{exact}</span>
      <span className="is-brief" title={exact}>
        {brief}
      </span>
    </>
  );
}
