import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** The part of a V8 CPU profile that counts. Times in microseconds. */
export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string };
  readonly children?: readonly number[];
}

/** Processor time by name, in microseconds. */
export type Times = ReadonlyMap<string, number>;

/** The processor time of a profile in two divisions. */
export interface ProfileTimes {
  /** By the library or the folder of the project whose own code ran. */
  readonly byCode: Times;
  /** By the step of an order's way: the innermost frame of the project on the stack. */
  readonly byStage: Times;
}

/** Folders of the project and their steps of an order's way; the first that fits counts. */
const STAGES: readonly (readonly [prefix: string, stage: string])[] = [
  ['gateway/core/subscriptions', 'stream'],
  ['gateway/core/ws', 'stream'],
  ['gateway/', 'gateway'],
  ['platform/graphql', 'gateway'],
  ['platform/http', 'gateway'],
  ['platform/rate-limits', 'gateway'],
  ['platform/security', 'gateway'],
  ['platform/streams', 'stream'],
  ['subgraphs/orders/accept', 'accept'],
  ['subgraphs/orders/graph', 'accept'],
  ['subgraphs/orders/outbox', 'relay'],
  ['subgraphs/orders/reports', 'apply'],
  ['subgraphs/orders/streams', 'stream'],
  ['subgraphs/orders/store', 'store of orders'],
  ['subgraphs/wallet/reserve', 'reserve'],
  ['subgraphs/wallet/book', 'book'],
  ['subgraphs/wallet/outbox', 'relay'],
  ['subgraphs/wallet/streams', 'stream'],
  ['subgraphs/wallet/store', 'store of the wallet'],
  ['subgraphs/wallet', 'wallet, other'],
  ['subgraphs/market-data', 'market data'],
  ['matching-engine', 'engine'],
  ['platform/in-process', 'queue and log'],
  ['platform/disk-log', 'queue and log'],
  ['platform/group-commit', 'queue and log'],
  ['platform/postgres', 'database client'],
  ['domain/ledger', 'reserve'],
  ['domain/orders', 'accept'],
];

const IDLE: ReadonlySet<string> = new Set(['(idle)', '(program)', '(root)']);

/** Adds up the samples of a profile. Time without any work is left out. */
export function timesOf(profile: CpuProfile, root: string): ProfileTimes {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map(
    profile.nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])),
  );
  const names = new Map(profile.nodes.map((node) => [node.id, codeOf(node, root)]));
  const byCode = new Map<string, number>();
  const byStage = new Map<string, number>();
  const stages = new Map<number, string>();
  const stageOf = (id: number | undefined): string => {
    if (id === undefined) return 'other';
    const known = stages.get(id);
    if (known !== undefined) return known;
    const node = nodes.get(id);
    const found = (node && stageOfFile(fileOf(node, root))) ?? stageOf(parents.get(id));
    const stage = found === 'other' ? libraryStage(names.get(id) ?? '') : found;
    stages.set(id, stage);
    return stage;
  };
  profile.samples.forEach((id, index) => {
    const node = nodes.get(id);
    if (!node || IDLE.has(node.callFrame.functionName)) return;
    const us = profile.timeDeltas[index] ?? 0;
    add(byCode, names.get(id) ?? '', us);
    add(byStage, stageOf(id), us);
  });
  return { byCode, byStage };
}

export const readProfile = async (file: string): Promise<CpuProfile> =>
  JSON.parse(await readFile(file, 'utf8')) as CpuProfile;

const add = (times: Map<string, number>, name: string, us: number): unknown =>
  times.set(name, (times.get(name) ?? 0) + us);

/** Path of a frame's file in the project; null for a frame of Node or V8. */
function fileOf({ callFrame }: ProfileNode, root: string): string | null {
  const url = callFrame.url.replace(/^file:\/\//, '').replace(/\?.*$/, '');
  return path.isAbsolute(url) && url.startsWith(root) ? path.relative(root, url) : null;
}

function stageOfFile(file: string | null): string | null {
  if (file === null || file.startsWith('node_modules')) return null;
  return STAGES.find(([prefix]) => file.startsWith(prefix))?.[1] ?? null;
}

/** The stage of code that no frame of the project called: callbacks of the event loop. */
const libraryStage = (code: string): string =>
  ['@prisma', 'pg', 'pg-protocol', 'pg-pool', 'postgres-array'].some((name) => code.startsWith(name))
    ? 'database client'
    : 'other';

/** The library, the folder of the project, or Node itself. */
function codeOf(node: ProfileNode, root: string): string {
  const { functionName, url } = node.callFrame;
  if (functionName === '(garbage collector)') return 'garbage collector';
  const file = fileOf(node, root);
  if (file === null) return url.startsWith('node:') || url === '' ? 'node' : 'other';
  const library = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1];
  return library ?? file.split('/').slice(0, 2).join('/');
}
