/** How long something took. */
export interface Took {
  readonly wallMs: number;
  /** Of all threads of this process. */
  readonly cpuMs: number;
}

/** A running stopwatch; each call tells the time since it began. */
export function startWatch(): () => Took {
  const startMs = performance.now();
  const startCpu = process.cpuUsage();
  return () => {
    const wallMs = performance.now() - startMs;
    const { user, system } = process.cpuUsage(startCpu);
    return { wallMs, cpuMs: (user + system) / 1_000 };
  };
}

/**
 * What counts as the time of work on one thread that never waits: the wall's, or the processor's when that is less,
 * because then others had the processor meanwhile.
 */
export const workMs = ({ wallMs, cpuMs }: Took): number => Math.min(wallMs, cpuMs);

export function timed<T>(run: () => T): { readonly took: Took; readonly result: T } {
  const stop = startWatch();
  const result = run();
  return { took: stop(), result };
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** The value below which a part of the values lies; NaN of none. */
export function quantile(values: readonly number[] | Float64Array, part: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}

/**
 * Runs all contestants once in each round, so that whatever else goes on in the machine meets all of them, and gives
 * the median of each. The first round only warms up.
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

/** Collects garbage when Node was started with --expose-gc, as `npm run bench` does. */
export const collectGarbage = (): void => globalThis.gc?.();
