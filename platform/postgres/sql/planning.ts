/**
 * Planning of the statements of a pool. A statement is planned once a connection, often while its tables are nearly empty: the
 * server would then read whole tables to join them, and go on so, however large they become, until it next analyzes them. All these
 * statements are about a few rows, so each row is looked up by an index.
 */
export const BY_INDEX = '-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off';

/** Lets the statements of a transaction that reads whole tables join them at once. */
export const planWholeTables = async (transaction: {
  $queryRaw(text: TemplateStringsArray): Promise<unknown>;
}): Promise<void> => {
  await transaction.$queryRaw`
    SELECT set_config(name, 'on', true) FROM unnest(ARRAY['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin']) AS name`;
};
