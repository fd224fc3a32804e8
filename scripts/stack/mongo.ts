import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import mongoose from 'mongoose';
import { exists } from '#platform/files/exists.ts';
import { installPackages } from './apt.ts';
import { environmentOf, PORTS, STACK_DIR } from './layout.ts';
import { hasProgram, launch, run } from './process.ts';
import type { StackServer } from './server.ts';

const folder = path.join(STACK_DIR, 'mongo');
const substitute = path.join(folder, 'venv/bin/secantusd-py');

/** Uses mongod when it is on the PATH, else SecantusDB from PyPI, which speaks the same protocol. */
export const mongo: StackServer = {
  name: 'mongo',
  ports: [PORTS.mongo],
  missing: async () =>
    (await hasProgram('mongod')) || (await exists(substitute)) ? null : 'mongod, or SecantusDB',
  install: async () => {
    const venv = path.join(folder, 'venv');
    const make = () => run('python3', ['-m', 'venv', '--clear', venv]);
    await mkdir(folder, { recursive: true });
    if (!(await hasProgram('python3'))) await installPackages('python3', 'python3-venv');
    await make().catch(async () => {
      await installPackages('python3-venv');
      await make();
    });
    await run(path.join(venv, 'bin/pip'), [
      'install',
      '-q',
      '--disable-pip-version-check',
      'secantusdb==0.7.0b3',
    ]);
  },
  launch: async () => {
    const data = path.join(folder, 'data');
    const port = String(PORTS.mongo);
    await mkdir(data, { recursive: true });
    if (await hasProgram('mongod'))
      return launch('mongo', {
        file: 'mongod',
        args: ['--dbpath', data, '--port', port, '--bind_ip', '127.0.0.1'],
      });
    return launch('mongo', {
      file: substitute,
      args: ['--port', port, '--storage-path', data, '--sync-on-commit'],
    });
  },
  ping: async (password) => {
    const options = { serverSelectionTimeoutMS: 1_000 };
    const connection = await mongoose
      .createConnection(environmentOf(password).MONGODB_URL, options)
      .asPromise();
    await connection.db?.admin().ping();
    await connection.close();
  },
  stopSignal: 'SIGTERM',
};
