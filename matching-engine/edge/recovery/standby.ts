import type { EngineRpc } from '#contracts/calls/engine.ts';
import type { Part } from '#platform/process/part.ts';
import type { EnginePart } from '../../start.ts';

/** An engine that is the leader or a standby. */
export interface StandbyPart extends Part {
  /** Null on a standby: only the leader answers calls. */
  readonly calls: EngineRpc | null;
}

/** Options of an engine that starts as the leader or as a standby. */
export interface StandbyOptions {
  readonly name: string;
  readonly start: (waiting: {
    readonly onWaiting: (leader: string) => void;
    readonly signal: AbortSignal;
  }) => Promise<EnginePart>;
  /** Called when the start failed after standby. */
  readonly fail: (error: Error) => void;
}

/**
 * Starts an engine. While another engine leads the journal, this one is a standby and starts when the leader has ended.
 * Resolves once the engine runs or is a standby. Rejects when the start fails before any standby.
 */
export async function startOrStandBy({ name, start, fail }: StandbyOptions): Promise<StandbyPart> {
  let onWaiting: (leader: string) => void = () => undefined;
  const waiting = new Promise<string>((resolve) => (onWaiting = resolve));
  const controller = new AbortController();
  const starting = start({ onWaiting, signal: controller.signal });
  const first = await Promise.race([starting, waiting]);
  if (typeof first !== 'string') return first;

  const state: { engine: EnginePart | null } = { engine: null };
  const settled = starting.then(
    (engine) => void (state.engine = engine),
    (error: unknown) => {
      if (!controller.signal.aborted) fail(error as Error);
    },
  );
  return {
    name,
    get calls() {
      return state.engine?.calls ?? null;
    },
    readiness: async () =>
      state.engine?.readiness() ?? [{ name: 'standby', ready: true, detail: `stands by behind ${first}` }],
    stop: async () => {
      controller.abort(new Error('stopped'));
      await settled;
      await state.engine?.stop();
    },
  };
}
