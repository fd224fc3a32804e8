import path from 'node:path';
import type { Figure, Section } from '../../report.ts';
import { readProfile, timesOf, type Program, type Times } from './cpu-profile.ts';
import type { Usage } from './usage.ts';

const root = path.resolve(import.meta.dirname, '../../..');
/** Entries below this part of all processor time are added up in one. */
const SMALL = 0.01;

/** A load that ran under the profiler. */
export interface ProfiledLoad {
  readonly name: string;
  readonly orders: number;
  readonly used: Usage;
  /** File with the profile of the broker's process. */
  readonly profileFile: string;
  readonly program: Program;
}

/** The work for each order of a load: of PostgreSQL by database, and of the broker's process by step and by code. */
export async function profileTable({
  name,
  orders,
  used,
  profileFile,
  program,
}: ProfiledLoad): Promise<Section> {
  const { byStage, byCode } = timesOf(await readProfile(profileFile), root, program);
  const each = (key: string, what: string, value: number, unit: string): Figure => ({
    key: `profile.${name}.${key}`,
    what,
    value: value / orders,
    unit,
  });
  const databases = [...used.databases]
    .filter(([, { commits }]) => commits / orders > SMALL)
    .flatMap(([database, counts]) => [
      each(`${database}.commits`, `${database}: transactions`, counts.commits, '/order'),
      ...(counts.statements === null
        ? []
        : [each(`${database}.statements`, `${database}: statements`, counts.statements, '/order')]),
      each(`${database}.rows`, `${database}: rows inserted, updated, deleted`, rowsOf(counts), '/order'),
    ]);
  return {
    title: `Profile: ${name}`,
    note: `For each of ${orders.toLocaleString('en-US')} orders, all of its steps included. The sampling itself takes a part of the broker's time.`,
    figures: [
      each('broker', 'broker: processor', used.brokerUs, 'us/order'),
      each('postgres', 'PostgreSQL: processor', used.postgresUs, 'us/order'),
      each('clients', 'clients: processor', used.clientsUs, 'us/order'),
      each('syncs', 'PostgreSQL: syncs of its log', used.walSyncs, '/order'),
      each('bytes', 'PostgreSQL: bytes of its log', used.walBytes, 'bytes/order'),
      ...databases,
      ...timeFigures(byStage).map(([what, us]) => each(`stage.${what}`, `step: ${what}`, us, 'us/order')),
      ...timeFigures(byCode).map(([what, us]) => each(`code.${what}`, `code: ${what}`, us, 'us/order')),
    ],
  };
}

const rowsOf = ({
  inserts,
  updates,
  deletes,
}: {
  inserts: number;
  updates: number;
  deletes: number;
}): number => inserts + updates + deletes;

/** The largest first; the small ones as one. */
function timeFigures(times: Times): [string, number][] {
  const total = [...times.values()].reduce((sum, us) => sum + us, 0);
  const large = [...times].filter(([, us]) => us >= SMALL * total).toSorted((a, b) => b[1] - a[1]);
  const rest = total - large.reduce((sum, [, us]) => sum + us, 0);
  return [...large, ['the rest', rest]];
}
