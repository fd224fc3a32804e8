type ResolveReference = (...args: never[]) => unknown;

/**
 * The same resolvers, with every `__resolveReference` made asynchronous. Apollo's `_entities` calls them one after the
 * other in a plain loop: one that throws there leaves the promises of those before it without anybody to catch them, and
 * such a rejection ends the process.
 */
export function withAsyncReferences(resolvers: object): object {
  const entries = Object.entries(resolvers) as [string, object][];
  return Object.fromEntries(entries.map(([type, fields]) => [type, withAsyncReference(fields)]));
}

function withAsyncReference(fields: object): object {
  const { __resolveReference: resolve } = fields as { readonly __resolveReference?: ResolveReference };
  if (!resolve) return fields;
  return { ...fields, __resolveReference: async (...args: never[]) => resolve(...args) };
}
