import type { EngineRpc } from '#contracts/calls/engine.ts';
import type { Part } from '#platform/process/part.ts';
import type { EnginePart } from '../../start.ts';

/** An engine that leads or stands by. */
export interface StandbyPart extends Part {
  /** Null while it stands by: the leader answers. */
  readonly calls: EngineRpc | null;
}

/** How to start an engine that may have to stand by. */
export interface StandbyOptions {
  readonly name: string;
  readonly start: (waiting: {
    readonly onWaiting: (leader: string) => void;
    readonly signal: AbortSignal;
  }) => Promise<EnginePart>;
  /** Called when the engine could not start after standing by. */
  readonly fail: (error: Error) => void;
}

/**
 * Starts an engine. While another one leads its journal, it stands by and starts when the leader is gone. Resolves once
 * the engine runs or stands by. Rejects when it cannot start without having stood by.
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
