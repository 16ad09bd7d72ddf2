/** Requests that wait for the engine's answer, by number. */

import type { Answer } from "./engine/message.ts";

export class Requests {
  #next = 1;
  readonly #waiting = new Map<number, (answer: Answer) => void>();

  /** @param submit is given the number that the answer has to carry */
  ask(submit: (request: number) => void): Promise<Answer> {
    const request = this.#next++;
    return new Promise((resolve) => {
      this.#waiting.set(request, resolve);
      submit(request);
    });
  }

  answer(request: number, answer: Answer): void {
    this.#waiting.get(request)?.(answer);
    this.#waiting.delete(request);
  }

  refuseAll(message: string): void {
    for (const resolve of this.#waiting.values()) resolve(refusal(message));
    this.#waiting.clear();
  }
}

export function refusal(message: string): Answer {
  return { kind: "refused", code: "disconnected", message };
}
