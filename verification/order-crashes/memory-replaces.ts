import type { ClientKey, OrderStore, ReplaceRequest, StoredReplace } from '#orders/store/store.ts';
import type { Atomic, OrderRows, ReplaceRows } from './memory-rows.ts';

export type ReplaceMethod =
  'addReplaceIntents' | 'dropReplaceIntents' | 'abandonReplaceIntents' | 'replaceRequests';

const keyOf = ({ accountId, clientId }: ClientKey): string => `${accountId} ${clientId}`;
const keyOfRequest = ({ accountId, clientRequestId }: ReplaceRequest): string =>
  keyOf({ accountId, clientId: clientRequestId });

export function markSent({ byId }: ReplaceRows, requestId: string): void {
  const stored = byId.get(requestId);
  if (stored) byId.set(requestId, { ...stored, reserving: false });
}

function removeIntents(
  { byId, ids }: ReplaceRows,
  which: (replace: StoredReplace) => boolean,
): readonly StoredReplace[] {
  const found = [...byId.values()].filter((replace) => replace.reserving && which(replace));
  for (const replace of found) {
    byId.delete(replace.requestId);
    ids.delete(keyOfRequest(replace));
  }
  return found;
}

/** Returns the number of abandoned intents. */
export function abandonReplaces(rows: OrderRows, which: (replace: StoredReplace) => boolean): number {
  const found = removeIntents(rows.replaces, which);
  for (const { requestId, correlationId } of found) rows.abandoned.set(requestId, correlationId);
  return found.length;
}

/** @param inTurn runs after the transactions under way: they lock the rows of the requests that they accept */
export function replaceIntents(
  rows: OrderRows,
  atomic: Atomic,
  inTurn: <T>(work: () => Promise<T>) => Promise<T>,
): Pick<OrderStore, ReplaceMethod> {
  const { byId, ids } = rows.replaces;
  return {
    addReplaceIntents: (requests) =>
      atomic(() => {
        const known = requests.map((request) => byId.get(ids.get(keyOfRequest(request)) ?? '') ?? null);
        return requests.map((request, index) => {
          const stored = known[index];
          if (stored) return stored;
          // An id that occurs twice in the statement.
          if (ids.has(keyOfRequest(request))) return null;
          ids.set(keyOfRequest(request), request.requestId);
          byId.set(request.requestId, { ...request, reserving: true });
          return 'WRITTEN';
        });
      }),
    dropReplaceIntents: (requestIds) =>
      inTurn(() =>
        atomic(() => void removeIntents(rows.replaces, ({ requestId }) => requestIds.includes(requestId))),
      ),
    abandonReplaceIntents: (requestIds) =>
      inTurn(() =>
        atomic(() => void abandonReplaces(rows, ({ requestId }) => requestIds.includes(requestId))),
      ),
    replaceRequests: (keys) => atomic(() => keys.map((key) => byId.get(ids.get(keyOf(key)) ?? '') ?? null)),
  };
}
