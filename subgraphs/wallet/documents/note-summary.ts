import { add, subtract, sum } from '#domain/money/integer.ts';
import type { Note } from '#domain/notes/note.ts';
import { deductedTax } from '#domain/notes/note.ts';
import type { WithheldTax } from '#domain/notes/withholding.ts';
import { dateText, moneyText, sideText } from './brazilian-format.ts';

/** A row of a summary. A heading has no amount. */
export interface SummaryRow {
  readonly label: string;
  readonly amount: string;
  /** D or C: the client pays or receives the amount. */
  readonly side: string;
  readonly isHeading: boolean;
}

/** The box "Resumo dos Negócios": markets without trades stand with zero, as on every note. */
export function dealSummaryOf({ boughtCentavos, soldCentavos }: Note): readonly SummaryRow[] {
  return [
    amount('Debêntures', 0),
    amount('Vendas à vista', soldCentavos),
    amount('Compras à vista', boughtCentavos),
    amount('Opções - compras', 0),
    amount('Opções - vendas', 0),
    amount('Operações a termo', 0),
    amount('Valor das oper. c/ títulos públ. (v. nom.)', 0),
    amount('Valor das operações', add(boughtCentavos, soldCentavos)),
  ];
}

/** The box "Resumo Financeiro". The totals of its groups sum to the net amount. */
export function financialSummaryOf(note: Note): readonly SummaryRow[] {
  const { costs, withheld } = note;
  const trades = subtract(note.soldCentavos, note.boughtCentavos);
  const operational = sum([
    costs.brokerageCentavos,
    costs.brokerageTaxesCentavos,
    costs.otherCentavos,
    deductedTax(withheld),
  ]);
  return [
    heading('Clearing'),
    signed('Valor líquido das operações', trades),
    cost('Taxa de liquidação', costs.settlementFeeCentavos),
    cost('Taxa de registro', 0),
    signed('Total CBLC', subtract(trades, costs.settlementFeeCentavos)),
    heading('Bolsa'),
    cost('Taxa de termo/opções', 0),
    cost('Taxa A.N.A.', 0),
    cost('Emolumentos', costs.tradingFeeCentavos),
    cost('Total Bovespa / Soma', costs.tradingFeeCentavos),
    heading('Custos operacionais'),
    cost('Taxa operacional', costs.brokerageCentavos),
    cost('Execução', 0),
    cost('Taxa de custódia', 0),
    cost('Impostos', costs.brokerageTaxesCentavos),
    ...withheld.map(withheldRow),
    cost('Outros', costs.otherCentavos),
    cost('Total custos / despesas', operational),
    signed(`Líquido para ${dateText(note.settlesOn)}`, note.netCentavos),
  ];
}

/** Sentences on withheld taxes below the summary of the deals. */
export function remarksOf({ withheld }: Note): readonly string[] {
  return withheld.flatMap(({ kind, baseCentavos, amountCentavos, isDeducted }) => {
    if (kind === 'DAY_TRADE')
      return [`IRRF Day Trade: Base R$ ${moneyText(baseCentavos)}, Projeção R$ ${moneyText(amountCentavos)}`];
    return isDeducted
      ? []
      : [`I.R.R.F. de R$ ${moneyText(amountCentavos)} não descontado: até R$ 1,00 no mês (Lei 11.033/2004).`];
  });
}

function withheldRow({ kind, baseCentavos, amountCentavos, isDeducted }: WithheldTax): SummaryRow {
  const name = kind === 'DAY_TRADE' ? 'I.R.R.F. Day Trade (proj.)' : 'I.R.R.F. s/ operações';
  const row = amount(`${name}, base R$ ${moneyText(baseCentavos)}`, amountCentavos);
  return isDeducted ? { ...row, side: sideText(-amountCentavos) } : row;
}

const heading = (label: string): SummaryRow => ({ label, amount: '', side: '', isHeading: true });

const amount = (label: string, centavos: number): SummaryRow => ({
  label,
  amount: moneyText(centavos),
  side: '',
  isHeading: false,
});

const signed = (label: string, centavos: number): SummaryRow => ({
  ...amount(label, centavos),
  side: sideText(centavos),
});

const cost = (label: string, centavos: number): SummaryRow => signed(label, -centavos);
