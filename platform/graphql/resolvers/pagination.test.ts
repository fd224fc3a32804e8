import fc from 'fast-check';
import { GraphQLError } from 'graphql';
import { describe, expect, test } from 'vitest';
import { connection, decodeCursor, encodeCursor, pageSize } from './pagination.ts';

const codeOf = (act: () => unknown): unknown => {
  try {
    act();
  } catch (error) {
    return error instanceof GraphQLError ? error.extensions['code'] : error;
  }
  return 'nothing thrown';
};

describe('cursors', () => {
  test('a cursor of the same list decodes to its position', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (kind, position) => {
        expect(decodeCursor(kind, encodeCursor(kind, position))).toBe(position);
      }),
    );
  });

  test('a cursor of another list is bad input', () => {
    expect(codeOf(() => decodeCursor('orders:acc_1', encodeCursor('orders:acc_2', '7')))).toBe(
      'BAD_USER_INPUT',
    );
  });

  test('any other text is bad input', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(codeOf(() => decodeCursor('orders', text))).toBe('BAD_USER_INPUT');
      }),
    );
  });

  test('a cursor with something appended is bad input', () => {
    expect(codeOf(() => decodeCursor('orders', `${encodeCursor('orders', '7')}=`))).toBe('BAD_USER_INPUT');
  });
});

describe('pages', () => {
  test.each([0, 1, 200])('first %s is the size of the page', (first) => {
    expect(pageSize(first)).toBe(first);
  });

  test.each([-1, 201, 1.5, Number.NaN])('first %s is bad input', (first) => {
    expect(codeOf(() => pageSize(first))).toBe('BAD_USER_INPUT');
  });

  test('walking all pages shows every row once', () => {
    fc.assert(
      fc.property(fc.nat(30), fc.integer({ min: 1, max: 7 }), (count, limit) => {
        const all = Array.from({ length: count }, (_, index) => index);
        const seen: number[] = [];
        for (let after = -1, more = true; more;) {
          const rows = all.filter((row) => row > after).slice(0, limit + 1);
          const page = connection(rows, { limit, cursorOf: String, hasPrevious: after >= 0 });
          seen.push(...page.nodes);
          more = page.pageInfo.hasNextPage;
          after = Number(page.pageInfo.endCursor);
        }
        expect(seen).toEqual(all);
      }),
    );
  });

  test('an empty page has no cursors', () => {
    const page = connection([1], { limit: 0, cursorOf: String, hasPrevious: false });
    expect(page).toEqual({
      edges: [],
      nodes: [],
      pageInfo: { hasNextPage: true, hasPreviousPage: false, startCursor: null, endCursor: null },
    });
  });
});
