/** Amounts as the graph shows them, from whole centavos and back. */
export const money = (centavos: number): string =>
  `${Math.floor(centavos / 100)}.${String(centavos % 100).padStart(2, '0')}`;
export const centavosOf = (text: string | null | undefined): number => Number(text?.replace('.', ''));
/** Provisional costs of an order's fills of a day in 2026: 2.50 and 0.50 basis points, each raised to the next centavo. */
export const provisional = (grossCentavos: number): number =>
  Math.ceil((grossCentavos * 250) / 1_000_000) + Math.ceil((grossCentavos * 50) / 1_000_000);
/** The same at the highest rates: fills in auctions pay 0.70 basis points. */
const highest = (grossCentavos: number): number =>
  Math.ceil((grossCentavos * 250) / 1_000_000) + Math.ceil((grossCentavos * 70) / 1_000_000);
/** Four fees, for fills in auctions and others, may be raised to the next centavo. */
const RAISED_CENTAVOS = 4;
/** The reservation of a buy for one day: the gross amount with its highest costs. */
export const costing = (grossCentavos: number): string => stillCosting(grossCentavos, 0);
/** The reservation for the rest of an order after a part of it has traded. */
export const stillCosting = (grossCentavos: number, tradedCentavos: number): string =>
  money(
    grossCentavos - tradedCentavos + highest(grossCentavos) + RAISED_CENTAVOS - provisional(tradedCentavos),
  );
