// Why a finding cannot become a script → the error that says so.
import { ClosecallError } from '../model/closecall-error.ts';

/** An error with the code ERR_NOT_EJECTABLE; `why` completes the sentence "cannot be ejected: …". */
export function notEjectable(why: string): ClosecallError {
  return new ClosecallError('ERR_NOT_EJECTABLE', `this finding cannot be ejected: ${why}`);
}
