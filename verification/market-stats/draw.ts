import type { TickerObservations } from './observe.ts';
import { quantile } from '../../bench/measure.ts';
import { autocorrelation, deviation, mean, returnsOf } from './statistics.ts';

/** Pictures of the market as SVG texts: small, without scripts or fonts of their own. */

const WIDTH = 720;
const HEIGHT = 300;
const LEFT = 56;
const TOP = 28;
const BOTTOM = 24;
const UP = '#1a9e6c';
const DOWN = '#d1495b';
const INK = '#335577';

const n = (value: number): string => (Math.round(value * 10) / 10).toString();

/** Scale from values to coordinates. */
const scale =
  (low: number, high: number, from: number, to: number) =>
  (value: number): number =>
    from + ((value - low) / (high - low || 1)) * (to - from);

function frame(title: string, body: string): string {
  const text = `font-family="sans-serif" font-size="12" fill="#222"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `<text x="${LEFT}" y="18" ${text}>${title}</text>`,
    `<g font-family="sans-serif" font-size="10" fill="#555">${body}</g>`,
    '</svg>\n',
  ].join('\n');
}

function yAxis(low: number, high: number, y: (value: number) => number, digits = 2): string {
  return Array.from({ length: 5 }, (_, index) => low + ((high - low) * index) / 4)
    .map((value) => {
      const at = n(y(value));
      const line = `<path d="M${LEFT} ${at}H${WIDTH - 8}" stroke="#e5e5e5"/>`;
      return `${line}<text x="4" y="${at}">${value.toFixed(digits)}</text>`;
    })
    .join('');
}

const pathOf = (points: readonly (readonly [number, number])[]): string =>
  points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${n(x)} ${n(y)}`).join('');

/** Candles of some minutes each, with the volume below. */
export function drawCandles({ ticker, candles }: TickerObservations, minutes: number): string {
  const merged = mergeCandles(candles, minutes);
  const [low, high] = [Math.min(...merged.map((one) => one.low)), Math.max(...merged.map((one) => one.high))];
  const y = scale(low / 100, high / 100, HEIGHT - 80, TOP);
  const top = Math.max(...merged.map(({ volume }) => volume));
  const slot = (WIDTH - LEFT - 8) / merged.length;
  const bars = merged.map(({ open, high: up, low: down, close, volume }, index) => {
    const x = LEFT + slot * (index + 0.5);
    const color = close >= open ? UP : DOWN;
    const [body, end] = [y(Math.max(open, close) / 100), y(Math.min(open, close) / 100)];
    const tall = (volume / top) * 50;
    return (
      `<path d="M${n(x)} ${n(y(up / 100))}V${n(y(down / 100))}" stroke="${color}"/>` +
      `<rect x="${n(x - slot * 0.35)}" y="${n(body)}" width="${n(slot * 0.7)}" height="${n(Math.max(1, end - body))}" fill="${color}"/>` +
      `<rect x="${n(x - slot * 0.35)}" y="${n(HEIGHT - BOTTOM - tall)}" width="${n(slot * 0.7)}" height="${n(tall)}" fill="#b8c4d0"/>`
    );
  });
  const title = `${ticker}, candles of ${minutes} minutes of one session, in reais; volume below`;
  return frame(title, yAxis(low / 100, high / 100, y) + bars.join(''));
}

function mergeCandles(
  candles: TickerObservations['candles'],
  minutes: number,
): TickerObservations['candles'] {
  const merged: TickerObservations['candles'] = [];
  for (let from = 0; from < candles.length; from += minutes) {
    const part = candles.slice(from, from + minutes).filter((candle) => candle as unknown);
    const [first, last] = [part[0], part.at(-1)];
    if (!first || !last) continue;
    merged.push({
      open: first.open,
      high: Math.max(...part.map(({ high }) => high)),
      low: Math.min(...part.map(({ low }) => low)),
      close: last.close,
      volume: part.reduce((sum, { volume }) => sum + volume, 0),
    });
  }
  return merged;
}

/** The displayed quantity of each level of two books side by side. */
export function drawBooks(books: readonly TickerObservations[]): string {
  const width = (WIDTH - 20) / books.length;
  const parts = books.map(({ ticker, book }, index) => {
    const from = 10 + index * width;
    const levels = [
      ...(book?.bids ?? []).map((one) => ({ ...one, color: UP })),
      ...(book?.asks ?? []).map((one) => ({ ...one, color: DOWN })),
    ];
    const prices = levels.map(({ priceTicks }) => priceTicks);
    const x = scale(Math.min(...prices), Math.max(...prices), from + 20, from + width - 20);
    const tall = scale(0, Math.max(...levels.map(({ quantity }) => quantity)), 0, HEIGHT - TOP - BOTTOM - 30);
    const bars = levels.map(({ priceTicks, quantity, orders, color }) => {
      const [at, size] = [x(priceTicks), tall(quantity)];
      const bar = `<rect x="${n(at - 3.5)}" y="${n(HEIGHT - BOTTOM - size)}" width="7" height="${n(size)}" fill="${color}"/>`;
      return `${bar}<text x="${n(at - 3)}" y="${n(HEIGHT - BOTTOM - size - 3)}">${orders}</text>`;
    });
    const middle = `<text x="${n(from + width / 2 - 60)}" y="${HEIGHT - 8}">${ticker}: ${(Math.min(...prices) / 100).toFixed(2)} to ${(Math.max(...prices) / 100).toFixed(2)}</text>`;
    return bars.join('') + middle;
  });
  return frame('Displayed shares of each level (orders above the bar), one instant', parts.join(''));
}

/** Mean volume over the session, each part against the mean. */
export function drawVolumeCurve(curves: readonly (readonly number[])[]): string {
  const parts = (curves[0] ?? []).map((_, part) =>
    mean(curves.map((curve) => (curve[part] ?? 0) / mean(curve))),
  );
  const y = scale(0, Math.max(...parts), HEIGHT - BOTTOM, TOP);
  const slot = (WIDTH - LEFT - 8) / parts.length;
  const bars = parts.map(
    (value, index) =>
      `<rect x="${n(LEFT + slot * index + 1)}" y="${n(y(value))}" width="${n(slot - 2)}" height="${n(HEIGHT - BOTTOM - y(value))}" fill="${INK}"/>`,
  );
  return frame(
    'Volume over continuous trading, each fortieth against the mean',
    yAxis(0, Math.max(...parts), y, 1) + bars.join(''),
  );
}

/** Distribution of standardized returns on a logarithmic axis, with the normal distribution. */
export function drawReturns(one: TickerObservations, step: number): string {
  const returns = one.minutes.flatMap((day) => returnsOf(day.filter((_, index) => index % step === 0)));
  const size = deviation(returns);
  const counts = Array.from({ length: 41 }, () => 0);
  for (const value of returns) {
    const bin = Math.max(0, Math.min(40, Math.round((value / size) * 2.5) + 20));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const top = Math.log10(Math.max(...counts));
  const y = scale(-0.5, top, HEIGHT - BOTTOM, TOP);
  const x = scale(0, 40, LEFT + 10, WIDTH - 20);
  const points = counts.map((count, bin) =>
    count === 0 ? '' : `<circle cx="${n(x(bin))}" cy="${n(y(Math.log10(count)))}" r="3" fill="${INK}"/>`,
  );
  const curve = counts.flatMap((_, bin): (readonly [number, number])[] => {
    const z = (bin - 20) / 2.5;
    const expected = (returns.length * 0.4 * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
    return expected < 0.3 ? [] : [[x(bin), y(Math.log10(expected))]];
  });
  const normal = `<path d="${pathOf(curve)}" fill="none" stroke="${DOWN}"/>`;
  return frame(
    `${one.ticker}: 1-minute returns in standard deviations (-8 to 8), logarithm of the count; line: normal`,
    yAxis(-0.5, top, y, 1) + normal + points.join(''),
  );
}

/** Autocorrelation of returns and of absolute returns by lag. */
export function drawAutocorrelation(tickers: readonly TickerObservations[], lags: number): string {
  const series = tickers.map((one) => one.minutes.flatMap(returnsOf));
  const points = (measure: (returns: number[], lag: number) => number) =>
    Array.from({ length: lags }, (_, index) => mean(series.map((returns) => measure(returns, index + 1))));
  const plain = points(autocorrelation);
  const absolute = points((returns, lag) => autocorrelation(returns.map(Math.abs), lag));
  const [low, high] = [Math.min(-0.1, ...plain), Math.max(...absolute, 0.2)];
  const y = scale(low, high, HEIGHT - BOTTOM, TOP);
  const x = scale(1, lags, LEFT + 10, WIDTH - 20);
  const line = (values: readonly number[], color: string): string =>
    `<path d="${pathOf(values.map((value, index) => [x(index + 1), y(value)] as const))}" fill="none" stroke="${color}" stroke-width="2"/>`;
  return frame(
    `Autocorrelation of 1-minute returns (red) and absolute returns (blue), lags 1 to ${lags}`,
    yAxis(low, high, y) + line(plain, DOWN) + line(absolute, INK),
  );
}

/** The paths of several instruments over all sessions, from 100. */
export function drawPaths(tickers: readonly TickerObservations[]): string {
  const colors = [INK, UP, DOWN, '#e09f3e', '#7b5ea7', '#555'];
  const paths = tickers.map(({ minutes }) => {
    const prices = minutes.flat();
    return prices.map((price) => (price / (prices[0] ?? price)) * 100);
  });
  const all = paths.flat();
  const [low, high] = [quantile(all, 0), Math.max(...all)];
  const y = scale(low, high, HEIGHT - BOTTOM, TOP);
  const lines = paths.map((path, index) => {
    const x = scale(0, path.length - 1, LEFT, WIDTH - 10);
    const points = path.flatMap((value, at) => (at % 3 === 0 ? [[x(at), y(value)] as const] : []));
    const name = `<text x="${LEFT + 8 + index * 60}" y="${HEIGHT - 6}" fill="${colors[index % 6] ?? INK}">${tickers[index]?.ticker ?? ''}</text>`;
    return `<path d="${pathOf(points)}" fill="none" stroke="${colors[index % 6] ?? INK}"/>${name}`;
  });
  return frame('Prices over all sessions, the first one at 100', yAxis(low, high, y, 1) + lines.join(''));
}
