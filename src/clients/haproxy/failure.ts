import { SourceError } from '../../domain/errors.ts'

/**
 * Why a load balancer could not be asked: `unreachable` may mend itself, `denied` and `unknown` (no such backend or
 * server) need a person, `rubbish` is an answer that cannot be read.
 */
export type HaproxyFailure = 'unreachable' | 'denied' | 'unknown' | 'rubbish'

/** A load balancer did not do as asked. */
export class HaproxyError extends SourceError {
  readonly failure: HaproxyFailure

  constructor(failure: HaproxyFailure, message: string, options?: ErrorOptions) {
    super(message, options)
    this.failure = failure
  }
}
