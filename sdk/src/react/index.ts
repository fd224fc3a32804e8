import { useCallback, useMemo, useState, useSyncExternalStore } from 'react';
import type { ConnectionState, ConnectionStatus } from '../socket/status.ts';
import { requestStore, streamStore, type Shown, type Store } from './store.ts';

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
 * All events of a stream, folded into one value. React may show several events at once, so a list of orders needs this form:
 *
 *   const { data } = useFoldedStream(open, (orders = [], { orders: { order } }) => [...orders, order], [accountId]);
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
  const [run, setRun] = useState(0);
  const shown = useStore(useMemo(() => requestStore(request), [...dependencies, run]));
  const refetch = useCallback(() => setRun((before) => before + 1), []);
  return { ...shown, refetch };
}

/** State of the connection of a client's streams: `useConnection(broker)`. */
export function useConnection({ connection }: { readonly connection: ConnectionStatus }): ConnectionState {
  const subscribe = useCallback((listener: () => void) => connection.onChange(listener), [connection]);
  const get = (): ConnectionState => connection.state;
  return useSyncExternalStore(subscribe, get, get);
}
