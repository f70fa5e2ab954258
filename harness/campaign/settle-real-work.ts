// Between two cases: real work that a run left behind comes back before the next case is noted, so that what it throws is
// told of the case that asked for it. Work that never comes back is for the watchdog.
import { realSetImmediate } from '../simulate/immediates.ts';

/** Requests that a file system or resolver thread works on, as Node names them. */
const REQUEST = /^(?:FSReq|GetAddrInfoReq|GetNameInfoReq)/;

/** Resolves at once when there is none. */
export async function settleRealWork(): Promise<void> {
  while (process.getActiveResourcesInfo().some((name) => REQUEST.test(name)))
    await new Promise<void>((resolve) => realSetImmediate(resolve));
}
