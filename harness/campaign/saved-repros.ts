// Findings as they come → one file for each: that of its first case, whichever worker found it first.
import { keyOfFinding, type FindingIdentity } from '../model/baseline.ts';
import type { FoundGroup } from './worker-protocol.ts';

type Identity = FindingIdentity & Pick<FoundGroup, 'firstCase'>;

/** What has been saved. */
export class SavedRepros {
  readonly #files = new Map<string, { file: string; firstCase: number }>();

  /** Findings that there are. */
  get count(): number {
    return this.#files.size;
  }

  /** Saves a finding by `write`, unless the file that is there is of an earlier case, or of a kept one. Its path. */
  save(found: Identity, write: () => string): string {
    const known = this.#files.get(keyOfFinding(found));
    if (known !== undefined && known.firstCase <= found.firstCase) return known.file;
    const file = write();
    this.#files.set(keyOfFinding(found), { file, firstCase: found.firstCase });
    return file;
  }

  /** Learns of a file that is there already. */
  note(found: Identity, file: string, isKept: boolean): void {
    const firstCase = isKept ? -1 : found.firstCase;
    const known = this.#files.get(keyOfFinding(found));
    if (known === undefined || firstCase < known.firstCase)
      this.#files.set(keyOfFinding(found), { file, firstCase });
  }
}
