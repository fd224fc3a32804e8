import type { Readiness } from '../process/part.ts';

/** Asks one dependency: ready when `check` resolves, else not, with the reason that it throws. */
export async function readinessOf(name: string, check: () => Promise<unknown>): Promise<Readiness> {
  try {
    await check();
    return { name, ready: true };
  } catch (error) {
    return { name, ready: false, detail: error instanceof Error ? error.message : String(error) };
  }
}
