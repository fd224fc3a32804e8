/** The part of every generated Prisma client that a check needs. */
interface QueryClient {
  $queryRawUnsafe(query: string): Promise<unknown>;
}

/** Queries the database once. Rejects with the reason when it does not answer. */
export const checkDatabase = async (client: QueryClient): Promise<void> =>
  void (await client.$queryRawUnsafe('SELECT 1'));
