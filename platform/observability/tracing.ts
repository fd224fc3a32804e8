/** Request headers that identify a span across processes. */
export type Carrier = Readonly<Record<string, string>>;

/** A traced piece of work, with its duration and outcome. */
export interface Span {
  /** Runs work as part of this span: spans started within become its children. */
  run<T>(work: () => T): T;
  /** @param failure the error, when the work failed */
  end(failure?: unknown): void;
}

export type SpanKind = 'server' | 'client' | 'producer' | 'consumer';

/** Starts spans. `carrier` describes the current span for another process, which passes it to its own `start`. */
export interface Tracing {
  start(
    name: string,
    kind: SpanKind,
    attributes: Readonly<Record<string, string | number>>,
    carrier?: Carrier,
  ): Span;
  carrier(): Carrier;
}

const noSpan: Span = { run: (work) => work(), end: () => undefined };

/** Tracing that records nothing: the default. */
export const noTracing: Tracing = { start: () => noSpan, carrier: () => ({}) };

/** Runs work within a span and ends the span with it. */
export async function traced<T>(span: Span, work: () => Promise<T>): Promise<T> {
  try {
    const result = await span.run(work);
    span.end();
    return result;
  } catch (error) {
    span.end(error);
    throw error;
  }
}
