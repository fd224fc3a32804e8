/** A server of the stack: how it comes to this machine, is started, asked and stopped. */
export interface StackServer {
  readonly name: string;
  /** Ports on 127.0.0.1 that it takes. */
  readonly ports: readonly number[];
  /** What is missing for it on this machine, in words for a person; null when nothing is. */
  missing(): Promise<string | null>;
  /** Brings what is missing, from package registries only. */
  install(): Promise<void>;
  /** Starts it in the background; answers its process id once that is known. */
  launch(password: string): Promise<number>;
  /** A real command of a client. Throws when it is not answered. */
  ping(password: string): Promise<void>;
  /** The signal by which it ends in order. */
  readonly stopSignal: NodeJS.Signals;
  /** What is left to be cleared away after its process has ended. */
  afterStop?(): Promise<void>;
}
