import type { ReactElement } from 'react';
import { useLanguage } from '../i18n/texts.ts';
import type { Instrument } from './instrument.ts';

const SHOWN = 8;

/** Dividends, splits and other corporate actions, the newest first; closed until the user opens it. */
export function CorporateActions({ instrument }: { readonly instrument: Instrument }): ReactElement | null {
  const { texts, format } = useLanguage();
  const actions = [...(instrument.corporateActions ?? [])].reverse().slice(0, SHOWN);
  if (actions.length === 0) return null;
  return (
    <details className="corporate-actions">
      <summary>{texts.ticker.corporateActions}</summary>
      <ul>
        {actions.map(({ id, kind, recordDate, exDate, paysOn, amountPerShare, factor }) => (
          <li key={id}>
            <b>{texts.ticker.actionKinds[kind]}</b>{' '}
            {amountPerShare === null ? (factor ?? '') : format.money(amountPerShare)}{' '}
            <span className="name">
              {texts.ticker.record(format.day(recordDate))} · {texts.ticker.ex(format.day(exDate))}
              {paysOn !== null && ` · ${texts.ticker.pays(format.day(paysOn))}`}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
