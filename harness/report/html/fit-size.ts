// Page data → the same small enough for one file: packed, and where it is too much, with pictures left out, the least important
// first. A finding itself is never left out here.
import { deflateRawSync } from 'node:zlib';
import type { PageData, PageFinding } from './page-data.ts';

/** The data as base64 of raw deflate, and what had to go: pictures of cases as drawn, and of smallest cases. */
export type PackedData = { base64: string; leftOut: { originals: number; smallest: number } };

/** Packs `findings`, which are in the order of their importance, into at most `bytesMax` bytes of base64, if that can be. */
export function packPageData(findings: readonly PageFinding[], bytesMax: number): PackedData {
  const whole = pack({ findings: [...findings] });
  const none = { originals: 0, smallest: 0 };
  if (whole.length <= bytesMax) return { base64: whole, leftOut: none };
  const pictures = [...findings.keys()].toReversed();
  const drawn = pictures.filter((at) => findings[at]!.original?.timeline !== undefined);
  const shrunk = pictures.filter((at) => findings[at]!.shrunk.timeline !== undefined);
  // The fewest that make it fit: more left out is never larger.
  let [low, high] = [1, drawn.length + shrunk.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (pack({ findings: leaveOut(findings, drawn, shrunk, middle) }).length <= bytesMax) high = middle;
    else low = middle + 1;
  }
  return {
    base64: pack({ findings: leaveOut(findings, drawn, shrunk, low) }),
    leftOut: { originals: Math.min(low, drawn.length), smallest: Math.max(0, low - drawn.length) },
  };
}

/** Without the first `count` pictures of both lists, those of cases as drawn first. */
function leaveOut(
  findings: readonly PageFinding[],
  drawn: readonly number[],
  shrunk: readonly number[],
  count: number,
): PageFinding[] {
  const withoutDrawn = new Set(drawn.slice(0, count));
  const withoutShrunk = new Set(shrunk.slice(0, Math.max(0, count - drawn.length)));
  return findings.map((finding, at) => {
    const { original } = finding;
    return {
      ...finding,
      ...(withoutShrunk.has(at) && { shrunk: withoutPicture(finding.shrunk) }),
      ...(original !== undefined && withoutDrawn.has(at) && { original: withoutPicture(original) }),
    };
  });
}

function withoutPicture({ line, decisions }: PageFinding['shrunk']): PageFinding['shrunk'] {
  return { line, decisions, isLeftOut: true };
}

function pack(data: PageData): string {
  return deflateRawSync(JSON.stringify(data), { level: 9 }).toString('base64');
}
