/** What a handler gives back, and how it says no. */

export interface Answer {
  readonly status: number
  /** JSON; undefined for no body at all. */
  readonly body?: unknown
  /** Instead of JSON: what a caller who asked for another media type gets. */
  readonly raw?: Uint8Array | string
  readonly headers?: Readonly<Record<string, string>>
}

export const ok = (body: unknown): Answer => ({ status: 200, body })
export const created = (body: unknown): Answer => ({ status: 201, body })
export const noContent: Answer = { status: 204 }

/** GitHub's answer to what it will not do. */
export class Refusal extends Error {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: number,
    message: string,
    more: {
      readonly errors?: readonly unknown[]
      readonly headers?: Readonly<Record<string, string>>
    } = {},
  ) {
    super(message)
    this.status = status
    this.headers = more.headers ?? {}
    this.body = {
      message,
      ...(more.errors === undefined ? {} : { errors: more.errors }),
      documentation_url: 'https://docs.github.com/rest',
      status: String(status),
    }
  }
}

export const notFound = (): Refusal => new Refusal(404, 'Not Found')
/** 422 with the reason where GitHub puts it: in the message, or in a list of sentences. */
export const invalid = (message: string, errors?: readonly unknown[]): Refusal =>
  new Refusal(422, message, errors === undefined ? {} : { errors })

/** The thing, or GitHub's 404. */
export const found = <Value>(value: Value | null | undefined): Value => {
  if (value === null || value === undefined) throw notFound()
  return value
}
