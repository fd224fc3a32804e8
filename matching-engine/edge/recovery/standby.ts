import type { EngineRpc } from '#contracts/rpc.ts';
import type { Part } from '#platform/process/part.ts';
import type { EnginePart } from '../../start.ts';

/** An engine that runs or stands by. */
export interface StandbyPart extends Part {
  /** Null while it stands by: the engine that runs answers. */
  readonly calls: EngineRpc | null;
}

/** How to start an engine that may have to wait for another one to end. */
export interface StandbyOptions {
  readonly name: string;
  readonly start: (waiting: {
    readonly onWaiting: (leader: string) => void;
    readonly signal: AbortSignal;
  }) => Promise<EnginePart>;
  /** Called when the engine could not start after it had waited. */
  readonly fail: (error: Error) => void;
}

/**
 * Starts an engine, or stands by while another one has its journal and starts it when that one has ended. Resolves once
 * it runs or waits. Rejects when it cannot start and did not have to wait.
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
