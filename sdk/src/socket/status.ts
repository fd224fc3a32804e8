/**
 * State of the connection that the streams share, for a screen: `idle` without a stream, `connecting` at first, `live`, `reconnecting`
 * after a loss and while a silent broker is in doubt, `offline` when several attempts have failed. The client goes on trying in
 * every state.
 */
export type ConnectionState = 'idle' | 'connecting' | 'live' | 'reconnecting' | 'offline';

/** State of the connection, for screens. */
export interface ConnectionStatus {
  readonly state: ConnectionState;
  /** Calls back at every change. Returns the end of that. */
  onChange(listener: (state: ConnectionState) => void): () => void;
}

export interface Status extends ConnectionStatus {
  set(state: ConnectionState): void;
}

export function createStatus(): Status {
  const listeners = new Set<(state: ConnectionState) => void>();
  let now: ConnectionState = 'idle';
  return {
    get state() {
      return now;
    },
    set: (state) => {
      if (state === now) return;
      now = state;
      for (const listener of [...listeners]) listener(state);
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
