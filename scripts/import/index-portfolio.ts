import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { PortfolioFileError, readPortfolioFile } from '#assets/index-compositions/portfolio-file.ts';
import { isIndex } from '#domain/market/index-asset.ts';
import { openAssets } from './open-assets.ts';

/** Far above any portfolio. */
const MAX_BYTES = 1024 * 1024;

/**
 * Imports the portfolio of an index, all or nothing, and returns a line that describes the result. It applies to sessions from
 * its day on. Throws PortfolioFileError for a wrong file.
 */
export async function importPortfolio(file: string): Promise<string> {
  const { size } = await stat(file);
  if (size > MAX_BYTES) throw new PortfolioFileError(`it has ${size} bytes, more than ${MAX_BYTES}`);
  const portfolio = readPortfolioFile(await readFile(file));
  const { ticker, from, divisor, members } = portfolio;
  if (!isIndex(ticker)) throw new PortfolioFileError(`the broker does not have the index ${ticker}`);
  const { store, where, close } = await openAssets();
  try {
    const listed = new Set((await store.instruments()).map((instrument) => instrument.ticker));
    await store.saveIndexComposition(portfolio);
    const absent = members.filter((member) => !listed.has(member.ticker)).map((member) => member.ticker);
    const without = listed.size === 0 || absent.length === 0 ? '' : `; not listed here: ${absent.join(', ')}`;
    const counts = `${members.length} members, divisor ${divisor}, from ${from}`;
    return `imported ${path.basename(file)} into ${where}: ${ticker}, ${counts}${without}`;
  } finally {
    await close();
  }
}
