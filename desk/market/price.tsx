import { useEffect, useRef, type ReactElement } from 'react';
import { useDesk } from '../app/desk.ts';
import { useLanguage } from '../i18n/texts.ts';
import { directionOfPercent } from './use-quote.ts';

interface PriceProps {
  readonly value: string | null | undefined;
  readonly testId?: string;
}

/** A price that lights up for a moment when it rises or falls. Its width does not change with its digits. */
export function Price({ value, testId }: PriceProps): ReactElement {
  const { format } = useLanguage();
  const { clock } = useDesk().browser;
  const element = useRef<HTMLSpanElement>(null);
  const before = useRef(value);
  useEffect(() => {
    const last = before.current;
    const { current: shown } = element;
    before.current = value;
    if (!value || !last || value === last || !shown || prefersStillness()) return;
    shown.dataset['flash'] = Number(value) > Number(last) ? 'up' : 'down';
    const alarm = clock.after(FLASH_MS, () => delete shown.dataset['flash']);
    return () => {
      alarm.cancel();
      delete shown.dataset['flash'];
    };
  }, [value, clock]);
  return (
    <span className="price" ref={element} data-testid={testId}>
      {format.price(value)}
    </span>
  );
}

/** Light on and off is drawn twice; a light that fades would be drawn in each frame, and there are many prices. */
const FLASH_MS = 350;

const prefersStillness = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** A change in percent, green or red. */
export function Change({ percent }: { readonly percent: string | null | undefined }): ReactElement {
  const { format } = useLanguage();
  return <span className={`change is-${directionOfPercent(percent)}`}>{format.percent(percent)}</span>;
}
