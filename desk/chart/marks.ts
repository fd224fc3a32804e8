import {
  createSeriesMarkers,
  LineStyle,
  type IChartApi,
  type IPriceLine,
  type ISeriesApi,
  type SeriesMarker,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts';
import { colour } from './colour.ts';
import { isWithin, roomFor, type PriceRange } from './outside.ts';

/** A line across the chart at a price. */
export interface PriceMark {
  readonly price: number;
  readonly title: string;
  /** False for a line that is drawn without its name. */
  readonly isNamed: boolean;
  readonly color: 'up' | 'down' | 'warn';
}

/** A fill at its bar. */
export interface FillMark {
  readonly time: number;
  readonly isBuy: boolean;
  readonly text: string;
}

/** Fills and lines on the candles. */
export interface Marks {
  readonly setFills: (fills: readonly FillMark[]) => void;
  readonly setLines: (lines: readonly PriceMark[]) => void;
  /** Names the lines within a range; those beyond it are named elsewhere. */
  readonly nameWithin: (range: PriceRange | null) => void;
  /** Takes the colours of the page's theme. */
  readonly paint: () => void;
  /** Room after the last bar for the names of lines. */
  readonly roomPx: () => number;
}

export function createMarks(chart: IChartApi, candles: ISeriesApi<'Candlestick'>): Marks {
  const scale = chart.timeScale();
  const markers = createSeriesMarkers<Time>(candles, [], { zOrder: 'top' });
  let drawn: IPriceLine[] = [];
  let named: PriceRange | null = null;
  let fills: readonly FillMark[] = [];
  let lines: readonly PriceMark[] = [];
  const drawFills = (): void => markers.setMarkers(fills.map(markerOf));
  const drawLines = (): void => {
    for (const line of drawn) candles.removePriceLine(line);
    drawn = lines.map((line) =>
      candles.createPriceLine({
        ...{ price: line.price, color: colour(`--${line.color}`), ...nameOf(line, named) },
        ...{ lineWidth: 1, lineStyle: LineStyle.Dashed },
      }),
    );
  };
  const namesOf = (marks: readonly PriceMark[]) =>
    marks.filter(({ isNamed }) => isNamed).map(({ title }) => title);
  const roomPx = (): number => roomFor(namesOf(lines), scale.width());
  return {
    roomPx,
    setFills: (next) => {
      fills = next;
      drawFills();
    },
    setLines: (next) => {
      const before = roomPx();
      lines = next;
      drawLines();
      // A view of older bars stays where it is.
      if (roomPx() !== before && scale.scrollPosition() >= 0)
        scale.scrollToPosition(roomPx() / scale.options().barSpacing, false);
    },
    nameWithin: (range) => {
      named = range;
      drawn.forEach((drawnLine, at) => {
        const line = lines[at];
        const name = line && nameOf(line, range);
        if (name && name.axisLabelVisible !== drawnLine.options().axisLabelVisible)
          drawnLine.applyOptions(name);
      });
    },
    paint: () => {
      drawFills();
      drawLines();
    },
  };
}

/** The name of a line and its price on the axis, where both have room. */
function nameOf({ price, title, isNamed }: PriceMark, range: PriceRange | null) {
  const isShown = isNamed && (range === null || isWithin(price, range));
  return { title: isShown ? title : '', axisLabelVisible: isShown };
}

const markerOf = ({ time, isBuy, text }: FillMark): SeriesMarker<Time> => ({
  time: time as UTCTimestamp,
  position: isBuy ? 'belowBar' : 'aboveBar',
  shape: isBuy ? 'arrowUp' : 'arrowDown',
  // Not those of the candles: a number on a candle of its own colour cannot be read.
  color: colour(isBuy ? '--accent' : '--warn'),
  text,
});
