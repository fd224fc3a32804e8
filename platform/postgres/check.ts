/** The part of every generated Prisma client that a check needs. */
interface QueryClient {
  $queryRawUnsafe(query: string): Promise<unknown>;
}

/** A round trip to the database. Rejects, saying why, when it does not answer. */
export const checkDatabase = async (client: QueryClient): Promise<void> =>
  void (await client.$queryRawUnsafe('SELECT 1'));
