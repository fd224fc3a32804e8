/** The placeholder of .npmrc, which npm replaces by the host of the registry in use. No host can have this name. */
const REGISTRY = 'https://registry.invalid';
const FOLDER = 'node_modules/';

/** A lock file of npm. */
export interface LockFile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

/** A package of a lock file, by its folder; the project itself has the empty name. */
interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  /** The package's own name, where the folder has another. */
  readonly name?: string;
  /** The folder is a link to another one of the project. */
  readonly link?: boolean;
  /** Its archive is inside of another package's. */
  readonly inBundle?: boolean;
}

/** The lock file with the address of each package's archive, in npm's sequence of fields. */
export function withAddresses(lock: LockFile): LockFile {
  const packages = Object.entries(lock.packages).map(([folder, found]): [string, LockedPackage] => {
    const { version, resolved: _, ...rest } = found;
    const isArchive = folder !== '' && version !== undefined && !found.link && !found.inBundle;
    return [
      folder,
      isArchive ? { version, resolved: addressOf(folder, version, found.name), ...rest } : found,
    ];
  });
  return { ...lock, packages: Object.fromEntries(packages) };
}

function addressOf(folder: string, version: string, ownName?: string): string {
  const name = ownName ?? folder.slice(folder.lastIndexOf(FOLDER) + FOLDER.length);
  return `${REGISTRY}/${name}/-/${name.slice(name.indexOf('/') + 1)}-${version}.tgz`;
}
