import { badInput } from '../errors.ts';
import { parseJson } from '../../json.ts';

/** Maximum number of rows of a page. */
const MAX_PAGE_SIZE = 200;

/**
 * Encodes a position as an opaque cursor.
 *
 * @param kind the list or stream of the position, owner included (`orders:acc_1`), so that `decodeCursor` detects a
 *   cursor of another one
 */
export const encodeCursor = (kind: string, position: string): string =>
  Buffer.from(JSON.stringify([kind, position])).toString('base64url');

/** Decodes the position in a cursor of this list or stream. Throws BAD_USER_INPUT for any other text. */
export function decodeCursor(kind: string, cursor: string): string {
  const position = positionIn(kind, cursor);
  if (position === null) throw badInput('This cursor was not given by this list or stream.');
  return position;
}

function positionIn(kind: string, cursor: string): string | null {
  const content = parseJson(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (!Array.isArray(content) || content.length !== 2) return null;
  const [cursorKind, position] = content as unknown[];
  if (cursorKind !== kind || typeof position !== 'string') return null;
  return encodeCursor(kind, position) === cursor ? position : null;
}

/** The number of rows of a page. Throws BAD_USER_INPUT outside 0 to 200. */
export const pageSize = (first: number): number => boundedSize('first', first, MAX_PAGE_SIZE);

/** The number of rows that an argument requests. Throws BAD_USER_INPUT outside 0 to `max`. */
export function boundedSize(argument: string, size: number, max: number): number {
  if (Number.isInteger(size) && size >= 0 && size <= max) return size;
  throw badInput(`"${argument}" must be from 0 to ${max}, not ${size}.`);
}

/** A page of a list as the graph shows it. */
export interface Connection<T> {
  readonly edges: readonly { readonly cursor: string; readonly node: T }[];
  readonly nodes: readonly T[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

/**
 * Makes a page. The caller fetches one row more than the page holds, which shows whether more rows follow.
 *
 * @param options.limit number of rows of the page (see `pageSize`)
 * @param options.hasPrevious whether the page began after a cursor
 */
export function connection<T>(
  rows: readonly T[],
  options: {
    readonly limit: number;
    readonly cursorOf: (row: T) => string;
    readonly hasPrevious: boolean;
  },
): Connection<T> {
  const nodes = rows.slice(0, options.limit);
  const [first, last] = [nodes[0], nodes.at(-1)];
  return {
    edges: nodes.map((node) => edgeOf(node, options.cursorOf)),
    nodes,
    pageInfo: {
      hasNextPage: rows.length > options.limit,
      hasPreviousPage: options.hasPrevious,
      startCursor: first === undefined ? null : options.cursorOf(first),
      endCursor: last === undefined ? null : options.cursorOf(last),
    },
  };
}

/** An edge that encodes its cursor when it is read: most clients read only the nodes. */
const edgeOf = <T>(node: T, cursorOf: (row: T) => string): { readonly cursor: string; readonly node: T } => ({
  get cursor() {
    return cursorOf(node);
  },
  node,
});
