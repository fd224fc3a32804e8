/** Duration of a run. */
export interface Duration {
  readonly wallMs: number;
  /** CPU time of all threads of this process. */
  readonly cpuMs: number;
}

/** Starts a stopwatch; each call of it returns the duration since the start. */
export function startWatch(): () => Duration {
  const startMs = performance.now();
  const startCpu = process.cpuUsage();
  return () => {
    const wallMs = performance.now() - startMs;
    const { user, system } = process.cpuUsage(startCpu);
    return { wallMs, cpuMs: (user + system) / 1_000 };
  };
}

/**
 * Time of work on one thread that never waits: the smaller of wall and CPU time. CPU time is smaller if other processes
 * used the processor meanwhile; wall time is smaller if other threads of this process ran.
 */
export const workMs = ({ wallMs, cpuMs }: Duration): number => Math.min(wallMs, cpuMs);

export function timed<T>(run: () => T): { readonly took: Duration; readonly result: T } {
  const stop = startWatch();
  const result = run();
  return { took: stop(), result };
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** The quantile of the values for a part from 0 to 1; NaN for no values. */
export function quantile(values: readonly number[] | Float64Array, part: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}

/**
 * Runs all contestants once in each round, so that other load of the machine affects all of them. Returns the median of
 * each. The first round only warms up.
 */
export async function inRounds<Name extends string>(
  rounds: number,
  contestants: Readonly<Record<Name, () => number | Promise<number>>>,
): Promise<Record<Name, number>> {
  const names = Object.keys(contestants) as Name[];
  const values = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++)
    for (const name of names) {
      collectGarbage();
      const value = await contestants[name]();
      if (round > 0) values.get(name)?.push(value);
    }
  return Object.fromEntries(names.map((name) => [name, median(values.get(name) ?? [])])) as Record<
    Name,
    number
  >;
}

/** Collects garbage if Node was started with --expose-gc, as `npm run bench` does. */
export const collectGarbage = (): void => globalThis.gc?.();
