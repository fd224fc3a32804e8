/** Prices at the edges of the part of the chart in which lines have their names. */
export interface PriceRange {
  readonly top: number;
  readonly bottom: number;
}

export const isWithin = (price: number, { top, bottom }: PriceRange): boolean =>
  price <= top && price >= bottom;

interface Line {
  readonly price: number;
}

/** Lines beyond one edge: the closest one, and the number of the others. */
export interface Beyond<Mark> {
  readonly nearest: Mark;
  readonly more: number;
}

export interface Outside<Mark> {
  readonly above: Beyond<Mark> | null;
  readonly below: Beyond<Mark> | null;
}

/** The lines beyond the edges. A chart that showed each would draw candles without height. */
export function outsideOf<Mark extends Line>(
  lines: readonly Mark[],
  { top, bottom }: PriceRange,
): Outside<Mark> {
  const above = lines.filter(({ price }) => price > top).sort((one, other) => one.price - other.price);
  const below = lines.filter(({ price }) => price < bottom).sort((one, other) => other.price - one.price);
  return { above: beyond(above), below: beyond(below) };
}

function beyond<Mark>([nearest, ...others]: readonly Mark[]): Beyond<Mark> | null {
  return nearest === undefined ? null : { nearest, more: others.length };
}

/** Pixels of a letter, and of the frame of a line's name beside half the number at the last bar's fills. */
const LETTER_PX = 6.5;
const FRAME_PX = 28;
const LEAST_PX = 40;
/** The most of the chart's width that names may take. */
const MOST_OF_WIDTH = 0.3;

/** Room after the last bar in pixels: as wide as the longest name of a line, so that names cover no candle. */
export function roomFor(names: readonly string[], width: number): number {
  const longest = Math.max(0, ...names.map(({ length }) => length));
  const wanted = longest === 0 ? LEAST_PX : FRAME_PX + LETTER_PX * longest;
  return Math.min(Math.max(wanted, LEAST_PX), width * MOST_OF_WIDTH);
}
