import {
  CandlestickSeries,
  createChart,
  CrosshairMode,
  HistogramSeries,
  LineSeries,
  type IChartApi,
  type ISeriesApi,
  type UTCTimestamp,
} from 'lightweight-charts';
import { withBar, type Bar } from './bars.ts';
import { colour } from './colour.ts';
import { createLastLabel } from './last-label.ts';
import { createMarks, type Marks } from './marks.ts';
import type { PriceRange } from './outside.ts';
import { AVERAGE_BARS, movingAverage } from './moving-average.ts';

/** A chart of candles and volume in an element of the page. */
export interface PriceChart extends Pick<Marks, 'setFills' | 'setLines' | 'nameWithin'> {
  /** Replaces all bars; the view stays where it is unless it is new. */
  readonly setBars: (bars: readonly Bar[], isNew: boolean) => void;
  readonly updateBar: (bar: Bar) => void;
  readonly showAverage: (isShown: boolean) => void;
  /** The prices at which a line has room for its name; null while the chart is empty. */
  readonly range: () => PriceRange | null;
  /** Takes the colours of the page's theme. */
  readonly paint: () => void;
  /**
   * Writes prices and months as readers of the language do.
   *
   * @param minMove distance of two prices that the axis may name
   */
  readonly localize: (locale: string, priceFormatter: (price: number) => string, minMove: number) => void;
  /** Whether times of day matter: not for candles of a day. */
  readonly showTimes: (isShown: boolean) => void;
  readonly remove: () => void;
}

export interface PriceChartEvents {
  /** The bar below the pointer, or none. */
  readonly onPoint: (time: number | null) => void;
  /** The view is near the oldest bar. */
  readonly onOldest: () => void;
  /** Bars, lines or the view have changed; the next frame draws them. */
  readonly onChange: () => void;
}

/** Bars in view at first. */
const FIRST_BARS = 110;
/** On a narrow screen fewer bars, so that each can be seen. */
const LEAST_BAR_PX = 4;
const NEAR_OLDEST = 20;
/** Bars that have room after the last one while the chart's width is not known. */
const LEAST_ROOM_BARS = 6;
/** Room for the label of the last price, which comes after the bars: the chart keeps its width. */
const AXIS_WIDTH_PX = 66;

const candle = ({ time, open, high, low, close }: Bar) => ({
  time: time as UTCTimestamp,
  open,
  high,
  low,
  close,
});
const volume = ({ time, open, close, volume: value }: Bar) => ({
  time: time as UTCTimestamp,
  value,
  color: colour(close >= open ? '--up-flash' : '--down-flash'),
});

const point = ({ time, value }: { readonly time: number; readonly value: number }) => ({
  time: time as UTCTimestamp,
  value,
});

/** An index has none. */
const volumesOf = (bars: readonly Bar[]) => bars.filter((bar) => bar.volume > 0).map(volume);

interface Series {
  readonly candles: ISeriesApi<'Candlestick'>;
  readonly volumes: ISeriesApi<'Histogram'>;
  readonly average: ISeriesApi<'Line'>;
}

/** Below this width the values of a bar take two lines, which the highest bar and its mark must not meet. */
const NARROW_PX = 480;
const BELOW_TWO_LINES = { scaleMargins: { top: 0.2, bottom: 0.24 } };

const OPTIONS = {
  autoSize: true,
  // The page names the library itself: the mark's inline style would break the page's policy.
  layout: { attributionLogo: false, fontSize: 11 },
  crosshair: { mode: CrosshairMode.Normal },
  rightPriceScale: {
    borderVisible: false,
    minimumWidth: AXIS_WIDTH_PX,
    // The window's edge cuts no label.
    entireTextOnly: true,
    scaleMargins: { top: 0.08, bottom: 0.24 },
  },
  timeScale: { borderVisible: false, minBarSpacing: 2 },
};

export function createPriceChart(element: HTMLElement, events: PriceChartEvents): PriceChart {
  const chart = createChart(element, OPTIONS);
  if (element.clientWidth < NARROW_PX) chart.priceScale('right').applyOptions(BELOW_TWO_LINES);
  const series = addSeries(chart);
  const { candles, volumes, average } = series;
  const marks = createMarks(chart, candles);
  const showLast = createLastLabel(candles);
  const { onChange } = events;
  let shown: readonly Bar[] = [];
  chart.subscribeCrosshairMove(({ time }) => events.onPoint(typeof time === 'number' ? time : null));
  chart.timeScale().subscribeVisibleLogicalRangeChange((range) => {
    if (range && range.from < NEAR_OLDEST && shown.length > 0) events.onOldest();
    onChange();
  });
  return {
    ...marks,
    setBars: (bars, isNew) => {
      const grown = bars.length - shown.length;
      const view = chart.timeScale().getVisibleLogicalRange();
      shown = bars;
      candles.setData(bars.map(candle));
      volumes.setData(volumesOf(bars));
      average.setData(movingAverage(bars).map(point));
      showLast(bars.at(-1));
      if (isNew) showNewest(chart, bars.length, marks.roomPx());
      else if (view)
        chart.timeScale().setVisibleLogicalRange({ from: view.from + grown, to: view.to + grown });
      onChange();
    },
    updateBar: (bar) => {
      const isPast = bar.time < (shown.at(-1)?.time ?? 0);
      candles.update(candle(bar), isPast);
      if (bar.volume > 0) volumes.update(volume(bar), isPast);
      shown = withBar(shown, bar);
      if (!isPast) showLast(bar);
      const mean = movingAverage(shown.slice(-AVERAGE_BARS)).at(-1);
      if (isPast) average.setData(movingAverage(shown).map(point));
      else if (mean) average.update(point(mean));
      onChange();
    },
    setLines: (lines) => {
      marks.setLines(lines);
      onChange();
    },
    range: () => rangeOf(chart, candles, element.clientWidth < NARROW_PX),
    showAverage: (isShown) => average.applyOptions({ visible: isShown }),
    paint: () => {
      paint(chart, series);
      volumes.setData(volumesOf(shown));
      showLast(shown.at(-1));
      marks.paint();
    },
    localize: (locale, priceFormatter, minMove) => {
      chart.applyOptions({ localization: { locale, priceFormatter } });
      candles.applyOptions({ priceFormat: { type: 'price', minMove } });
    },
    showTimes: (isShown) => chart.timeScale().applyOptions({ timeVisible: isShown, secondsVisible: false }),
    remove: () => chart.remove(),
  };
}

/** Shows the newest bars, with room after them. */
function showNewest(chart: IChartApi, bars: number, roomPx: number): void {
  const scale = chart.timeScale();
  const forBarsPx = scale.width() - roomPx;
  // A chart behind a tab has no width yet.
  if (forBarsPx <= 0) return scale.applyOptions({ barSpacing: LEAST_BAR_PX, rightOffset: LEAST_ROOM_BARS });
  const first = Math.min(FIRST_BARS, forBarsPx / LEAST_BAR_PX);
  scale.setVisibleLogicalRange({ from: bars - first, to: bars + (roomPx * first) / forBarsPx });
}

/** Pixels at the edges that a line's name leaves to the values of a bar and to the names of lines beyond the edge. */
const EDGE_PX = { top: 56, topNarrow: 74, bottom: 34 };

function rangeOf(chart: IChartApi, candles: Series['candles'], isNarrow: boolean): PriceRange | null {
  const last = chart.paneSize().height - EDGE_PX.bottom;
  const edges = [isNarrow ? EDGE_PX.topNarrow : EDGE_PX.top, last];
  const [top, bottom] = edges.map((y) => candles.coordinateToPrice(y));
  return typeof top === 'number' && typeof bottom === 'number' ? { top, bottom } : null;
}

function addSeries(chart: IChartApi): Series {
  const candles = chart.addSeries(CandlestickSeries, {
    ...{ borderVisible: false, lastValueVisible: false, priceLineVisible: false },
  });
  const volumes = chart.addSeries(HistogramSeries, {
    priceScaleId: '',
    priceFormat: { type: 'volume' },
    lastValueVisible: false,
    priceLineVisible: false,
  });
  volumes.priceScale().applyOptions({ scaleMargins: { top: 0.82, bottom: 0 } });
  const average = chart.addSeries(LineSeries, {
    ...{ visible: false, lineWidth: 1, crosshairMarkerVisible: false },
    ...{ lastValueVisible: false, priceLineVisible: false },
  });
  return { candles, volumes, average };
}

function paint(chart: IChartApi, { candles, average }: Series): void {
  const line = { color: colour('--line-strong'), labelBackgroundColor: colour('--accent-strong') };
  chart.applyOptions({
    layout: {
      background: { color: 'transparent' },
      textColor: colour('--muted'),
      fontFamily: colour('--font'),
    },
    grid: { vertLines: { color: colour('--line') }, horzLines: { color: colour('--line') } },
    crosshair: { vertLine: line, horzLine: line },
  });
  average.applyOptions({ color: colour('--accent') });
  const [up, down] = [colour('--up'), colour('--down')];
  candles.applyOptions({ upColor: up, downColor: down, wickUpColor: up, wickDownColor: down });
}
