/** A promise that is settled from outside; that nobody waits for it is no fault. */
export class Deferred {
  readonly promise: Promise<void>;
  /** It is kept or broken. */
  isOver = false;
  #resolve!: () => void;
  #reject!: (reason: unknown) => void;

  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.promise.catch(() => undefined);
  }

  resolve(): void {
    this.isOver = true;
    this.#resolve();
  }

  reject(reason: unknown): void {
    this.isOver = true;
    this.#reject(reason);
  }
}
