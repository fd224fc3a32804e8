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
import { fillsByBar, hasRoom } from './fills-by-bar.ts';
import { OutsideMarks, useOutside } from './outside-marks.tsx';
import type { FillMark, PriceMark } from './marks.ts';
import { createPriceChart, type PriceChart, type PriceChartEvents } from './price-chart.ts';
import { ownLinesOf } from './own-lines.ts';
import { tickPrice } from './tick-price.ts';
import { useBars, type Bars } from './use-bars.ts';
import { useOwnFills } from './use-own-fills.ts';

const themeOf = ({ theme }: Preferences): string => theme;

interface ChartPanelProps {
  readonly ticker: string;
  /** Distance of two prices that an order may have. */
  readonly tickSize: string;
  /** The chart of the ticker's twin stands in place of its own, and says so. */
  readonly isTwin: boolean;
}

/** The chart of a ticker with the user's own fills and open orders. */
export function ChartPanel({ ticker, tickSize, isTwin }: ChartPanelProps): ReactElement {
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
      <Chart
        ticker={ticker}
        tickSize={tickSize}
        isTwin={isTwin}
        interval={interval}
        hasAverage={hasAverage}
      />
      <a className="attribution" href="https://www.tradingview.com/" target="_blank" rel="noreferrer">
        {texts.ticker.attribution}
      </a>
    </section>
  );
}

type ChartProps = ChartPanelProps & ChartView;

function Chart({ ticker, tickSize, isTwin, interval, hasAverage }: ChartProps): ReactElement {
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
  const lines = useLines(ticker, loaded);
  const { outside, look } = useOutside(chart, lines);
  useChart(element, chart, tickSize, {
    onPoint: setPointed,
    onOldest: () => older.current(),
    onChange: look,
  });
  useEffect(() => {
    bars.current = loaded?.bars ?? [];
    chart.current?.showTimes(interval !== 'D1');
    chart.current?.setBars(bars.current, loaded?.isNew ?? true);
    setLast(bars.current.at(-1) ?? null);
  }, [loaded, interval]);
  useEffect(() => chart.current?.showAverage(hasAverage), [hasAverage]);
  useEffect(() => chart.current?.setLines(lines), [lines, loaded]);
  useFillMarks(ticker, chart, bars, loaded);
  const shown = pointed === null ? last : (barAt(bars.current, pointed) ?? last);
  return (
    <div className="chart" data-testid="chart" role="img" aria-label={texts.ticker.chartLabel(ticker)}>
      <Legend bar={shown} twin={isTwin ? ticker : null} />
      <OutsideMarks outside={outside} />
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
  tickSize: string,
  events: PriceChartEvents,
): void {
  const theme = usePart(useDesk().preferences, themeOf);
  const { locale, format } = useLanguage();
  const given = useRef(events);
  useEffect(() => {
    if (!element.current) return;
    chart.current = createPriceChart(element.current, {
      onPoint: (time) => given.current.onPoint(time),
      onOldest: () => given.current.onOldest(),
      onChange: () => given.current.onChange(),
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
  useEffect(() => {
    const words = (price: number): string => format.price(tickPrice(price, tickSize));
    chart.current?.localize(locale, words, Number(tickSize));
  }, [chart, locale, format, tickSize]);
}

const ordersOf = ({ orders }: AccountState): AccountState['orders'] => orders;

/** Lines with a name, those closest to the last price: names of many lines would hide the candles. */
const MOST_NAMES = 4;

/** Own open orders, and in an auction the price that it would have now. */
function useLines(ticker: string, loaded: Bars | null): readonly PriceMark[] {
  const orders = usePart(useDesk().account, ordersOf);
  const theoretical = useQuote(ticker)?.theoreticalPrice ?? null;
  const { texts, format } = useLanguage();
  return useMemo((): PriceMark[] => {
    const last = loaded?.bars.at(-1)?.close ?? null;
    const marks = ownLinesOf(orders.values(), ticker, last).map(
      ({ side, isStop, price, quantity }, at): PriceMark => {
        const words = side === 'BUY' ? texts.trading.bought : texts.trading.sold;
        const name = `${isStop ? `${texts.trading.types.STOP} · ` : ''}${words} ${format.quantity(quantity)}`;
        return { price, title: name, isNamed: at < MOST_NAMES, color: side === 'BUY' ? 'up' : 'down' };
      },
    );
    if (theoretical === null) return marks;
    const { theoretical: title } = texts.ticker;
    return [...marks, { price: Number(theoretical), title, isNamed: true, color: 'warn' }];
  }, [orders, theoretical, ticker, texts, format, loaded]);
}

/** Draws own fills at the bars of their times, once these are in the chart. */
function useFillMarks(
  ticker: string,
  chart: RefObject<PriceChart | null>,
  bars: RefObject<readonly Bar[]>,
  loaded: Bars | null,
): void {
  const fills = useOwnFills(ticker);
  const { format } = useLanguage();
  useEffect(() => {
    if (!loaded) return;
    const all = fillsByBar(fills, ticker, bars.current);
    const marks = all.map((one): FillMark => ({
      time: one.time,
      isBuy: one.side === 'BUY',
      text: hasRoom(one, all, bars.current) ? format.quantity(one.quantity) : '',
    }));
    chart.current?.setFills(marks);
  }, [chart, bars, fills, ticker, loaded, format]);
}

interface LegendProps {
  readonly bar: Bar | null;
  /** The ticker in another market that the chart shows; null where it is the page's own. */
  readonly twin: string | null;
}

/** The values of the bar below the pointer, else of the last one. */
function Legend({ bar, twin }: LegendProps): ReactElement {
  const { texts, format } = useLanguage();
  const direction = bar && bar.close < bar.open ? 'is-down-text' : 'is-up-text';
  const values = bar
    ? texts.ticker.ohlc.map((name, at) => [name, [bar.open, bar.high, bar.low, bar.close][at]] as const)
    : [];
  return (
    <p className="chart-legend" aria-hidden="true">
      {twin !== null && <b className="chart-twin">{twin}</b>}
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
