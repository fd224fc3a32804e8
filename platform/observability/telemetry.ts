import type { Context, Span as OtelSpan } from '@opentelemetry/api';
import type { Log } from './log.ts';
import type { Stop } from '../process/part.ts';
import type { CommandQueue } from '../ports/command-queue.ts';
import { StartError } from '../process/start-error.ts';
import { noTracing, traced, type Span, type SpanKind, type Tracing } from './tracing.ts';

/** Collects traces, until it is stopped. */
export interface Telemetry {
  readonly tracing: Tracing;
  readonly stop: Stop;
}

/**
 * Sends traces to an OpenTelemetry collector (OTLP over HTTP). Without an endpoint nothing is traced and none of its
 * packages is loaded.
 *
 * @param endpoint the collector's base URL (OTEL_EXPORTER_OTLP_ENDPOINT)
 * @param service the service name of the spans
 */
export async function startTelemetry(endpoint: string | null, service: string, log: Log): Promise<Telemetry> {
  if (endpoint === null) return { tracing: noTracing, stop: async () => undefined };
  const packages = await loadPackages();
  const { trace, context } = packages.api;
  const url = new URL(endpoint);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/v1/traces`;
  const exporter = new packages.OTLPTraceExporter({ url: url.href });
  const provider = new packages.BasicTracerProvider({
    resource: new packages.Resource({ 'service.name': service }),
    spanProcessors: [new packages.BatchSpanProcessor(exporter)],
  });
  context.setGlobalContextManager(new packages.AsyncLocalStorageContextManager().enable());
  const tracer = provider.getTracer('my-broker-b3');
  const propagator = new packages.W3CTraceContextPropagator();
  const { defaultTextMapGetter, defaultTextMapSetter, SpanKind: Kinds } = packages.api;
  const kinds: Record<SpanKind, (typeof Kinds)[keyof typeof Kinds]> = {
    server: Kinds.SERVER,
    client: Kinds.CLIENT,
    producer: Kinds.PRODUCER,
    consumer: Kinds.CONSUMER,
  };
  // Without the query, in which some collectors expect a key.
  log.info({ endpoint: `${url.origin}${url.pathname}` }, 'sending traces');
  return {
    tracing: {
      start: (name, kind, attributes, carrier) => {
        const parent: Context = carrier
          ? propagator.extract(context.active(), carrier, defaultTextMapGetter)
          : context.active();
        const span = tracer.startSpan(name, { kind: kinds[kind], attributes: attributes }, parent);
        const within = trace.setSpan(parent, span);
        return { run: (work) => context.with(within, work), end: (failure) => endSpan(span, failure) };
      },
      carrier: () => {
        const carrier: Record<string, string> = {};
        propagator.inject(context.active(), carrier, defaultTextMapSetter);
        return carrier;
      },
    },
    stop: () => provider.shutdown(),
  };
}

/** OpenTelemetry's status code of a failed span. */
const STATUS_ERROR = 2;

function endSpan(span: OtelSpan, failure: unknown): void {
  if (failure instanceof Error) span.recordException(failure);
  if (failure !== undefined) span.setStatus({ code: STATUS_ERROR });
  span.end();
}

async function loadPackages() {
  try {
    const [api, contexts, core, resources, sdk, exporter] = await Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/context-async-hooks'),
      import('@opentelemetry/core'),
      import('@opentelemetry/resources'),
      import('@opentelemetry/sdk-trace-base'),
      import('@opentelemetry/exporter-trace-otlp-http'),
    ]);
    return { api, ...contexts, ...core, ...resources, ...sdk, ...exporter };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new StartError(
      'OTEL_EXPORTER_OTLP_ENDPOINT is set, but the OpenTelemetry packages are not installed: run "npm ci" with optional packages',
    );
  }
}

/**
 * Wraps a queue so that each publish and each handled batch is a span. Messages carry no trace context; the correlation
 * id, an attribute of both spans, links them.
 */
export function traceQueue(queue: CommandQueue, tracing: Tracing): CommandQueue {
  if (tracing === noTracing) return queue;
  const spanOf = (kind: SpanKind, name: string, ids: readonly string[]): Span =>
    tracing.start(name, kind, {
      'messaging.batch.message_count': ids.length,
      'correlation.id': [...new Set(ids)].slice(0, 20).join(' '),
    });
  return {
    ...queue,
    publish: (name, messages) => {
      const ids = messages.map((message) => message.correlationId);
      return traced(spanOf('producer', `publish ${name}`, ids), () => queue.publish(name, messages));
    },
    consume: (name, options, handle) =>
      queue.consume(name, options, (batch) => {
        const ids = batch.map((delivery) => delivery.correlationId);
        return traced(spanOf('consumer', `handle ${name}`, ids), () => handle(batch));
      }),
  };
}
