import type { AssetKind } from '#domain/market/instrument.ts';
import { add } from '#domain/money/integer.ts';
import type { FileAction } from './read-line.ts';
import { BadLine } from './bad-line.ts';
import { createTradeList, type TradeList } from './trade-list.ts';

/** A corporate action with its line in the file. */
export interface DayAction {
  readonly asset: string;
  readonly kind: AssetKind;
  readonly line: number;
  readonly action: FileAction;
}

/** Amounts of the day's note, in centavos, and the last line that names one; 0 without one. */
export interface DayAmounts {
  readonly brokerageCentavos: number;
  readonly otherCentavos: number;
  readonly line: number;
}

/** A day whose rows are being read. */
export interface OpenDay {
  readonly day: string;
  readonly list: TradeList;
  actions(): Iterable<DayAction>;
  amounts(): DayAmounts;
  /** @throws BadLine when the day has an action of this kind and asset */
  addAction(action: DayAction): void;
  addAmounts(amounts: DayAmounts): void;
}

/** Opens a day. */
export function openDay(day: string): OpenDay {
  const actions = new Map<string, DayAction>();
  let amounts: DayAmounts = { brokerageCentavos: 0, otherCentavos: 0, line: 0 };
  return {
    day,
    list: createTradeList(),
    actions: () => actions.values(),
    amounts: () => amounts,
    addAction: (added) => {
      const { asset, line, action } = added;
      const key = `${asset} ${action.kind}`;
      const before = actions.get(key);
      if (before) throw new BadLine(line, `line ${before.line} has the ${action.kind} of ${asset} on ${day}`);
      actions.set(key, added);
    },
    addAmounts: ({ brokerageCentavos, otherCentavos, line }) => {
      if (brokerageCentavos === 0 && otherCentavos === 0) return;
      amounts = {
        brokerageCentavos: add(amounts.brokerageCentavos, brokerageCentavos),
        otherCentavos: add(amounts.otherCentavos, otherCentavos),
        line,
      };
    },
  };
}
