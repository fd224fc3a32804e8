/** Global id of the instrument of a ticker. */
export const assetIdOf = (ticker: string): string => `ast_${ticker}`;

/** Ticker in a global id; null when the id is not that of an instrument. Does not check that the instrument exists. */
export const tickerOfAssetId = (id: string): string | null => /^ast_([A-Z0-9 ]{1,16})$/.exec(id)?.[1] ?? null;
