import { createCounts } from '#platform/counts.ts';

/** Answers that hostile clients got. Passes from process to process as JSON. */
export interface TallyResult {
  /** Number of answers by label: status and code, or how a socket closed. */
  readonly answers: Readonly<Record<string, number>>;
  readonly receivedBytes: number;
  /** Size of the largest answer. */
  readonly largestBytes: number;
  readonly slowestMs: number;
  /** Faults that a client noticed by itself. */
  readonly violations: readonly string[];
}

/** Collects the answers of one attack. */
export interface Tally {
  answer(label: string, size?: { readonly bytes?: number; readonly ms?: number }): void;
  violation(text: string): void;
  result(): TallyResult;
}

const MAX_VIOLATIONS = 10;

export function createTally(): Tally {
  const answers = createCounts<string>();
  const violations = new Set<string>();
  let receivedBytes = 0;
  let largestBytes = 0;
  let slowestMs = 0;
  return {
    answer: (label, { bytes = 0, ms = 0 } = {}) => {
      answers.add(label);
      receivedBytes += bytes;
      largestBytes = Math.max(largestBytes, bytes);
      slowestMs = Math.max(slowestMs, ms);
    },
    violation: (text) => {
      if (violations.size < MAX_VIOLATIONS) violations.add(text);
    },
    result: () => ({
      answers: Object.fromEntries(answers.entries()),
      receivedBytes,
      largestBytes,
      slowestMs,
      violations: [...violations],
    }),
  };
}

/** Number of answers with a label that matches. */
export const countOf = ({ answers }: TallyResult, pattern: RegExp): number =>
  Object.entries(answers).reduce((sum, [label, count]) => (pattern.test(label) ? sum + count : sum), 0);

/** The expectation that answers exist and that each label matches; returns the violations. */
export function onlyAnswers(result: TallyResult, allowed: RegExp): readonly string[] {
  const labels = Object.keys(result.answers);
  if (labels.length === 0) return ['no answer at all'];
  return labels.filter((label) => !allowed.test(label)).map((label) => `unexpected answer: ${label}`);
}

/** The expectation that at least one answer matches; returns the violations. */
export const someAnswer = (result: TallyResult, required: RegExp, meaning: string): readonly string[] =>
  countOf(result, required) > 0 ? [] : [`${meaning}: never answered`];
