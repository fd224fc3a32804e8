/** A server of the stack: how to install, start, check and stop it. */
export interface StackServer {
  readonly name: string;
  /** Ports on 127.0.0.1 that it takes. */
  readonly ports: readonly number[];
  /** Name of what must be installed; null when nothing is missing. */
  missing(): Promise<string | null>;
  /** Installs what is missing, from package registries only. */
  install(): Promise<void>;
  /** Starts the server in the background; resolves with its process id. */
  launch(password: string): Promise<number>;
  /** Runs a client command. Throws when the server does not answer. */
  ping(password: string): Promise<void>;
  /** Signal for an orderly stop. */
  readonly stopSignal: NodeJS.Signals;
  /** Cleans up after the process has ended. */
  afterStop?(): Promise<void>;
}
