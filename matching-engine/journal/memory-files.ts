import type { JournalFiles } from './files.ts';

/** Files in memory, with a look inside: for tests and simulations, which cut and damage them as a crash would. */
export interface MemoryFiles extends JournalFiles {
  readonly contents: Map<string, Buffer>;
}

/** @param contents what is there already, by name; changed in place */
export function createMemoryFiles(contents: Map<string, Buffer> = new Map()): MemoryFiles {
  const get = (name: string): Buffer => {
    const bytes = contents.get(name);
    if (!bytes) throw new Error(`no file ${name}`);
    return bytes;
  };
  return {
    contents,
    place: 'memory',
    list: async () => [...contents.keys()].sort(),
    read: async (name) => Buffer.from(get(name)),
    write: async (name, bytes) => void contents.set(name, Buffer.from(bytes)),
    create: async (name, bytes) => {
      if (contents.has(name)) throw new Error(`there is a file ${name}`);
      contents.set(name, Buffer.from(bytes));
    },
    append: async (name, bytes) => void contents.set(name, Buffer.concat([get(name), bytes])),
    remove: async (name) => void contents.delete(name),
    close: async () => undefined,
  };
}
