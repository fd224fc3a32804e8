import { loadLiquidityFacts, profileOf, type LiquidityProfile } from '#simulator/model/liquidity.ts';
import type { InstrumentFact } from '#contracts/messages/market-facts.ts';
import { median, quantile } from '../../bench/measure.ts';
import { CURVE_PARTS, type MarketObservations, type TickerObservations } from './observe.ts';
import {
  autocorrelation,
  correlation,
  deviation,
  everyNth,
  excessKurtosis,
  mean,
  returnsOf,
} from './statistics.ts';

/** A figure of the market and the range in which a real market has it. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly unit: string;
}

export const isWithin = ({ value, low, high }: Figure): boolean => value >= low && value <= high;

/** Books that trade at every minute; figures of returns are means over them. */
const LIQUID = ['PETR4', 'VALE3', 'ITUB4', 'BBDC4', 'BBAS3', 'B3SA3', 'ABEV3', 'MGLU3', 'WEGE3', 'PRIO3'];
const THIN = ['GOLD11', 'AAPL34', 'KNIP11', 'CPTS11'];
const FIVE_MINUTES = 5;
const LAGS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

const minuteReturns = ({ minutes }: TickerObservations): number[] => minutes.flatMap(returnsOf);
const returnsOver = ({ minutes }: TickerObservations, step: number): number[] =>
  minutes.flatMap((day) => returnsOf(everyNth(day, step)));

/** Computes the market's figures, with the targets of docs/market.md. */
export function figuresOf(observed: MarketObservations, listings: readonly InstrumentFact[]): Figure[] {
  const facts = loadLiquidityFacts();
  const find = (ticker: string): TickerObservations => {
    const one = observed.tickers.get(ticker);
    if (!one) throw new RangeError(`${ticker} was not observed`);
    return one;
  };
  const profile = (ticker: string): LiquidityProfile => {
    const fact = listings.find((one) => one.ticker === ticker);
    if (!fact) throw new RangeError(`${ticker} is not listed`);
    return profileOf(fact, facts);
  };
  const liquid = LIQUID.map(find);
  return [
    ...figuresOfReturns(liquid, (ticker) => profile(ticker).dailyVolatility),
    ...figuresOfBooks(find),
    ...figuresOfActivity(liquid, find('BOVA11')),
  ];
}

function figuresOfReturns(
  liquid: readonly TickerObservations[],
  volatilityOf: (ticker: string) => number,
): Figure[] {
  const ofEach = (measure: (returns: number[], one: TickerObservations) => number): number =>
    mean(liquid.map((one) => measure(minuteReturns(one), one)));
  const volatility = ofEach((returns, { ticker, minutes }) => {
    const session = deviation(returns) * Math.sqrt(returns.length / minutes.length);
    return session / volatilityOf(ticker);
  });
  const figure = (name: string, value: number, low: number, high: number, unit = ''): Figure => ({
    ...{ name, value, low, high, unit },
  });
  return [
    figure('excess kurtosis, 1 minute', ofEach(excessKurtosis), 2, 40),
    figure(
      'excess kurtosis, 5 minutes',
      ofEach((_, one) => excessKurtosis(returnsOver(one, FIVE_MINUTES))),
      1,
      30,
    ),
    figure(
      'autocorrelation of returns, lag 1',
      ofEach((returns) => autocorrelation(returns, 1)),
      -0.12,
      0.08,
    ),
    figure(
      'autocorrelation of returns, lags 2 to 10',
      ofEach((returns) => mean(LAGS.slice(1).map((lag) => autocorrelation(returns, lag)))),
      -0.03,
      0.03,
    ),
    figure(
      'autocorrelation of absolute returns, lags 1 to 10',
      ofEach((returns) => mean(LAGS.map((lag) => autocorrelation(returns.map(Math.abs), lag)))),
      0.1,
      0.4,
    ),
    figure('volatility of a session / of the facts', volatility, 0.6, 1.5),
  ];
}

function figuresOfBooks(find: (ticker: string) => TickerObservations): Figure[] {
  const spreadBp = (ticker: string): number => {
    const one = find(ticker);
    return (median(one.spreads) / mean(one.minutes.flat())) * 10_000;
  };
  const bestThousands = (ticker: string): number => median(find(ticker).bestValues) / 100_000;
  return [
    { name: 'spread of PETR4', value: spreadBp('PETR4'), low: 2, high: 7, unit: 'bp' },
    { name: 'spread of thin books', value: mean(THIN.map(spreadBp)), low: 8, high: 60, unit: 'bp' },
    {
      name: 'spread of PETR4F / PETR4',
      value: spreadBp('PETR4F') / spreadBp('PETR4'),
      low: 2,
      high: 10,
      unit: '',
    },
    { name: 'levels a side of PETR4', value: median(find('PETR4').levels), low: 10, high: 30, unit: '' },
    {
      name: 'orders a level of PETR4',
      value: mean(find('PETR4').ordersPerLevel),
      low: 1.4,
      high: 5,
      unit: '',
    },
    {
      name: 'value at the best bid of PETR4',
      value: bestThousands('PETR4'),
      low: 40,
      high: 1_000,
      unit: 'R$ thousand',
    },
    {
      name: 'value at the best bid of PETR4F',
      value: bestThousands('PETR4F'),
      low: 0.5,
      high: 10,
      unit: 'R$ thousand',
    },
  ];
}

function figuresOfActivity(liquid: readonly TickerObservations[], index: TickerObservations): Figure[] {
  const curve = Array.from({ length: CURVE_PARTS }, (_, part) =>
    mean(liquid.map(({ volumeCurve }) => (volumeCurve[part] ?? 0) / mean(volumeCurve))),
  );
  const indexReturns = returnsOver(index, FIVE_MINUTES);
  const withIndex = mean(liquid.map((one) => correlation(returnsOver(one, FIVE_MINUTES), indexReturns)));
  const petr4 = liquid.find(({ ticker }) => ticker === 'PETR4');
  const tradesAMinute = (petr4?.trades ?? 0) / Math.max(1, petr4?.minutes.flat().length ?? 0);
  const sizes = liquid.map(({ sizes: own }) => quantile(own, 0.99) / median(own));
  return [
    { name: 'correlation with BOVA11, 5 minutes', value: withIndex, low: 0.3, high: 0.8, unit: '' },
    { name: 'volume at the opening / mean', value: mean(curve.slice(0, 3)), low: 1.4, high: 3.5, unit: '' },
    { name: 'volume at noon / mean', value: mean(curve.slice(16, 26)), low: 0.4, high: 0.95, unit: '' },
    { name: 'volume before the close / mean', value: mean(curve.slice(-3)), low: 1.2, high: 3, unit: '' },
    { name: 'trades a minute of PETR4', value: tradesAMinute, low: 30, high: 1_000, unit: '' },
    { name: 'largest hundredth of trades / median', value: mean(sizes), low: 5, high: 60, unit: '' },
  ];
}
