/** Cutting a stream of bytes at NUL, the only separator that no path and no message can contain. */

const nul = 0

/** Gives every complete NUL-ended token to `take`; keeps the unfinished rest for the next chunk. */
export class TokenReader {
  #rest: Buffer[] = []

  readonly #take: (token: Buffer) => void

  constructor(take: (token: Buffer) => void) {
    this.#take = take
  }

  read(chunk: Buffer): void {
    let from = 0
    for (let end = chunk.indexOf(nul); end >= 0; end = chunk.indexOf(nul, from)) {
      const tail = chunk.subarray(from, end)
      if (this.#rest.length === 0) this.#take(tail)
      else {
        this.#rest.push(tail)
        const token = Buffer.concat(this.#rest)
        this.#rest = []
        this.#take(token)
      }
      from = end + 1
    }
    if (from < chunk.length) this.#rest.push(chunk.subarray(from))
  }

  /** Whether what came after the last NUL begins with `bytes`. */
  restStartsWith(bytes: Buffer): boolean {
    const first = this.#rest[0]
    if (first === undefined || first[0] !== bytes[0]) return false
    if (this.#rest.length > 1) this.#rest = [Buffer.concat(this.#rest)]
    return this.#rest[0]!.subarray(0, bytes.length).equals(bytes)
  }

  /** Gives up what came after the last NUL. */
  takeRest(): Buffer {
    const rest = Buffer.concat(this.#rest)
    this.#rest = []
    return rest
  }
}
