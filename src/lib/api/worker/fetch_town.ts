import { HEAD_BYTES, packedLength } from '../../contract/packed_sections.ts';
import type { LiveFault } from '../../contract/live_messages.ts';
import { LiveError } from './live_error.ts';

/**
 * The bytes of a packed town.
 *
 * @param onProgress gets the share that has come, by the length its head tells.
 * @throws LiveError where the server is not heard or says no, PackedTownError where what comes is no town.
 */
export async function fetchTown(url: string, onProgress: (share: number) => void): Promise<Uint8Array> {
  const response = await heard(
    fetch(url, { headers: { accept: 'application/octet-stream, application/json' } }),
  );
  if (!response.ok) throw await refusalOf(response);
  const reader = response.body!.getReader();
  const chunks: Uint8Array[] = [];
  let received = 0;
  let total: number | null = null;
  for (;;) {
    const { done, value } = await heard(reader.read());
    if (done) break;
    chunks.push(value);
    received += value.length;
    if (total === null && received >= HEAD_BYTES) total = packedLength(joined(chunks, received));
    if (total !== null) onProgress(Math.min(1, received / total));
  }
  return joined(chunks, received);
}

async function heard<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw new LiveError({ fault: 'network', message: String(error) });
  }
}

const FAULT_OF_STATUS: Record<number, LiveFault> = { 404: 'no-area', 413: 'too-large' };

async function refusalOf(response: Response): Promise<LiveError> {
  const said = (await response.json().catch(() => ({}))) as { message?: string };
  const fault = FAULT_OF_STATUS[response.status] ?? 'server';
  return new LiveError({ fault, message: said.message ?? `${response.status} ${response.statusText}` });
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  if (chunks.length === 1) return chunks[0];
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
