/**
 * Exact arithmetic on the graph's decimals (`"27.50"`), which floating point would round: `0.1 + 0.2` is not `0.3`. All functions
 * take and give texts and throw RangeError for a text that is no decimal.
 */

/** The value `units / 10 ** scale`. */
interface Exact {
  readonly units: bigint;
  readonly scale: number;
}

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?$/;

function parse(text: string): Exact {
  const [, sign, whole, fraction = ''] = DECIMAL.exec(text) ?? [];
  if (whole === undefined) throw new RangeError(`"${text}" is not a decimal such as "27.50"`);
  const units = BigInt(whole + fraction);
  return { units: sign === '-' ? -units : units, scale: fraction.length };
}

const pow10 = (exponent: number): bigint => 10n ** BigInt(exponent);

function print({ units, scale }: Exact): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const sign = units < 0n ? '-' : '';
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** Two values with one scale: the greater of both. */
function aligned(a: string, b: string): { readonly a: bigint; readonly b: bigint; readonly scale: number } {
  const [left, right] = [parse(a), parse(b)];
  const scale = Math.max(left.scale, right.scale);
  const unitsOf = (one: Exact): bigint => one.units * pow10(scale - one.scale);
  return { a: unitsOf(left), b: unitsOf(right), scale };
}

/** `add('0.10', '0.2')` is `'0.30'`. */
export function add(a: string, b: string): string {
  const both = aligned(a, b);
  return print({ units: both.a + both.b, scale: both.scale });
}

/** `subtract('1', '0.05')` is `'0.95'`. */
export function subtract(a: string, b: string): string {
  const both = aligned(a, b);
  return print({ units: both.a - both.b, scale: both.scale });
}

/** The exact product: `multiply('27.50', '1.005')` is `'27.63750'`. Quantities may be given as `String(quantity)`. */
export function multiply(a: string, b: string): string {
  const [left, right] = [parse(a), parse(b)];
  return print({ units: left.units * right.units, scale: left.scale + right.scale });
}

/** Negative when `a` is less, 0 when both are equal, positive when `a` is greater: for `sort`. */
export function compare(a: string, b: string): number {
  const both = aligned(a, b);
  return both.a < both.b ? -1 : both.a > both.b ? 1 : 0;
}

/** `nearest` rounds halves away from zero; `up` and `down` go to the next greater and lesser value. */
export type Rounding = 'nearest' | 'up' | 'down';

function divide(units: bigint, by: bigint, rounding: Rounding): bigint {
  const floor = units / by - (units % by < 0n ? 1n : 0n);
  const rest = units - floor * by;
  if (rest === 0n || rounding === 'down') return floor;
  if (rounding === 'up') return floor + 1n;
  const isHalfUp = units >= 0n ? rest * 2n >= by : rest * 2n > by;
  return isHalfUp ? floor + 1n : floor;
}

/** Rounds to a number of decimal places: `round('27.6375', 2)` is `'27.64'`. */
export function round(value: string, places: number, rounding: Rounding = 'nearest'): string {
  const { units, scale } = parse(value);
  if (places >= scale) return print({ units: units * pow10(places - scale), scale: places });
  return print({ units: divide(units, pow10(scale - places), rounding), scale: places });
}

/** The price on the grid of an instrument's `tickSize`: `toTick('27.777', '0.01')` is `'27.78'`. */
export function toTick(price: string, tickSize: string, rounding: Rounding = 'nearest'): string {
  const { a, b, scale } = aligned(price, tickSize);
  if (b <= 0n) throw new RangeError(`a tick is positive, not "${tickSize}"`);
  return round(print({ units: divide(a, b, rounding) * b, scale }), parse(tickSize).scale);
}
