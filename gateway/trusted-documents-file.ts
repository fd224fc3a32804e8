import { readFile } from 'node:fs/promises';
import { StartError } from '#platform/process/start-error.ts';
import { parseManifest, type TrustedDocuments } from './core/operations/trusted-documents.ts';

/**
 * Reads the manifest of the setting TRUSTED_DOCUMENTS; null when it is not set.
 *
 * @throws StartError when the file cannot be read or is no manifest
 */
export async function readTrustedDocuments(file: string | null): Promise<TrustedDocuments | null> {
  if (file === null) return null;
  try {
    return parseManifest(await readFile(file, 'utf8'));
  } catch (error) {
    const [reason = ''] = (error as Error).message.split('\n', 1);
    throw new StartError(`TRUSTED_DOCUMENTS=${file} cannot be used: ${reason}`, { cause: error });
  }
}
