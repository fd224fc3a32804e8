/** Lines of COTAHIST files for tests. */

const HEADER = '00COTAHIST.2021BOVESPA 20210625'.padEnd(245);

const FIELDS = {
  ...{ day: '20210625', bdi: '02', market: '010', name: 'NAME', specification: 'PN', term: '' },
  ...{ factor: 1, isin: 'BRPETRACNPR6' },
};

/** A line of a ticker with one price. */
export function quoteLine(ticker: string, close: number, changes: Partial<typeof FIELDS> = {}): string {
  const { day, bdi, market, name, specification, term, factor, isin } = { ...FIELDS, ...changes };
  const price = String(close).padStart(13, '0');
  const figures = `${price.repeat(7)}00001${'100'.padStart(18, '0')}${String(close * 100).padStart(18, '0')}`;
  const head = `01${day}${bdi}${ticker.padEnd(12)}${market}${name.padEnd(12)}${specification.padEnd(10)}`;
  const rest = `${'0'.repeat(13)}099991231${String(factor).padStart(7, '0')}${'0'.repeat(13)}${isin}101`;
  return `${head}${term.padEnd(3)}R$  ${figures}${rest}`;
}

/** A complete file with these lines. */
export const cotahistFile = (...lines: readonly string[]): string =>
  [
    HEADER,
    ...lines,
    `99COTAHIST.2021BOVESPA 20210625${String(lines.length + 2).padStart(11, '0')}`.padEnd(245),
    '',
  ].join('\r\n');
