import type { ResponsePath } from '@apollo/query-planner';
import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import { fieldsOf, fragmentsOf, responseKeyOf } from '../../operations/selections.ts';
import type { PreparedOperation } from '../../operations/prepare.ts';
import type { FailedField, FetchFailure } from './failure-record.ts';
import type { PlannedFetch } from './planned-fetches.ts';

export interface FailedExecution {
  readonly fetches: readonly PlannedFetch[];
  readonly operation: PreparedOperation;
  /** The client's data, after nulls have propagated. */
  readonly data: unknown;
  readonly failures: readonly FetchFailure[];
}

/** A field of the client that a failure has emptied; without a path, a failure that has emptied none. */
export interface FieldFailure {
  readonly path?: ResponsePath;
  readonly message: string;
  readonly extensions: GraphQLFormattedError['extensions'];
}

/**
 * Turns the failures of fetches into failures of the client's fields: one for each field that is empty by a failure, also through
 * a later fetch that needs the field. Where the null has propagated, the failure is at the entity, or at the field that the
 * subgraph named. A failure that has emptied nothing stays one failure, without a path.
 */
export function fieldFailures(execution: FailedExecution): FieldFailure[] {
  const found = new Map<string, FieldFailure & { readonly isNamed: boolean }>();
  for (const { error, fields, isOfOneField: isNamed } of execution.failures) {
    const { message, extensions } = error;
    const paths = emptiedPaths(execution, fields, isNamed);
    const places = paths.length === 0 ? [{}] : paths.map((path) => ({ path }));
    for (const place of places) {
      const key = JSON.stringify([place, message, extensions?.['code']]);
      found.set(key, { ...place, message, extensions, isNamed });
    }
  }
  const isBelowNull = belowNullOf(execution.data, [...found.values()]);
  return [...found.values()].flatMap(({ isNamed, ...failure }) =>
    !isNamed && failure.path && isBelowNull(failure.path) ? [] : [failure],
  );
}

/** Whether a path leads through a field that one of the failures has emptied: the client has that failure instead. */
function belowNullOf(data: unknown, failures: readonly FieldFailure[]): (path: ResponsePath) => boolean {
  const sights = failures.flatMap(({ path }) => (path ? [{ path, sight: lookUp(data, path) }] : []));
  const nulls = new Set(sights.flatMap(({ path, sight }) => (sight === 'null' ? [textOf(path)] : [])));
  return (path) =>
    lookUp(data, path) === 'nulled above' &&
    beginningsOf(path.slice(0, -1)).some((beginning) => nulls.has(beginning));
}

/** The state of a field in the client's data. It is hidden when only the gateway has selected it. */
type Sight = 'null' | 'value' | 'nulled above' | 'hidden';

/** Finds the client's fields that a failure has emptied. */
function emptiedPaths(
  { data, fetches, operation }: FailedExecution,
  fields: readonly FailedField[],
  isOfOneField: boolean,
): ResponsePath[] {
  const emptied = new Map<string, ResponsePath>();
  const add = (path: ResponsePath): void => void emptied.set(textOf(path), path);
  const seen = new Set<string>();
  const waiting = [...fields];
  // The list grows by the fields that depend on a missing one.
  for (const field of waiting) {
    const { path, owner } = field;
    if (seen.has(textOf(path))) continue;
    seen.add(textOf(path));
    const isNamed = isOfOneField && field === fields[0];
    const sight = lookUp(data, path);
    if (sight === 'null' || (sight === 'value' && isNamed)) add(path);
    if (sight === 'nulled above') {
      const place = isNamed || owner.length === 0 ? path : owner;
      if (!emptied.has(textOf(place))) add(selectedPart(operation, place));
    }
    if (sight === 'null' || sight === 'hidden') waiting.push(...dependents(fetches, path));
  }
  const [first] = fields;
  // The subgraph has named a field that only the gateway needs, and nothing of the client's is missing.
  if (emptied.size === 0 && isOfOneField && first) add(selectedPart(operation, first.path));
  return [...emptied.values()];
}

const textOf = (path: ResponsePath): string => JSON.stringify(path);

function lookUp(data: unknown, path: ResponsePath): Sight {
  let value = data;
  for (const step of path) {
    if (value === null || value === undefined) return 'nulled above';
    if (typeof value !== 'object' || !Object.hasOwn(value, step)) return 'hidden';
    value = (value as Record<string | number, unknown>)[step];
  }
  return value === null || value === undefined ? 'null' : 'value';
}

/** The beginning of a path that the client has selected. */
function selectedPart({ document, operation }: PreparedOperation, path: ResponsePath): ResponsePath {
  const fragments = fragmentsOf(document);
  let fields = fieldsOf(operation.selectionSet, fragments);
  const end = path.findIndex((step) => {
    if (typeof step === 'number') return false;
    const selected = fields.filter((field) => responseKeyOf(field) === step);
    fields = selected.flatMap(({ selectionSet }) => (selectionSet ? fieldsOf(selectionSet, fragments) : []));
    return selected.length === 0;
  });
  return end < 0 ? path : path.slice(0, Math.max(end, 1));
}

/** The fields of the fetches that need a field: without it they run for other entities only, or not at all. */
function dependents(fetches: readonly PlannedFetch[], path: ResponsePath): FailedField[] {
  return fetches.flatMap((fetch) => {
    const owner = path.slice(0, fetch.path.length);
    const isBelow = path.length > owner.length && fetch.path.every((step, at) => fits(owner[at], step));
    const field = path.slice(owner.length).filter((step) => step !== '@' && typeof step === 'string');
    if (!isBelow || !fetch.reads.some((read) => field.every((step, at) => (read[at] ?? step) === step)))
      return [];
    return fetch.keysOf().map((key) => ({ path: [...owner, key], owner }));
  });
}

const fits = (step: string | number | undefined, planned: string | number): boolean =>
  planned === '@' ? typeof step === 'number' : step === planned;

/** The reports of null in a non-null field that no failure explains, at the field, below or above it. */
export function unexplained(
  reports: readonly GraphQLError[],
  failures: readonly FieldFailure[],
): GraphQLError[] {
  if (reports.length === 0) return [];
  const paths = failures.flatMap(({ path }) => (path ? [path] : []));
  const failed = new Set(paths.map(textOf));
  const above = new Set(paths.flatMap(beginningsOf));
  return reports.filter(({ path }) => {
    const beginnings = beginningsOf([...(path ?? [])]);
    return !above.has(beginnings.at(-1) ?? '') && !beginnings.some((beginning) => failed.has(beginning));
  });
}

/** A path's beginnings as texts, from the root to the path itself. */
const beginningsOf = (path: ResponsePath): string[] =>
  Array.from({ length: path.length + 1 }, (_, length) => textOf(path.slice(0, length)));
