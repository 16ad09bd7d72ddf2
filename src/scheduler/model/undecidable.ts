/**
 * A CIB that no run of the scheduler ends on: Pacemaker's dies of it each time it is started anew, and the cluster does
 * nothing any more. The message says what of it is to be changed.
 * Behaviour: docs/pacemaker/phases.md#cibs-that-no-run-survives.
 */
export class UndecidableError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UndecidableError";
  }
}

/** What the work on a CIB gives, or that error. */
export function unlessUndecidable<T>(work: () => T): T | UndecidableError {
  try {
    return work();
  } catch (error) {
    if (error instanceof UndecidableError) return error;
    throw error;
  }
}
