/** How long after the trade cash and shares change hands, in force from a trade day on. */
export interface SettlementCycle {
  /** First trade day (ISO) to which it applies. */
  readonly from: string;
  readonly source: string;
  readonly tradingDays: number;
}

/** Oldest first. The step to D+1 that is planned for February 2028 has no date yet, so it is not here. */
export const SETTLEMENT_CYCLES: readonly SettlementCycle[] = [
  { from: '2000-01-01', source: 'B3, D+3 for equities until 24 May 2019', tradingDays: 3 },
  { from: '2019-05-27', source: 'B3, D+2 for equities from 27 May 2019', tradingDays: 2 },
];

/** The cycle that applies to trades of a day. */
export function settlementCycleOn(tradeDay: string): SettlementCycle {
  const cycle = SETTLEMENT_CYCLES.findLast((candidate) => candidate.from <= tradeDay);
  if (!cycle) throw new RangeError(`no settlement cycle is known for ${tradeDay}`);
  return cycle;
}
