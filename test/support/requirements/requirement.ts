import { describe } from 'vitest';

/** A program or server that a machine may lack. */
export interface Requirement {
  /** Its path or address; null where the machine has none. */
  readonly found: string | null;
  /** The missing part and how to get it; stands in the title of the skipped tests. */
  readonly remedy: string;
}

/** Tests that need it. Without it they count as skipped, and their title says why. */
export function describeWith(
  title: string,
  { found, remedy }: Requirement,
  tests: (found: string) => void,
): void {
  if (found === null) describe.skip(`${title} [skipped: ${remedy}]`, () => tests(''));
  else describe(title, () => tests(found));
}
