import type { IndexCompositionFact } from '#contracts/calls/assets.ts';

/** A portfolio file that is refused, with the line and the reason. */
export class PortfolioFileError extends Error {
  override readonly name = 'PortfolioFileError';
}

const TITLE = /^([A-Z]{4,5}) - Carteira .* (\d\d)\/(\d\d)\/(\d\d)\s*$/;
const TICKER = /^[A-Z0-9]{4,12}$/;
const QUANTITY = /^\d{1,3}(\.\d{3})*$/;
const SHARE = /^\d{1,3},\d{1,3}$/;
const DIVISOR = /^\d{1,3}(\.\d{3})*(,\d{1,8})?$/;
const TOTAL_LABEL = /^Quantidade Te.rica Total$/;
const MAX_MEMBERS = 1_000;

/**
 * Reads the portfolio of an index as B3's site gives it ("IBOVDia_16-03-26.csv"): Latin-1, fields by semicolons, Brazilian
 * numbers; a title with index and day, a line of headings, the members, the total quantity and the divisor ("Redutor").
 * Throws PortfolioFileError for any other content.
 */
export function readPortfolioFile(bytes: Uint8Array): IndexCompositionFact {
  const lines = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('latin1')
    .split(/\r?\n/);
  const [, ticker, day, month, year] = TITLE.exec(lines[0] ?? '') ?? [];
  if (!ticker || !day || !month || !year)
    throw new PortfolioFileError('line 1 is not a title such as "IBOV - Carteira do Dia 16/03/26"');
  const members: { ticker: string; quantity: number; sharePpm: number }[] = [];
  let divisor: string | null = null;
  let total: number | null = null;
  for (const [index, line] of lines.entries()) {
    if (index < 2 || line.trim() === '') continue;
    const fields = line.split(';').map((field) => field.trim());
    if (fields[0] === 'Redutor') divisor = divisorIn(fields[3] ?? '', index);
    else if (TOTAL_LABEL.test(fields[0] ?? '')) total = quantityIn(fields[3] ?? '', index);
    else members.push(memberIn(fields, index));
  }
  if (divisor === null) throw new PortfolioFileError('the line of the divisor (Redutor) is missing');
  checkMembers(members, total);
  return { ticker, from: `20${year}-${month}-${day}`, divisor, members };
}

function memberIn(fields: readonly string[], index: number) {
  const [ticker = '', , , quantity = '', share = ''] = fields;
  if (!TICKER.test(ticker)) throw faultOf(index, `'${ticker.slice(0, 40)}' is not a ticker`);
  if (!SHARE.test(share)) throw faultOf(index, `'${share.slice(0, 40)}' is not a share such as 2,483`);
  const sharePpm = Math.round(Number(share.replace(',', '.')) * 10_000);
  return { ticker, quantity: quantityIn(quantity, index), sharePpm };
}

function quantityIn(text: string, index: number): number {
  const quantity = Number(text.replaceAll('.', ''));
  if (!QUANTITY.test(text) || !Number.isSafeInteger(quantity) || quantity === 0)
    throw faultOf(index, `'${text.slice(0, 40)}' is not a quantity such as 4.273.841.357`);
  return quantity;
}

function divisorIn(text: string, index: number): string {
  const plain = text.replaceAll('.', '').replace(',', '.');
  if (!DIVISOR.test(text) || Number(plain) === 0)
    throw faultOf(index, `'${text.slice(0, 40)}' is not a divisor such as 14.532.958,45918233`);
  return plain;
}

function checkMembers(
  members: readonly { readonly ticker: string; readonly quantity: number }[],
  total: number | null,
): void {
  if (members.length === 0 || members.length > MAX_MEMBERS)
    throw new PortfolioFileError(`it has ${members.length} members, not 1 to ${MAX_MEMBERS}`);
  const repeated = members.find(
    ({ ticker }, index) => members.findIndex((one) => one.ticker === ticker) < index,
  );
  if (repeated) throw new PortfolioFileError(`${repeated.ticker} stands in it twice`);
  const sum = members.reduce((before, { quantity }) => before + quantity, 0);
  if (total === null) throw new PortfolioFileError('the line of the total quantity is missing');
  if (sum !== total)
    throw new PortfolioFileError(`the quantities sum up to ${sum}, not to the total ${total}`);
}

const faultOf = (index: number, reason: string): PortfolioFileError =>
  new PortfolioFileError(`line ${index + 1}: ${reason}`);
