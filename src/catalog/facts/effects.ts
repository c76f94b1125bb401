/** What a call does: `request` talks to another service, `mail` sends a message to people, `payment` moves money, `password` checks or hashes one. */
export type EffectKind = "request" | "mail" | "payment" | "password";

export interface EffectFact {
  readonly kind: EffectKind;
  /** API paths of the calls. */
  readonly apis: readonly string[];
}

export interface BlockingFact {
  /** API paths of the calls. */
  readonly apis: readonly string[];
  /** What is waited for. */
  readonly work: BlockingWork;
  /** API path that does the same without waiting; `*` is the name without `Sync`. */
  readonly twin?: string;
  /** The twin takes the same arguments and returns a promise, so that `await` may simply stand before it. */
  readonly awaitable?: true;
  /** Over in microseconds where the disk is a local one. */
  readonly brief?: true;
}

export type BlockingWork = "files" | "another process" | "hashing" | "key generation" | "compression" | "the network";
