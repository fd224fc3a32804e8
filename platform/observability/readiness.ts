import type { Part, Readiness } from '../process/part.ts';
import { reasonOf } from '../retry/reason.ts';

/** A check for each dependency, by its name. A check rejects with the reason when the dependency cannot be used now. */
export type ReadinessChecks = Readonly<Record<string, () => Promise<unknown>>>;

/** Runs all checks at once: a dependency is ready when its check resolves, and not ready with the reason of a rejection. */
export const readinessOf = (checks: ReadinessChecks): Promise<readonly Readiness[]> =>
  Promise.all(
    Object.entries(checks).map(async ([name, check]): Promise<Readiness> => {
      try {
        await check();
        return { name, ready: true };
      } catch (error) {
        return { name, ready: false, detail: reasonOf(error) };
      }
    }),
  );

/** The readiness of several parts of one process. Parts have dependencies of the same name, so each name begins with its part. */
export async function readinessOfParts(parts: readonly Part[]): Promise<readonly Readiness[]> {
  const ofParts = await Promise.all(
    parts.map(async (part) =>
      (await part.readiness()).map((one) => ({ ...one, name: `${part.name}: ${one.name}` })),
    ),
  );
  return ofParts.flat();
}
