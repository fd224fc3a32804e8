import type { LogFiles } from '../files.ts';

/** Files in memory for tests and simulations, which cut and damage `contents` as a crash or a bad disk would. */
export interface MemoryFiles extends LogFiles {
  readonly contents: Map<string, Buffer>;
}

/** @param contents files that exist already, by name; changed in place */
export function createMemoryFiles(contents: Map<string, Buffer> = new Map()): MemoryFiles {
  const get = (name: string): Buffer => {
    const bytes = contents.get(name);
    if (!bytes) throw Object.assign(new Error(`no file ${name}`), { code: 'ENOENT' });
    return bytes;
  };
  return {
    contents,
    place: 'memory',
    list: async () => [...contents.keys()].sort(),
    read: async (name) => Buffer.from(get(name)),
    readAt: async (name, position, length) => Buffer.from(get(name).subarray(position, position + length)),
    write: async (name, bytes) => void contents.set(name, Buffer.from(bytes)),
    create: async (name, bytes) => {
      if (contents.has(name)) throw new Error(`the file ${name} exists`);
      contents.set(name, Buffer.from(bytes));
    },
    append: async (name, bytes) => void contents.set(name, Buffer.concat([get(name), bytes])),
    truncate: async (name, length) => void contents.set(name, Buffer.from(get(name).subarray(0, length))),
    remove: async (name) => void contents.delete(name),
    close: async () => undefined,
  };
}
