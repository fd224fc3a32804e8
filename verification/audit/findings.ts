/** Result of checking one rule. */
export interface Finding {
  /** Invariant of the design that the rule belongs to. */
  readonly invariant: 1 | 2 | 3 | 8;
  /** The rule, as a sentence. */
  readonly rule: string;
  /** Number of checked items, and their name. */
  readonly checked: number;
  readonly unit: string;
  /** Number of violations. */
  readonly wrong: number;
  /** Some of the violations. */
  readonly examples: readonly string[];
}

/** Maximum number of examples per rule. */
const EXAMPLES = 5;

/** Creates a finding from the list of violations. */
export const finding = ({
  wrong,
  ...checked
}: Omit<Finding, 'wrong' | 'examples'> & { readonly wrong: readonly string[] }): Finding => ({
  ...checked,
  wrong: wrong.length,
  examples: wrong.slice(0, EXAMPLES),
});

const TITLES = {
  1: 'Money and shares',
  2: 'Orders at broker and exchange',
  3: 'Executions',
  8: 'Positions, costs, notes, taxes and corporate actions',
} as const;

/** Formats the findings as lines of text. */
export function describeFindings(findings: readonly Finding[]): string[] {
  return ([1, 2, 3, 8] as const).flatMap((invariant) => [
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
