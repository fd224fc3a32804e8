import { useCallback, useMemo, useSyncExternalStore } from 'react';
import type { ConnectionState, ConnectionStatus } from '../socket/status.ts';
import { newest, requestStore, streamStore, type Shown, type Store } from './store.ts';

export type { Shown } from './store.ts';

const useStore = <Value>({ subscribe, get }: Store<Value>): Shown<Value> =>
  useSyncExternalStore(subscribe, get, get);

/**
 * The newest event of a stream. It opens when the component appears, again when a dependency changes, and ends with the component.
 *
 *   const { data } = useStream((signal) => broker.quoteStream({ tickers: [ticker] }, { signal }), [broker, ticker]);
 */
export const useStream = <Event>(
  open: (signal: AbortSignal) => AsyncIterable<Event>,
  dependencies: readonly unknown[],
): Shown<Event> => useFoldedStream<Event, Event>(open, (_before, event) => event, dependencies);

/**
 * The newest events of a stream, oldest first, at most `limit` (100). React may show several events at once, of which `useStream`
 * has the last one only.
 *
 *   const { data: updates = [] } = useEvents((signal) => broker.orderStream({ accountId }, { signal }), [accountId]);
 */
export const useEvents = <Event>(
  open: (signal: AbortSignal) => AsyncIterable<Event>,
  dependencies: readonly unknown[],
  limit = 100,
): Shown<readonly Event[]> => useFoldedStream(open, newest<Event>(limit), dependencies);

/**
 * All events of a stream, folded into one value. The type of the value is that of `before`:
 *
 *   useFoldedStream(open, (volume: number = 0, { trades }) => volume + trades.quantity, [ticker]);
 */
export const useFoldedStream = <Event, Value>(
  open: (signal: AbortSignal) => AsyncIterable<Event>,
  fold: (before: Value | undefined, event: Event) => Value,
  dependencies: readonly unknown[],
): Shown<Value> => useStore(useMemo(() => streamStore(open, fold), dependencies));

/** The result of a query, and a function that runs it again. */
export function useQuery<Value>(
  request: (signal: AbortSignal) => Promise<Value>,
  dependencies: readonly unknown[],
): Shown<Value> & { readonly refetch: () => void } {
  const store = useMemo(() => requestStore(request), dependencies);
  return { ...useStore(store), refetch: store.reload };
}

/** State of the connection of a client's streams: `useConnection(broker)`. */
export function useConnection({ connection }: { readonly connection: ConnectionStatus }): ConnectionState {
  const subscribe = useCallback((listener: () => void) => connection.onChange(listener), [connection]);
  const get = (): ConnectionState => connection.state;
  return useSyncExternalStore(subscribe, get, get);
}
