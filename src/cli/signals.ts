/**
 * What Ctrl-C, SIGTERM and SIGHUP do. A command that only computes and answers is ended by them as any program is, which
 * works while it is busy too. Only who asks for {@link Signals.interrupted} takes it upon itself to end; and while a commit
 * is on its way, the first signal waits for its outcome. The second ends the process in any case.
 */

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
type Signal = (typeof SIGNALS)[number];

export interface Signals {
  /** Aborts at the first signal, which then does nothing else. */
  interrupted(): AbortSignal;
  /** The first signal takes effect when the work is done. */
  holding<T>(work: () => Promise<T>): Promise<T>;
}

export function signalsOf(process: NodeJS.Process): Signals {
  /** Calls `first` at the first signal, and leaves the next to the system; returns how to stop. */
  const listen = (first: (signal: Signal) => void): (() => void) => {
    const stop = (): void => {
      for (const signal of SIGNALS) process.off(signal, heed);
    };
    const heed = (signal: Signal): void => {
      stop();
      first(signal);
    };
    for (const signal of SIGNALS) process.on(signal, heed);
    return stop;
  };
  let abort: AbortController | undefined;
  return {
    interrupted() {
      if (abort === undefined) {
        const made = new AbortController();
        abort = made;
        listen(() => made.abort());
      }
      return abort.signal;
    },
    async holding(work) {
      if (abort !== undefined) return work();
      let held: Signal | undefined;
      const stop = listen((signal) => {
        held = signal;
      });
      try {
        return await work();
      } finally {
        stop();
        // No listener is left, so that it does what it would have done.
        if (held !== undefined) process.kill(process.pid, held);
      }
    },
  };
}
