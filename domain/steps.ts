/**
 * Work in steps, so that it can rest between two. Each step yields the number of items that it has worked on; the caller
 * decides when the work rests.
 */
export type Steps<T> = Generator<number, T, undefined>;

/** Runs all steps one after the other, without a rest. */
export function allAtOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
