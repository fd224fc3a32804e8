import './chart.css';
import { useCallback, useEffect, useMemo, useRef, useState, type ReactElement, type RefObject } from 'react';
import { useDesk } from '../app/desk.ts';
import { useLanguage } from '../i18n/texts.ts';
import { useQuote } from '../market/use-quote.ts';
import type { AccountState } from '../orders/account-streams.ts';
import { usePart, useStore } from '../state/store.ts';
import type { Preferences } from '../state/preferences.ts';
import { Loading } from '../ui/problem.tsx';
import { barAt, INTERVALS, withBar, type Bar } from './bars.ts';
import type { ChartView } from './chart-view.ts';
import { fillsByBar } from './fills-by-bar.ts';
import { createPriceChart, type FillMark, type PriceChart, type PriceMark } from './price-chart.ts';
import { ownLinesOf } from './own-lines.ts';
import { useBars, type Bars } from './use-bars.ts';
import { useOwnFills } from './use-own-fills.ts';

const themeOf = ({ theme }: Preferences): string => theme;

/** The chart of a ticker with the user's own fills and open orders. */
export function ChartPanel({ ticker }: { readonly ticker: string }): ReactElement {
  const { texts } = useLanguage();
  const { chartView } = useDesk();
  const { interval, hasAverage } = useStore(chartView);
  return (
    <section className="panel chart-panel" aria-label={texts.ticker.chart}>
      <div className="panel-head">
        <div className="tabs" role="group" aria-label={texts.ticker.chart}>
          {INTERVALS.map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={one === interval}
              onClick={() => chartView.update((view) => ({ ...view, interval: one }))}
            >
              {texts.ticker.intervals[one]}
            </button>
          ))}
        </div>
        <button
          type="button"
          className="button is-small is-toggle"
          aria-pressed={hasAverage}
          title={texts.ticker.movingAverageExplained}
          onClick={() => chartView.update((view) => ({ ...view, hasAverage: !view.hasAverage }))}
        >
          {texts.ticker.movingAverage}
        </button>
      </div>
      <Chart ticker={ticker} interval={interval} hasAverage={hasAverage} />
      <a className="attribution" href="https://www.tradingview.com/" target="_blank" rel="noreferrer">
        {texts.ticker.attribution}
      </a>
    </section>
  );
}

interface ChartProps extends ChartView {
  readonly ticker: string;
}

function Chart({ ticker, interval, hasAverage }: ChartProps): ReactElement {
  const { texts } = useLanguage();
  const element = useRef<HTMLDivElement>(null);
  const chart = useRef<PriceChart | null>(null);
  const bars = useRef<readonly Bar[]>([]);
  const [last, setLast] = useState<Bar | null>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  const onLive = useCallback((bar: Bar) => {
    bars.current = withBar(bars.current, bar);
    chart.current?.updateBar(bar);
    setLast(bar);
  }, []);
  const { loaded, loadOlder } = useBars(ticker, interval, onLive);
  const older = useRef(loadOlder);
  older.current = loadOlder;
  useChart(element, chart, { onPoint: setPointed, onOldest: () => older.current() });
  useEffect(() => {
    bars.current = loaded?.bars ?? [];
    chart.current?.showTimes(interval !== 'D1');
    chart.current?.setBars(bars.current, loaded?.isNew ?? true);
    setLast(bars.current.at(-1) ?? null);
  }, [loaded, interval]);
  useEffect(() => chart.current?.showAverage(hasAverage), [hasAverage]);
  useMarks(ticker, chart, bars, loaded);
  const shown = pointed === null ? last : (barAt(bars.current, pointed) ?? last);
  return (
    <div className="chart" data-testid="chart" role="img" aria-label={texts.ticker.chartLabel(ticker)}>
      <Legend bar={shown} />
      <div className="chart-canvas" ref={element} />
      {!loaded && (
        <div className="chart-empty">
          <Loading />
        </div>
      )}
      {loaded?.bars.length === 0 && !last && <p className="empty chart-empty">{texts.ticker.noCandles}</p>}
    </div>
  );
}

/** Makes the chart with the component, and gives it the theme's colours. */
function useChart(
  element: RefObject<HTMLDivElement | null>,
  chart: RefObject<PriceChart | null>,
  events: { readonly onPoint: (time: number | null) => void; readonly onOldest: () => void },
): void {
  const theme = usePart(useDesk().preferences, themeOf);
  const { locale, format } = useLanguage();
  const given = useRef(events);
  useEffect(() => {
    if (!element.current) return;
    chart.current = createPriceChart(element.current, {
      onPoint: (time) => given.current.onPoint(time),
      onOldest: () => given.current.onOldest(),
    });
    return () => {
      chart.current?.remove();
      chart.current = null;
    };
  }, [element, chart]);
  useEffect(() => {
    // The page takes its theme in an effect of the component above, which runs after this one.
    queueMicrotask(() => chart.current?.paint());
  }, [chart, theme]);
  useEffect(() => chart.current?.localize(locale, format.price), [chart, locale, format]);
}

const ordersOf = ({ orders }: AccountState): AccountState['orders'] => orders;

/** Lines with a name, those closest to the last price: names of many lines would hide the candles. */
const MOST_NAMES = 4;

/** Draws own fills, own open orders, and in an auction the price that it would have now. */
function useMarks(
  ticker: string,
  chart: RefObject<PriceChart | null>,
  bars: RefObject<readonly Bar[]>,
  loaded: Bars | null,
): void {
  const isLoaded = loaded !== null;
  const orders = usePart(useDesk().account, ordersOf);
  const fills = useOwnFills(ticker);
  const theoretical = useQuote(ticker)?.theoreticalPrice ?? null;
  const { texts, format } = useLanguage();
  const lines = useMemo((): PriceMark[] => {
    const last = loaded?.bars.at(-1)?.close ?? null;
    const marks = ownLinesOf(orders.values(), ticker, last).map(
      ({ side, isStop, price, quantity }, at): PriceMark => {
        const words = side === 'BUY' ? texts.trading.bought : texts.trading.sold;
        const name = `${isStop ? `${texts.trading.types.STOP} · ` : ''}${words} ${format.quantity(quantity)}`;
        return { price, title: at < MOST_NAMES ? name : null, color: side === 'BUY' ? 'up' : 'down' };
      },
    );
    if (theoretical === null) return marks;
    return [...marks, { price: Number(theoretical), title: texts.ticker.theoretical, color: 'warn' }];
  }, [orders, theoretical, ticker, texts, format, loaded]);
  useEffect(() => chart.current?.setLines(lines), [chart, lines, isLoaded]);
  useEffect(() => {
    if (!isLoaded) return;
    const marks = fillsByBar(fills, ticker, bars.current).map(({ time, side, quantity }): FillMark => ({
      time,
      isBuy: side === 'BUY',
      text: format.quantity(quantity),
    }));
    chart.current?.setFills(marks);
  }, [chart, bars, fills, ticker, isLoaded, format]);
}

/** The values of the bar below the pointer, else of the last one. */
function Legend({ bar }: { readonly bar: Bar | null }): ReactElement {
  const { texts, format } = useLanguage();
  const direction = bar && bar.close < bar.open ? 'is-down-text' : 'is-up-text';
  const values = bar
    ? texts.ticker.ohlc.map((name, at) => [name, [bar.open, bar.high, bar.low, bar.close][at]] as const)
    : [];
  return (
    <p className="chart-legend" aria-hidden="true">
      {values.map(([name, value]) => (
        <span key={name}>
          {name} <b className={direction}>{format.price(value)}</b>
        </span>
      ))}
      {bar && bar.volume > 0 && (
        <span>
          {texts.ticker.volume} <b>{format.quantityShort(bar.volume)}</b>
        </span>
      )}
    </p>
  );
}
