import type { ReactElement } from 'react';
import { useLanguage } from '../i18n/texts.ts';

/** Bought or sold, in its colour. */
export function SideText({ side }: { readonly side: 'BUY' | 'SELL' }): ReactElement {
  const { trading } = useLanguage().texts;
  return (
    <span className={side === 'BUY' ? 'is-up-text' : 'is-down-text'}>
      {side === 'BUY' ? trading.bought : trading.sold}
    </span>
  );
}
