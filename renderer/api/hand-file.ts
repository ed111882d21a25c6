import { FILE_PART_CHARACTERS } from '../../shared/contract/files.ts';
import type { ContractClient } from './client.ts';

/** Bytes of a part: base64 writes three bytes as four characters. */
const PART_BYTES = (FILE_PART_CHARACTERS / 4) * 3;

/** Hands a file over to the engine part by part and answers what to call it. Rejects with the engine's refusal. */
export async function handFile(client: ContractClient, file: File): Promise<string> {
  let uploadId: string | null = null;
  for (let from = 0; from === 0 || from < file.size; from += PART_BYTES) {
    const bytes = new Uint8Array(await file.slice(from, from + PART_BYTES).arrayBuffer());
    const answer: { uploadId: string } = await client.command('file.hand', {
      uploadId,
      name: file.name,
      part: base64Of(bytes),
    });
    uploadId = answer.uploadId;
  }
  return uploadId ?? '';
}

const AT_ONCE = 8_192;
function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (let from = 0; from < bytes.length; from += AT_ONCE)
    text += String.fromCharCode(...bytes.subarray(from, from + AT_ONCE));
  return btoa(text);
}
