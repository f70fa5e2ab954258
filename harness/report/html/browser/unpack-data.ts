// The packed data of the page → the findings.
import type { PageData } from '../page-data.ts';

/** Unpacks base64 of raw deflate. */
export async function unpackData(base64: string): Promise<PageData> {
  const bytes = Uint8Array.from(atob(base64), (character) => character.codePointAt(0)!);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return JSON.parse(await new Response(stream).text()) as PageData;
}
