import { createManualClock, type ManualClock } from '../../platform/time/manual-clock.ts';
import { createClient, type BrokerClient, type ClientOptions } from '../src/index.ts';
import { createScriptedBroker, type Script, type ScriptedBroker } from './scripted-broker.ts';

/** A client of a scripted broker on a clock that the test sets. */
export interface Scene {
  readonly clock: ManualClock;
  readonly broker: ScriptedBroker;
  readonly client: BrokerClient;
  /** Lets everything happen that waits for no time. */
  settle(): Promise<void>;
  /** Lets the time pass, in steps, with what happens in each. */
  pass(ms: number, steps?: number): Promise<void>;
}

export function createScene(options: Partial<ClientOptions> = {}, script: Omit<Script, 'clock'> = {}): Scene {
  const clock = createManualClock(0);
  const broker = createScriptedBroker({ clock, ...script });
  const client = createClient({
    url: 'http://broker/graphql',
    token: 'ana-1',
    platform: broker.platform,
    ...options,
  });
  // Every step of the client and the broker is a microtask, and all of them run before the next turn of the loop.
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return {
    clock,
    broker,
    client,
    settle,
    pass: async (ms, steps = 10) => {
      for (let step = 0; step < steps; step += 1) {
        clock.advance(ms / steps);
        await settle();
      }
    },
  };
}

/** Reads a stream in the background. */
export function collect<T, Value>(stream: AsyncIterable<T>, valueOf: (event: T) => Value) {
  const seen: Value[] = [];
  const reading = { seen, ended: false, error: undefined as unknown };
  void (async () => {
    for await (const event of stream) seen.push(valueOf(event));
    reading.ended = true;
  })().catch((error: unknown) => (reading.error = error));
  return reading;
}
