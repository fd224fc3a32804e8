import { Pool } from 'undici';
import { createCircuit, type Circuit } from '../retry/circuit.ts';
import type { Clock } from '../time/clock.ts';

export interface PeerCircuitOptions {
  /** Address of the process, `http://HOST:PORT`. */
  readonly origin: string;
  readonly wallClock: Clock;
  readonly onClose: () => void;
}

/**
 * A circuit for the requests to a process. A probe has a connection of its own, since those of the requests may all be
 * busy. Every answer counts, whatever its status: a process that is starting, or a server of others, answers 404 or 503.
 */
export function createPeerCircuit({ origin, wallClock, onClose }: PeerCircuitOptions): Circuit {
  const pool = new Pool(origin, { connections: 1, pipelining: 0 });
  const probe = async (signal: AbortSignal): Promise<void> => {
    const { body } = await pool.request({ method: 'GET', path: '/health/live', signal });
    await body.dump();
  };
  const circuit = createCircuit({ clock: wallClock, probe, onClose });
  return {
    ...circuit,
    stop: () => {
      circuit.stop();
      void pool.destroy();
    },
  };
}
