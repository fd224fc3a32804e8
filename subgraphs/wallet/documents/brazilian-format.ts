import { formatCentavos } from '#domain/money/money.ts';

/** Formats a quantity as Brazilian documents do: 1234 is `1.234`. */
export const quantityText = (quantity: number): string => groupThousands(String(quantity));

/** Formats centavos as Brazilian documents do, without a sign: -123456 is `1.234,56`. The column D/C shows the direction. */
export function moneyText(centavos: number): string {
  const [reais = '', fraction = ''] = formatCentavos(Math.abs(centavos)).split('.');
  return `${groupThousands(reais)},${fraction}`;
}

/** Formats a day as Brazilian documents do: 2024-07-12 is `12/07/2024`. */
export const dateText = (day: string): string => day.split('-').reverse().join('/');

/** Direction of an amount for the client: credit, debit, or none for zero. */
export const sideText = (centavos: number): string => (centavos === 0 ? '' : centavos < 0 ? 'D' : 'C');

const groupThousands = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, '.');
