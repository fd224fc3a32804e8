import { LineStyle, type CreatePriceLineOptions, type IPriceLine } from 'lightweight-charts';
import type { Bar } from './bars.ts';
import { colour } from './colour.ts';

/** The part of a series that draws a line at a price. */
interface Priced {
  readonly createPriceLine: (options: CreatePriceLineOptions) => Pick<IPriceLine, 'applyOptions'>;
}

/**
 * The line and the label of the newest price. The library's own label has the price of the last bar in view: a chart that is moved to
 * older bars would show an old price as the last one.
 *
 * @param colourOf a colour of the theme
 */
export function createLastLabel(
  candles: Priced,
  colourOf: (name: string) => string = colour,
): (newest: Pick<Bar, 'open' | 'close'> | undefined) => void {
  let line: Pick<IPriceLine, 'applyOptions'> | null = null;
  return (newest) => {
    if (!newest) return line?.applyOptions({ lineVisible: false, axisLabelVisible: false });
    const options: CreatePriceLineOptions = {
      ...{ price: newest.close, color: colourOf(newest.close >= newest.open ? '--up' : '--down') },
      ...{ title: '', lineWidth: 1, lineStyle: LineStyle.Dotted, lineVisible: true, axisLabelVisible: true },
    };
    if (line) line.applyOptions(options);
    else line = candles.createPriceLine(options);
  };
}
