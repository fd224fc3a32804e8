import { delay, type Alarm, type Clock } from '../time/clock.ts';
import { backoffMs, type BackoffSettings } from './backoff.ts';
import { reasonOf } from './reason.ts';

/** The peer of a circuit does not answer: the request was not sent, or was given up. */
export class CircuitOpen extends Error {
  override readonly name = 'CircuitOpen';
}

export interface CircuitOptions {
  readonly clock: Clock;
  /** Resolves with any answer of the peer's process, however light. Its signal aborts when the time is over. */
  readonly probe: (signal: AbortSignal) => Promise<unknown>;
  /** Called when a probe of the open circuit succeeds. */
  readonly onClose?: () => void;
}

/** Sets what gives a request up. The request must then reject. */
export type OnOpen = (giveUp: (reason: CircuitOpen) => void) => void;

/** Requests to one peer, which fail at once while the peer does not answer. */
export interface Circuit {
  /**
   * Runs a request, which is given up with CircuitOpen when the circuit opens. Rejects with CircuitOpen, without the
   * request, while the circuit is open. There is no AbortSignal: it takes longer than the rest of the circuit.
   */
  run<T>(request: (onOpen: OnOpen) => Promise<T>): Promise<T>;
  /** Ends the probes. The circuit changes no more. */
  stop(): void;
}

/** A request that has no answer after this time causes a probe. */
const LATE_MS = 300;
/** A peer without an answer to a probe within this time is frozen, cut off or gone. A busy one is only late. */
const PROBE_MS = 1_200;
/** The time of a probe passes in steps: a stall of this process counts as one, not as the silence of its peer. */
const PROBE_STEPS = 12;
/** Delays between the probes of an open circuit. */
const PROBE_BACKOFF: BackoffSettings = { firstMs: 100, maxMs: 500 };

interface Running {
  readonly startedMs: number;
  giveUp: ((reason: CircuitOpen) => void) | null;
}

/**
 * Creates a closed circuit.
 *
 * closed: requests run. While one is late, the peer is probed again and again; a peer that answers has as long as the
 * request allows. One that does not answer opens the circuit, and every running request ends.
 *
 * open: requests fail at once, and probes alone reach the peer (half-open). The first answer closes the circuit.
 */
export function createCircuit({ clock, probe, onClose }: CircuitOptions): Circuit {
  const running = new Set<Running>();
  const stopping = new AbortController();
  let open: CircuitOpen | null = null;
  let alarm: Alarm | undefined;
  let isProbing = false;
  const probeOnce = (): Promise<void> => probeInTime(probe, clock);
  const watch = (): void => {
    const [oldest] = running;
    if (!oldest || alarm || isProbing || stopping.signal.aborted) return;
    alarm = clock.at(oldest.startedMs + LATE_MS, () => {
      alarm = undefined;
      const [late] = running;
      if (late && clock.nowMs() - late.startedMs >= LATE_MS) void probeLate();
      else watch();
    });
  };
  const probeLate = async (): Promise<void> => {
    isProbing = true;
    try {
      await probeOnce();
      await delay(clock, LATE_MS, stopping.signal);
    } catch (error) {
      if (!stopping.signal.aborted) await stayOpen(error);
    } finally {
      isProbing = false;
    }
    watch();
  };
  /** Opens the circuit and closes it once the peer answers. */
  const stayOpen = async (error: unknown): Promise<void> => {
    open = new CircuitOpen(`the circuit is open: ${reasonOf(error)}`);
    for (const { giveUp } of [...running]) giveUp?.(open);
    for (let failures = 1; open && !stopping.signal.aborted; failures += 1) {
      await delay(clock, backoffMs(failures, PROBE_BACKOFF), stopping.signal);
      if (stopping.signal.aborted) return;
      if (await succeeds(probeOnce())) open = null;
    }
    if (!stopping.signal.aborted) onClose?.();
  };
  return {
    run: async (request) => {
      if (open) throw open;
      const entry: Running = { startedMs: clock.nowMs(), giveUp: null };
      running.add(entry);
      watch();
      try {
        return await request((giveUp) => (entry.giveUp = giveUp));
      } finally {
        running.delete(entry);
      }
    },
    stop: () => {
      stopping.abort();
      alarm?.cancel();
    },
  };
}

const succeeds = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => true,
    () => false,
  );

/** Rejects when the peer has not answered in time. */
async function probeInTime(probe: CircuitOptions['probe'], clock: Clock): Promise<void> {
  const ending = new AbortController();
  const { signal } = ending;
  const passTime = async (): Promise<never> => {
    for (let step = 0; step < PROBE_STEPS && !signal.aborted; step += 1)
      await delay(clock, PROBE_MS / PROBE_STEPS, signal);
    throw new Error(`no answer to a probe within ${PROBE_MS} ms`);
  };
  await Promise.race([probe(signal), passTime()]).finally(() => ending.abort());
}
