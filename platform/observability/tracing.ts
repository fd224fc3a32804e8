/** What identifies a span across processes: headers of a request. */
export type Carrier = Readonly<Record<string, string>>;

/** A piece of work whose duration and outcome are told to whoever collects traces. */
export interface Span {
  /** Runs work as part of this span: spans started within become its children. */
  run<T>(work: () => T): T;
  /** @param failure what went wrong, when the work failed */
  end(failure?: unknown): void;
}

export type SpanKind = 'server' | 'client' | 'producer' | 'consumer';

/** Makes spans. `carrier` hands the present span on to another process, which gives it to its own `start`. */
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

/** Traces that nobody collects: the default. */
export const noTracing: Tracing = { start: () => noSpan, carrier: () => ({}) };

/** Runs work within a span that ends with it. */
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
