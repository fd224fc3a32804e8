import { createHttpServer } from '../http/server.ts';
import { orWithKey, signedFor } from '../http/signed-requests.ts';
import { serveSubgraph } from '../graphql/remote/serve.ts';
import type { Subgraph } from '../graphql/subgraph.ts';
import { runProcess } from '../process/lifecycle.ts';
import type { Part, Readiness } from '../process/part.ts';
import { untilNeeded } from '../process/spare.ts';
import type { ContractShape } from '../rpc/local.ts';
import type { Calls } from '../rpc/local.ts';
import { answerCalls, type AnsweredCalls } from './answers.ts';
import { createServiceKit, type ServiceKit, type ServiceSettings } from './kit.ts';

/** A part that a process serves. */
export interface ServedPart extends Part {
  /** Served at /graphql. */
  readonly subgraph?: Subgraph;
}

export interface ServiceOptions<Settings extends ServiceSettings, P extends ServedPart> {
  readonly name: string;
  /** The part's purpose, in a sentence for --help. */
  readonly purpose: string;
  readonly settings: () => Settings;
  /** The contracts that the part answers at /calls. */
  readonly answers?: readonly PartAnswers<P>[];
  /** Starts the part. The kit closes what the part opens through it. A part with a spare process awaits `untilNeeded` in between. */
  readonly start: (kit: ServiceKit<Settings>) => Promise<P>;
}

/** Binds a contract to its implementation in a part, which may not have started yet. */
export type PartAnswers<P> = (part: () => P | null) => AnsweredCalls;

/** Declares that a part answers a contract. `callsOf` returns null while the part must not answer. */
export const answers =
  <P, C extends ContractShape>(contract: C, callsOf: (part: P) => Calls<C> | null): PartAnswers<P> =>
  (part) =>
    answerCalls(contract, () => {
      const started = part();
      return started && callsOf(started);
    });

/** Maximum body of a request between the broker's processes; a batch of orders is far smaller. */
const BODY_LIMIT_BYTES = 4 * 1024 * 1024;

/**
 * Runs one part as its own process. Serves /graphql, /calls and /health, and the metrics on their own port, from the first
 * moment, so that /health answers while the part still waits for a server; then starts the part.
 */
export function runService<Settings extends ServiceSettings, P extends ServedPart>(
  options: ServiceOptions<Settings, P>,
): Promise<void> {
  const { name, purpose } = options;
  return runProcess({
    name,
    help: `${purpose}\n\nSettings come from the environment: docs/SETTINGS.md.`,
    settings: options.settings,
    start: async (tools) => {
      const { settings, log, onStop } = tools;
      const kit = await createServiceKit(name, tools);
      let part: P | null = null;
      const current = (): P | null => part;
      const readiness = () => part?.readiness() ?? starting(kit);
      const http = createHttpServer({
        ...kit,
        name,
        host: settings.HOST,
        port: settings.PORT,
        bodyLimitBytes: BODY_LIMIT_BYTES,
        limits: kit.httpLimits,
        readiness,
      });
      for (const answer of options.answers ?? []) answer(current)(http.app, kit.signatures, log);
      const signed = signedFor(kit.signatures, name);
      const { SUBGRAPH_KEY } = settings;
      const stopStreams = serveSubgraph(http, () => part?.subgraph ?? null, {
        readSignature: SUBGRAPH_KEY ? orWithKey(signed, SUBGRAPH_KEY) : signed,
        wallClock: tools.wallClock,
        ids: kit.ids,
        log,
      });
      onStop('server', () => http.close());
      const serving = untilNeeded().then(async () => {
        const { url } = await http.listen();
        return { url, metricsUrl: await kit.serveOperations(readiness) };
      });
      const [started, { url, metricsUrl }] = await Promise.all([options.start(kit), serving]);
      part = started;
      onStop(started.name, async () => {
        // From here on the HTTP server, which closes last, answers calls and operations with 503.
        part = null;
        await started.stop();
      });
      onStop('streams', stopStreams);
      process.stdout.write(`${name}: ready at ${url}, metrics at ${metricsUrl}\n`);
    },
  });
}

const starting = async (kit: ServiceKit<ServiceSettings>): Promise<readonly Readiness[]> => [
  { name: 'part', ready: false, detail: kit.waitingFor() ?? 'starting or stopping' },
];
