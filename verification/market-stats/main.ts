/** Runs the simulated market on a stepped clock and compares it with real markets: `npm run market-stats`. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { loadCatalogue } from '#assets/catalogue/catalogue.ts';
import { DEFAULT_SIMULATOR_SETTINGS } from '#simulator/settings.ts';
import { runCommand, wholeNumber, type CommandLine } from '#scripts/command.ts';
import { endProgress, showProgress } from '#scripts/progress-line.ts';
import * as draw from './draw.ts';
import type { MarketObservations, TickerObservations } from './observe.ts';
import { simulateMarket } from './simulate.ts';
import { figuresOf, isWithin, type Figure } from './targets.ts';

const FIRST_DAY = '2026-03-16';
const USAGE = `usage: npm run market-stats -- [--days N] [--seed N] [--rate N] [--out FOLDER]

Runs the simulated market and the exchange over whole sessions on a stepped clock, compares returns, spreads, depth, volume and
correlation with the ranges of docs/market.md, and draws pictures. Exits 1 when a figure lies outside its range.

  --days N      sessions, 1 to 30; 3 without it
  --seed N      random seed of the participants; 1 without it
  --rate N      commands per second; ${DEFAULT_SIMULATOR_SETTINGS.commandsPerSecond} without it, as of a running broker
  --out FOLDER  folder of the pictures (SVG); .cache/market-stats without it`;

await runCommand({ usage: USAGE, options: ['days', 'seed', 'rate', 'out'] }, async (given) => {
  const days = wholeNumber(given, 'days', { missing: 3, min: 1, max: 30 });
  const observed = simulateMarket({
    firstDay: FIRST_DAY,
    days,
    seed: wholeNumber(given, 'seed', { missing: 1, min: 0, max: 4_294_967_295 }),
    commandsPerSecond: wholeNumber(given, 'rate', {
      missing: DEFAULT_SIMULATOR_SETTINGS.commandsPerSecond,
      min: 1,
      max: 10_000,
    }),
    onProgress: (done) => showProgress(`${Math.floor(done * 100)} %`),
  });
  endProgress();
  const listings = loadCatalogue(FIRST_DAY).map((one) => ({ v: 1 as const, ...one }));
  const figures = figuresOf(observed, listings);
  for (const figure of figures) console.log(rowOf(figure));
  console.log(`${days} sessions, ${observed.commands} commands`);
  console.log(`pictures in ${await writePictures(observed, given)}`);
  return figures.every(isWithin) ? 0 : 1;
});

function rowOf(figure: Figure): string {
  const { name, value, low, high, unit } = figure;
  const range = `${low} to ${high} ${unit}`.trimEnd();
  return `${isWithin(figure) ? 'ok  ' : 'OUT '} ${name.padEnd(52)} ${value.toFixed(2).padStart(9)}   ${range}`;
}

async function writePictures({ tickers }: MarketObservations, given: CommandLine): Promise<string> {
  const folder = path.resolve(given.options.get('out') ?? '.cache/market-stats');
  await mkdir(folder, { recursive: true });
  const some = (...names: string[]): TickerObservations[] => names.flatMap((name) => tickers.get(name) ?? []);
  const [petr4, thin] = some('PETR4', 'GOLD11');
  if (!petr4 || !thin) throw new RangeError('PETR4 or GOLD11 was not observed');
  const liquid = some('PETR4', 'VALE3', 'ITUB4', 'BBDC4', 'ABEV3', 'MGLU3');
  const pictures: Record<string, string> = {
    'candles-liquid': draw.drawCandles(petr4, 5),
    'candles-thin': draw.drawCandles(thin, 5),
    books: draw.drawBooks(some('PETR4', 'GOLD11', 'PETR4F')),
    volume: draw.drawVolumeCurve(liquid.map(({ volumeCurve }) => volumeCurve)),
    returns: draw.drawReturns(petr4, 1),
    autocorrelation: draw.drawAutocorrelation(liquid, 30),
    paths: draw.drawPaths(some('BOVA11', 'PETR4', 'VALE3', 'ITUB4', 'MGLU3', 'KNIP11')),
  };
  for (const [name, svg] of Object.entries(pictures)) await writeFile(path.join(folder, `${name}.svg`), svg);
  return folder;
}
