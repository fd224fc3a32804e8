import type { Tx } from './load-unit-of-work.prisma.ts';

/** The accounts of the owners of some accounts, each owner's together and in the order of their ids. */
export async function readPersons(
  client: Pick<Tx, '$queryRaw'>,
  accountIds: readonly string[],
): Promise<readonly (readonly string[])[]> {
  const rows = await client.$queryRaw<{ ids: string[] }[]>`
    SELECT array_agg(id ORDER BY id) AS ids FROM account
    WHERE owner_id IN (SELECT owner_id FROM account WHERE id = ANY(${[...accountIds]}::text[]))
    GROUP BY owner_id ORDER BY owner_id`;
  return rows.map(({ ids }) => ids);
}
