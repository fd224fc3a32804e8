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
  /** Lines count from 0. */
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber?: number };
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

/** `dispatch` starts and ends the profile itself. */
const IDLE: ReadonlySet<string> = new Set(['(idle)', '(program)', '(root)', 'dispatch']);

/** A compiled program. esbuild writes the path of each module in a comment before its code. */
export interface Program {
  readonly file: string;
  readonly text: string;
}

/** A program that is not compiled: its frames name their modules. */
const NOT_COMPILED: Program = { file: '', text: '' };

/**
 * Adds up the samples of a profile. Time without any work is left out.
 *
 * @param root folder of the project
 */
export function timesOf(profile: CpuProfile, root: string, program: Program = NOT_COMPILED): ProfileTimes {
  const fileOf = fileReader(root, program);
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map(
    profile.nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])),
  );
  const names = new Map(profile.nodes.map((node) => [node.id, codeOf(node, fileOf(node))]));
  const byCode = new Map<string, number>();
  const byStage = new Map<string, number>();
  const stages = new Map<number, string>();
  const stageOf = (id: number | undefined): string => {
    if (id === undefined) return 'other';
    const known = stages.get(id);
    if (known !== undefined) return known;
    const node = nodes.get(id);
    const found = (node && stageOfFile(fileOf(node))) ?? stageOf(parents.get(id));
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

type FileOf = (node: ProfileNode) => string | null;

/** Reads the path of a frame's module in the project; null for a frame of Node or V8. */
function fileReader(root: string, program: Program): FileOf {
  const modules = modulesByLine(program.text);
  return ({ callFrame: { url, lineNumber = 0 } }) => {
    const file = url.replace(/^file:\/\//, '').replace(/\?.*$/, '');
    if (file === program.file) return modules[lineNumber] ?? null;
    return path.isAbsolute(file) && file.startsWith(root) ? path.relative(root, file) : null;
  };
}

const MODULE = /^\s*\/\/ (\S+\.(?:ts|tsx|js|json))$/;

function modulesByLine(text: string): readonly (string | null)[] {
  let current: string | null = null;
  return text.split('\n').map((line) => (current = MODULE.exec(line)?.[1] ?? current));
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
function codeOf(node: ProfileNode, file: string | null): string {
  const { functionName, url } = node.callFrame;
  if (functionName === '(garbage collector)') return 'garbage collector';
  if (file === null) return url.startsWith('node:') || url === '' ? 'node' : 'other';
  const library = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1];
  return library ?? file.split('/').slice(0, 2).join('/');
}
