/** Where a ledger lies and how it is spoken of; what every part of the directory store needs to know. */
export interface Site {
  readonly root: string
  /** As a person names it, for messages. */
  readonly url: string
  readonly witnessFile: string | undefined
  readonly lockWaitMilliseconds: number
  /** Tells the reader what happened, once. */
  readonly note: (sentence: string) => void
}
