import { badInput } from './errors.ts';

/** The most that one page of a list may hold. */
export const MAX_PAGE_SIZE = 200;

/**
 * Writes a position as an opaque cursor.
 *
 * @param kind names the one list or stream that the position belongs to, owner included (`orders:acc_1`), so that a
 *   cursor of another one is known as such
 */
export const encodeCursor = (kind: string, position: string): string =>
  Buffer.from(JSON.stringify([kind, position])).toString('base64url');

/** The position in a cursor of this list or stream; throws BAD_USER_INPUT for any other text. */
export function decodeCursor(kind: string, cursor: string): string {
  const position = positionIn(kind, cursor);
  if (position === null) throw badInput('This cursor was not given by this list or stream.');
  return position;
}

function positionIn(kind: string, cursor: string): string | null {
  let content: unknown;
  try {
    content = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
  if (!Array.isArray(content) || content.length !== 2) return null;
  const [itsKind, position] = content as unknown[];
  if (itsKind !== kind || typeof position !== 'string') return null;
  return encodeCursor(kind, position) === cursor ? position : null;
}

/** How many rows a page is to hold: `first`, or the fallback where none is given; throws BAD_USER_INPUT out of 0 to 200. */
export function pageSize(first: number | null | undefined, fallback: number): number {
  const size = first ?? fallback;
  if (Number.isInteger(size) && size >= 0 && size <= MAX_PAGE_SIZE) return size;
  throw badInput(`"first" must be from 0 to ${MAX_PAGE_SIZE}, not ${size}.`);
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
 * Makes a page of rows that were fetched with one more than the page holds, by which it is known whether more follow.
 *
 * @param options.limit how many the page holds (see `pageSize`)
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
  const edges = nodes.map((node) => ({ cursor: options.cursorOf(node), node }));
  return {
    edges,
    nodes,
    pageInfo: {
      hasNextPage: rows.length > options.limit,
      hasPreviousPage: options.hasPrevious,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
