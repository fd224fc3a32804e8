import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { exists, ifExists } from '#platform/files/exists.ts';
import { installPackages } from './apt.ts';
import { environmentOf, PORTS, STACK_DIR } from './layout.ts';
import { hasProgram, launch, run } from './process.ts';
import type { StackServer } from './server.ts';

const folder = path.join(STACK_DIR, 'kafka');
const jars = path.join(folder, 'lib');

/** Data folder and ports of a node. */
export interface KafkaNode {
  readonly name: string;
  readonly folder: string;
  readonly port: number;
  readonly controllerPort: number;
}

const NODE: KafkaNode = {
  name: 'kafka',
  folder,
  port: PORTS.kafka,
  controllerPort: PORTS.kafkaController,
};

/** Maven fetches Kafka and a logging backend from its central repository. */
const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>local</groupId>
  <artifactId>kafka-server</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>4.1.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
`;

/** One node is both broker and controller, so internal topics have one replica. */
const settings = (node: KafkaNode): string => `
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${node.controllerPort}
listeners=PLAINTEXT://127.0.0.1:${node.port},CONTROLLER://127.0.0.1:${node.controllerPort}
advertised.listeners=PLAINTEXT://127.0.0.1:${node.port}
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
log.dirs=${path.join(node.folder, 'data')}
num.partitions=1
offsets.topic.replication.factor=1
offsets.topic.num.partitions=8
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
auto.create.topics.enable=false
log.flush.interval.messages=1
`;

const java = (main: string, ...args: string[]): string[] => [
  '-Xmx512m',
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
  '-cp',
  path.join(jars, '*'),
  main,
  ...args,
];

async function installJars(): Promise<void> {
  await mkdir(folder, { recursive: true });
  const pom = path.join(folder, 'pom.xml');
  const fresh = `${jars}.new`;
  await writeFile(pom, POM);
  await rm(fresh, { recursive: true, force: true });
  await run('mvn', ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${fresh}`]);
  await rm(jars, { recursive: true, force: true });
  await rename(fresh, jars);
}

/** Formats the storage at the first start. Returns the settings file. */
async function format(node: KafkaNode): Promise<string> {
  const settingsFile = path.join(node.folder, 'server.properties');
  await mkdir(node.folder, { recursive: true });
  await writeFile(settingsFile, settings(node));
  if (await exists(path.join(node.folder, 'data/meta.properties'))) return settingsFile;
  const uuid = (await run('java', java('kafka.tools.StorageTool', 'random-uuid'))).trim();
  await run('java', java('kafka.tools.StorageTool', 'format', '-t', uuid, '-c', settingsFile));
  return settingsFile;
}

/** Starts a node in the background; returns its process id. */
export async function launchKafka(node: KafkaNode): Promise<number> {
  const settingsFile = await format(node);
  return launch(node.name, { file: 'java', args: java('kafka.Kafka', settingsFile) });
}

async function ping(broker: string): Promise<void> {
  const admin = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING, retry: { retries: 0 } }).admin();
  await admin.connect();
  await admin.describeCluster().finally(() => admin.disconnect());
}

export const kafka: StackServer = {
  name: NODE.name,
  ports: [NODE.port, NODE.controllerPort],
  missing: async () => {
    if (!(await hasProgram('java'))) return 'java (openjdk-17-jre-headless)';
    const found = (await ifExists(readdir(jars))) ?? [];
    return found.some((name) => name.startsWith('kafka_')) ? null : "Kafka's jars";
  },
  install: async () => {
    if (!(await hasProgram('java'))) await installPackages('openjdk-17-jre-headless');
    if (!(await hasProgram('mvn'))) await installPackages('maven');
    await installJars();
  },
  launch: () => launchKafka(NODE),
  ping: (password) => ping(environmentOf(password).KAFKA_BROKERS),
  stopSignal: 'SIGTERM',
};
