import { createHttpServer } from '../http/server.ts';
import { serveSubgraph } from '../graphql/serve.ts';
import type { Subgraph } from '../graphql/subgraph.ts';
import { runProcess } from '../process/lifecycle.ts';
import type { Part, Readiness } from '../process/part.ts';
import type { ContractShape } from '../rpc/local.ts';
import type { Calls } from '../rpc/local.ts';
import { answerCalls, type AnsweredCalls } from './answers.ts';
import { createServiceKit, type ServiceKit, type ServiceSettings } from './kit.ts';

/** A part as a process serves it. */
export interface ServedPart extends Part {
  /** Served at /graphql. */
  readonly subgraph?: Subgraph;
}

export interface ServiceOptions<Settings extends ServiceSettings, P extends ServedPart> {
  readonly name: string;
  /** What it is for, in a sentence for --help. */
  readonly purpose: string;
  readonly settings: () => Settings;
  /** The contracts that it answers at /calls. */
  readonly answers?: readonly PartAnswers<P>[];
  /** Starts the part from connections that the kit makes; what it opens through the kit is closed for it. */
  readonly start: (kit: ServiceKit<Settings>) => Promise<P>;
}

/** A contract and where a started part has its implementation. */
export type PartAnswers<P> = (part: () => P | null) => AnsweredCalls;

/** Names the calls of a part that its process serves; null while it is not for it to answer. */
export const answers =
  <P, C extends ContractShape>(contract: C, callsOf: (part: P) => Calls<C> | null): PartAnswers<P> =>
  (part) =>
    answerCalls(contract, () => {
      const started = part();
      return started && callsOf(started);
    });

/** The most that a request between our processes may hold: a batch of orders is far below. */
const BODY_LIMIT_BYTES = 4 * 1024 * 1024;

/**
 * Runs one part as a process of its own: /graphql, /calls, /health and /metrics at its port from the first moment, so
 * that health tells the truth while the part still waits for a server; then the part itself.
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
      const http = createHttpServer({
        ...kit,
        name,
        host: settings.HOST,
        port: settings.PORT,
        bodyLimitBytes: BODY_LIMIT_BYTES,
        readiness: () => part?.readiness() ?? starting(kit),
      });
      for (const answer of options.answers ?? []) answer(current)(http.app, kit.statements, log);
      const stopStreams = serveSubgraph(http, () => part?.subgraph ?? null, {
        wallClock: tools.wallClock,
        log,
      });
      const { url } = await http.listen();
      onStop('server', () => http.close());
      const started = await options.start(kit);
      part = started;
      onStop(started.name, async () => {
        // From here on calls and operations are told to come again, by the server that closes last.
        part = null;
        await started.stop();
      });
      onStop('streams', stopStreams);
      process.stdout.write(`${name}: ready at ${url}\n`);
    },
  });
}

const starting = async (kit: ServiceKit<ServiceSettings>): Promise<readonly Readiness[]> => [
  { name: 'part', ready: false, detail: kit.waitingFor() ?? 'starting or stopping' },
];
