import { fork, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { engineCommandCodec, type EngineCommand } from '#contracts/messages/engine-commands.ts';
import { instrumentFactCodec } from '#contracts/messages/market-facts.ts';
import { TOPICS } from '#contracts/names.ts';
import type { Delivery } from '#platform/ports/command-queue.ts';
import { createRandom, type Random } from '#platform/random.ts';
import { INSTRUMENTS } from './flow.ts';
import type { FromEngine, ToEngine } from './messages.ts';
import { createReceivedMessages, type ReceivedMessages } from './received.ts';

/** The program of an engine, and the options with which Node runs it. */
const ENGINE = { file: path.join(import.meta.dirname, 'engine.ts'), execArgv: ['--import', 'tsx'] };
/** Upper bound of the messages that an engine sends before it is killed. */
const LIFE_MESSAGES = 60;
const BATCHES = [1, 7, 50, 500];

export interface Campaign {
  readonly commands: readonly EngineCommand[];
  /** The journal's folder, empty at the beginning. */
  readonly folder: string;
  /** Number of kills (SIGKILL), spread over the commands. */
  readonly kills: number;
  /** Number of standbys. Without standbys, an engine starts after each kill. */
  readonly standbys: number;
  readonly snapshotEvery: number;
  readonly seed: number;
  readonly onKill: (count: number, settled: number) => void;
  /** Compiled forms of `engine.ts` and of the program of its snapshots; absent: the loader `tsx` translates them at each start. */
  readonly compiled?: { readonly engine: string; readonly snapshots: string };
}

/** State and outputs after all commands. */
export interface CampaignResult {
  readonly stateHash: string;
  /** Commands in the journal. */
  readonly journaled: number;
  /** Index of the newest snapshot; 0 for none. */
  readonly snapshotIndex: number;
  /** SHA-256 of all published messages, each once, in the order of its stream. */
  readonly published: string;
  readonly messages: number;
  /** Repeated messages, each equal to its first copy. */
  readonly repeats: number;
}

/**
 * Runs engines over the commands and kills them at random instants: before or after a publish is confirmed, before or
 * after a batch is acknowledged. This process acts as the servers, which outlive the engines.
 * @throws Error when a repeated message differs from its first copy, or an engine exits by itself
 */
export async function runCampaign(campaign: Campaign): Promise<CampaignResult> {
  const servers = new Servers(campaign);
  try {
    return { ...(await servers.result), snapshotIndex: await newestSnapshot(campaign.folder) };
  } finally {
    await servers.stop();
  }
}

type EndOfEngine = Omit<CampaignResult, 'snapshotIndex'>;

const newestSnapshot = async (folder: string): Promise<number> =>
  Math.max(
    0,
    ...(await readdir(folder)).map((name) => Number(/^snapshot-(\d+)\.json$/.exec(name)?.[1] ?? 0)),
  );

interface Engine {
  readonly child: ChildProcess;
  /** Null until the engine consumes commands. */
  maxBatch: number | null;
}

/** The servers of a campaign and the engines that they serve. */
class Servers {
  /** Resolves when an engine has processed all commands; rejects when an engine fails by itself. */
  readonly result: Promise<EndOfEngine>;
  readonly #campaign: Campaign;
  readonly #random: Random;
  readonly #received = createReceivedMessages();
  readonly #delivery: ReturnType<typeof createDelivery>;
  readonly #engines: Engine[] = [];
  readonly #closings: Promise<unknown>[] = [];
  #killed = 0;
  #messagesLeft: number;
  #finish: (result: EndOfEngine) => void = () => undefined;
  #fail: (error: Error) => void = () => undefined;
  #isOver = false;

  constructor(campaign: Campaign) {
    this.#campaign = campaign;
    this.#random = createRandom(campaign.seed);
    this.#delivery = createDelivery(campaign.commands, this.#random);
    this.#messagesLeft = lifeOf(this.#random);
    this.result = new Promise((resolve, reject) => {
      this.#finish = resolve;
      this.#fail = reject;
    });
    for (let count = 0; count <= campaign.standbys; count++) this.#start();
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    for (const { child } of this.#engines) child.kill('SIGKILL');
    await Promise.all(this.#closings);
  }

  #start(): void {
    const engine: Engine = { child: startEngineProcess(this.#campaign), maxBatch: null };
    this.#engines.push(engine);
    this.#closings.push(once(engine.child, 'close'));
    listen(engine.child, (message) => this.#receive(engine, message), this.#fail);
    engine.child.on('exit', (code) => {
      if (!this.#isOver && this.#engines.includes(engine))
        this.#fail(new Error(`an engine exited by itself: ${code}`));
    });
  }

  #active(): Engine | undefined {
    return this.#engines.find((engine) => engine.maxBatch !== null);
  }

  /** Number of commands delivered before the next kill at the latest, so that the kills are spread over all. */
  #bound(): number {
    const { commands, kills } = this.#campaign;
    return Math.floor((commands.length * (this.#killed + 1)) / (kills + 1));
  }

  #deliver(engine: Engine): void {
    const delivery = this.#delivery;
    if (delivery.isPending()) return;
    if (delivery.settled() === this.#campaign.commands.length) return send(engine, { kind: 'get hash' });
    send(engine, { kind: 'batch', deliveries: delivery.next(engine.maxBatch ?? 1, this.#bound()) });
  }

  #kill(engine: Engine): void {
    this.#killed += 1;
    this.#messagesLeft = lifeOf(this.#random);
    this.#campaign.onKill(this.#killed, this.#delivery.settled());
    engine.child.kill('SIGKILL');
    this.#engines.splice(this.#engines.indexOf(engine), 1);
    this.#delivery.drop();
    this.#start();
    const next = this.#active();
    if (next) this.#deliver(next);
  }

  #receive(engine: Engine, message: FromEngine): void {
    if (this.#isOver || !this.#engines.includes(engine)) return;
    const mayDie = this.#killed < this.#campaign.kills && engine === this.#active();
    const isDue = mayDie && --this.#messagesLeft <= 0;
    // Half of the kills come before the engine's last message is handled, half after it.
    if (isDue && this.#random() < 0.5) return this.#kill(engine);
    this.#answer(engine, message);
    if (isDue || (mayDie && this.#delivery.settled() === this.#bound())) this.#kill(engine);
  }

  #answer(engine: Engine, message: FromEngine): void {
    switch (message.kind) {
      case 'publish':
      case 'append':
        this.#received.take(message);
        return send(engine, { kind: 'confirmed', id: message.id });
      case 'read':
        return send(engine, { kind: 'records', records: instrumentRecords() });
      case 'consume':
        engine.maxBatch = message.maxBatch;
        return this.#deliver(engine);
      case 'settle':
        this.#delivery.settle();
        if (this.#delivery.settled() < this.#bound() || this.#killed === this.#campaign.kills)
          this.#deliver(engine);
        return;
      case 'hash':
        return this.#finish(resultOf(message, this.#received));
    }
  }
}

/** The queue of commands: an unacknowledged batch is delivered again after a kill. */
function createDelivery(commands: readonly EngineCommand[], random: Random) {
  const bodies = commands.map((command) => engineCommandCodec.encode(command));
  let settled = 0;
  let pending = 0;
  return {
    settled: () => settled,
    isPending: () => pending > 0,
    settle: () => {
      settled += pending;
      pending = 0;
    },
    drop: () => void (pending = 0),
    /** The next commands, a random number of them, none beyond the bound. */
    next: (maxBatch: number, bound: number): Delivery[] => {
      const most = Math.min(BATCHES[Math.floor(random() * BATCHES.length)] ?? 1, maxBatch);
      const batch = bodies.slice(settled, Math.min(settled + most, bound));
      pending = batch.length;
      return batch.map((body, index) => ({
        body,
        messageId: `m${settled + index}`,
        correlationId: '',
        redelivered: false,
      }));
    },
  };
}

function listen(
  child: ChildProcess,
  receive: (message: FromEngine) => void,
  fail: (error: Error) => void,
): void {
  child.on('message', (message) => {
    try {
      receive(message as FromEngine);
    } catch (error) {
      fail(error as Error);
    }
  });
}

const lifeOf = (random: Random): number => 1 + Math.floor(random() * LIFE_MESSAGES);

/**
 * Starts an engine. Its standard error is a pipe, which the process that makes its snapshots inherits: the event `close`
 * comes when both processes have ended.
 */
function startEngineProcess({ folder, snapshotEvery, compiled }: Campaign): ChildProcess {
  const { file, execArgv } = compiled ? { file: compiled.engine, execArgv: [] } : ENGINE;
  const child = fork(file, [folder, String(snapshotEvery), ...(compiled ? [compiled.snapshots] : [])], {
    execArgv,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  child.stderr?.on('data', (chunk: Buffer) => process.stderr.write(chunk));
  return child;
}

/** Sends nothing to an engine that has just died. */
const send = ({ child }: Engine, message: ToEngine): void => {
  if (child.connected) child.send(message, () => undefined);
};

const instrumentRecords = () =>
  INSTRUMENTS.map((fact) => ({
    topic: TOPICS.instruments,
    key: fact.ticker,
    value: instrumentFactCodec.encode(fact),
  }));

const resultOf = (hash: Extract<FromEngine, { kind: 'hash' }>, received: ReceivedMessages): EndOfEngine => {
  const texts = received.inOrder();
  return {
    stateHash: hash.stateHash,
    journaled: hash.commands,
    published: createHash('sha256').update(texts.join('\n')).digest('hex'),
    messages: texts.length,
    repeats: received.repeats(),
  };
};
