import { useCallback, useRef, useState, type ReactElement, type RefObject } from 'react';
import { useDesk } from '../app/desk.ts';
import { useLanguage } from '../i18n/texts.ts';
import { outsideOf, type Outside } from './outside.ts';
import type { PriceMark } from './marks.ts';
import type { PriceChart } from './price-chart.ts';

const NOTHING_OUTSIDE: Outside<PriceMark> = { above: null, below: null };

/** The lines that are out of view, and how to look again once the chart has drawn its next frame. */
export function useOutside(chart: RefObject<PriceChart | null>, lines: readonly PriceMark[]) {
  const { browser } = useDesk();
  const [outside, setOutside] = useState(NOTHING_OUTSIDE);
  const present = useRef(lines);
  present.current = lines;
  const isDue = useRef(false);
  const look = useCallback((): void => {
    if (isDue.current) return;
    isDue.current = true;
    browser.beforePaint(() => {
      isDue.current = false;
      const range = chart.current?.range() ?? null;
      chart.current?.nameWithin(range);
      const next = range ? outsideOf(present.current, range) : NOTHING_OUTSIDE;
      setOutside((before) => (isSameOutside(before, next) ? before : next));
    });
  }, [browser, chart]);
  return { outside, look };
}

const isSameOutside = (one: Outside<PriceMark>, other: Outside<PriceMark>): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** Names the lines out of view at the edge behind which they lie. */
export function OutsideMarks({ outside }: { readonly outside: Outside<PriceMark> }): ReactElement {
  const { texts, format } = useLanguage();
  return (
    <>
      {(['above', 'below'] as const).map((edge) => {
        const beyond = outside[edge];
        if (!beyond) return null;
        const { nearest, more } = beyond;
        return (
          <p
            key={edge}
            className={`chart-outside is-${edge} is-${nearest.color}-text`}
            data-testid="chart-outside"
          >
            {edge === 'above' ? '▲' : '▼'} {nearest.title} · {format.price(nearest.price)}
            {more > 0 && ` ${texts.ticker.andMore(more)}`}
          </p>
        );
      })}
    </>
  );
}
