/** A CIB that no run of the scheduler ends on. The message says what of it is to be changed. */
export class UndecidableError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UndecidableError";
  }
}
