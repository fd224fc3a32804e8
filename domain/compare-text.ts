/** Order of texts by their code units, the same on every machine: that of ids and of days in ISO form. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
