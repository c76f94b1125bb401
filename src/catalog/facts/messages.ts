/** A call that makes a socket of the server listen. Argument indexes as text. */
export interface MessageFact {
  readonly api: string;
  /** Argument that names the event. */
  readonly event: string;
  readonly handler: string;
  /** Events that say something about the connection; they are no messages. */
  readonly not?: readonly string[];
  /** The only events that are messages. */
  readonly only?: readonly string[];
  /** Clients have the same call: only a socket that was handed to this one's callback, with the event `connection`. Full name. */
  readonly accepted?: string;
  /** The call that names a part of the server. Full name. */
  readonly space?: string;
}
