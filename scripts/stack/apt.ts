import { StartError } from '#platform/process/start-error.ts';
import { hasProgram, run } from './process.ts';

/** Installs Debian packages without starting their services. */
export async function installPackages(...packages: readonly string[]): Promise<void> {
  const wanted = packages.join(' ');
  if (!(await hasProgram('apt-get')))
    throw new StartError(`please install ${wanted}: this system has no apt-get`);
  if (process.getuid?.() !== 0) throw new StartError(`please run as root: apt-get install -y ${wanted}`);
  await run('apt-get', ['update', '-qq']);
  await run('env', [
    'DEBIAN_FRONTEND=noninteractive',
    'RUNLEVEL=1',
    'apt-get',
    'install',
    '-y',
    '-qq',
    '--no-install-recommends',
    ...packages,
  ]);
}
