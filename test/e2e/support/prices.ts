/** Amounts as the graph shows them, from whole centavos and back. */
export const money = (centavos: number): string =>
  `${Math.floor(centavos / 100)}.${String(centavos % 100).padStart(2, '0')}`;
export const centavosOf = (text: string | null | undefined): number => Number(text?.replace('.', ''));
/** A gross amount with the fees of 2026: 2.30 basis points. */
export const costing = (grossCentavos: number): string =>
  money(grossCentavos + Math.round((grossCentavos * 230) / 1_000_000));
/** The reservation for the rest of an order after a part of it has traded. */
export const stillCosting = (grossCentavos: number, tradedCentavos: number): string =>
  money(centavosOf(costing(grossCentavos)) - centavosOf(costing(tradedCentavos)));
