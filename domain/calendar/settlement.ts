/** Settlement cycle (D+n) in force from a trade day on. */
export interface SettlementCycle {
  /** First trade day (ISO) of the cycle. */
  readonly from: string;
  readonly source: string;
  /** Trading days from trade to settlement. */
  readonly tradingDays: number;
}

/** Settlement cycles, oldest first. B3 plans D+1 for February 2028 without an exact day, so the table omits it. */
const SETTLEMENT_CYCLES: readonly SettlementCycle[] = [
  { from: '2000-01-01', source: 'B3, D+3 for equities until 24 May 2019', tradingDays: 3 },
  { from: '2019-05-27', source: 'B3, D+2 for equities from 27 May 2019', tradingDays: 2 },
];

/** Settlement cycle of trades of a day. */
export function settlementCycleOn(tradeDay: string): SettlementCycle {
  const cycle = SETTLEMENT_CYCLES.findLast((candidate) => candidate.from <= tradeDay);
  if (!cycle) throw new RangeError(`no settlement cycle covers ${tradeDay}`);
  return cycle;
}
