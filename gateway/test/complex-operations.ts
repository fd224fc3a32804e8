/** Operations around the gateway's limits of depth, aliases, root fields and fragments. */
export const nested = (levels: number): string =>
  `{ asset(ticker: "A") ${'{ twin '.repeat(levels - 2)}{ name }${' }'.repeat(levels - 2)} }`;
export const aliases = (count: number): string =>
  `{ asset(ticker: "A") { ${Array.from({ length: count }, (_, i) => `a${i}: name`).join(' ')} } }`;
export const aliasesInFragment = (count: number): string =>
  `{ asset(ticker: "A") { ...F twin { ...F } } } fragment F on Asset { ${Array.from({ length: count }, (_, i) => `a${i}: name`).join(' ')} }`;
export const roots = (count: number): string =>
  `{ ${Array.from({ length: count }, (_, i) => `a${i}: walletIsUp`).join(' ')} }`;
/** Fragments of which each spreads the next one twice. */
export const bomb = (levels: number): string =>
  `{ asset(ticker: "A") { ...F0 } } ${Array.from(
    { length: levels },
    (_, i) => `fragment F${i} on Asset { ${i + 1 < levels ? `...F${i + 1} ...F${i + 1}` : 'a: name'} }`,
  ).join(' ')}`;
