import { parseRecordLine } from '../record.ts'
import { referencedBlobs } from '../references.ts'
import { troubleOf } from './blobs.ts'
import type { Desk } from './branch-desk.ts'
import { linesOf, segmentFile } from './segments.ts'
import type { Piece } from './survey.ts'

/** So many files are asked for and held at once. */
const filesAtOnce = 16

/** All events at a commit, in order. A commit is whole or not there: nothing in it can be torn. */
export const readPieces = async function* ({ access }: Desk, head: string): AsyncGenerator<Piece> {
  const segments = (await access.list(head, 'events'))
    .filter((name) => /^\d{4}\/\d\d\/\d\d\.jsonl$/.test(name))
    .map((name) => name.slice(0, -'.jsonl'.length))
    .sort()
  for (let at = 0; at < segments.length; at += filesAtOnce) {
    const some = segments.slice(at, at + filesAtOnce)
    const files = await access.files(
      head,
      some.map((segment) => ({ path: segmentFile(segment), content: true })),
    )
    for (const segment of some) {
      const bytes = files.get(segmentFile(segment))?.bytes
      if (bytes) yield { segment, bytes }
    }
  }
}

/** Pieces, and before each is handed out what is wrong with the blobs that its records refer to. */
export const readPiecesAndBlobs = async function* (
  desk: Desk,
  head: string,
  troubles: Map<string, string | undefined>,
): AsyncGenerator<Piece> {
  for await (const piece of readPieces(desk, head)) {
    const hashes = [...new Set(blobsNamedIn(piece))].filter((hash) => !troubles.has(hash))
    for (let at = 0; at < hashes.length; at += filesAtOnce) {
      const some = hashes.slice(at, at + filesAtOnce)
      const wanted = some.map((hash) => ({ path: `blobs/${hash}`, content: true }))
      const files = await desk.access.files(head, wanted)
      for (const hash of some) troubles.set(hash, troubleOf(hash, files.get(`blobs/${hash}`)?.bytes))
    }
    yield piece
  }
}

const blobsNamedIn = ({ segment, bytes }: Piece): readonly string[] =>
  [...linesOf(segment, bytes, 0, 1)].flatMap((line) => {
    const parsed = parseRecordLine(line.bytes.toString())
    return parsed.outcome === 'record' ? referencedBlobs(parsed.record.body) : []
  })
