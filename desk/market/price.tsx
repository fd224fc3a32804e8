import { useEffect, useRef, type ReactElement } from 'react';
import { useLanguage } from '../i18n/texts.ts';
import { directionOf } from './use-quote.ts';

interface PriceProps {
  readonly value: string | null | undefined;
  readonly testId?: string;
}

/** A price that lights up for a moment when it rises or falls. Its width does not change with its digits. */
export function Price({ value, testId }: PriceProps): ReactElement {
  const { format } = useLanguage();
  const element = useRef<HTMLSpanElement>(null);
  const before = useRef(value);
  useEffect(() => {
    const last = before.current;
    before.current = value;
    if (!value || !last || value === last || prefersStillness()) return;
    const isRise = Number(value) > Number(last);
    element.current?.animate(
      { backgroundColor: [isRise ? 'var(--up-flash)' : 'var(--down-flash)', 'transparent'] },
      { duration: FLASH_MS, easing: 'ease-out' },
    );
  }, [value]);
  return (
    <span className="price" ref={element} data-testid={testId}>
      {format.price(value)}
    </span>
  );
}

const FLASH_MS = 700;

const prefersStillness = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** A change in percent, green or red. */
export function Change({ percent }: { readonly percent: string | null | undefined }): ReactElement {
  const { format } = useLanguage();
  return <span className={`change is-${directionOf(percent)}`}>{format.percent(percent)}</span>;
}
