import { inflateSync } from 'node:zlib';

/** Reads the texts of a PDF in the order in which they were drawn, by page. For files of this library alone: pages in order. */
export function textsOf(pdf: Buffer): string[][] {
  const file = pdf.toString('latin1');
  return [...file.matchAll(/\/FlateDecode\r?\n>>\r?\nstream\r?\n([^]*?)\r?\nendstream/g)]
    .map(([, data = '']) => inflateSync(Buffer.from(data, 'latin1')).toString('latin1'))
    .filter((content) => content.includes(' TJ'))
    .map((content) => [...content.matchAll(/\[([^\]]*)\] TJ/g)].map(([, shown = '']) => decode(shown)));
}

/** Number of pages that the catalogue of the file names. */
export const pageCountOf = (pdf: Buffer): number =>
  Number(/\/Type \/Pages\r?\n\/Count (\d+)/.exec(pdf.toString('latin1'))?.[1]);

const decode = (shown: string): string =>
  [...shown.matchAll(/<([0-9a-f]*)>/gi)]
    .map(([, hex = '']) => Buffer.from(hex, 'hex').toString('latin1'))
    .join('');
