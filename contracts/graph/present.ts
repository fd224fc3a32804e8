import { formatCentavos } from '#domain/money/money.ts';

/** An instant as a DateTime of the graph. */
export const dateTime = (instantMs: number): string => new Date(instantMs).toISOString();

/** Hundredths (centavos, basis points) as a Decimal of the graph with two places; null stays null. */
export const hundredthsOrNull = (centavos: number | null): string | null =>
  centavos === null ? null : formatCentavos(centavos);
