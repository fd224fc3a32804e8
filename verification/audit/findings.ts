/** What one rule came to. */
export interface Finding {
  /** Which of the design's invariants it belongs to. */
  readonly invariant: 1 | 2 | 3;
  /** What must hold, as a sentence. */
  readonly rule: string;
  /** How many things it was checked on, and what they are. */
  readonly checked: number;
  readonly unit: string;
  /** How many broke it. */
  readonly wrong: number;
  /** Some of those. */
  readonly examples: readonly string[];
}

/** How many wrong things are shown of each rule. */
const EXAMPLES = 5;

/** A finding from the list of all that is wrong. */
export const finding = (
  invariant: Finding['invariant'],
  rule: string,
  checked: number,
  unit: string,
  wrong: readonly string[],
): Finding => ({
  invariant,
  rule,
  checked,
  unit,
  wrong: wrong.length,
  examples: wrong.slice(0, EXAMPLES),
});

const TITLES = {
  1: 'Money and shares',
  2: 'Orders at broker and exchange',
  3: 'Executions',
} as const;

/** The findings as lines for a person. */
export function describeFindings(findings: readonly Finding[]): string[] {
  return ([1, 2, 3] as const).flatMap((invariant) => [
    `${invariant}. ${TITLES[invariant]}`,
    ...findings.filter((one) => one.invariant === invariant).flatMap(describe),
  ]);
}

function describe({ rule, checked, unit, wrong, examples }: Finding): string[] {
  const count = `${checked.toLocaleString('en')} ${unit}`;
  if (wrong === 0) return [`   holds   ${rule} (${count})`];
  const more = wrong > examples.length ? [`             and ${wrong - examples.length} more`] : [];
  return [
    `   BROKEN  ${rule}: ${wrong.toLocaleString('en')} wrong (${count})`,
    ...examples.map((example) => `             ${example}`),
    ...more,
  ];
}
