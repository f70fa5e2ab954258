// A worker's sign of life: a number in shared memory that grows with every run, so that another thread can tell a run that
// goes on for ever from many that do not.

/** Index of the count of runs begun, and of the flag that says the worker has nothing to do. */
export const PULSE = { beat: 0, atRest: 1 } as const;

/** The memory that the watchdog's thread shares. */
export const pulse = new Int32Array(new SharedArrayBuffer(8));

/** A run begins. */
export function beat(): void {
  Atomics.add(pulse, PULSE.beat, 1);
}

/** The job is done: from here on silence means nothing. */
export function rest(): void {
  Atomics.store(pulse, PULSE.atRest, 1);
}
