import { closeSync, fdatasyncSync, ftruncateSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { sha256 } from '../canonical.ts'
import { makeDirectory, replaceFile } from './files.ts'
import { segmentFile, segmentPath } from './segments.ts'
import type { Site } from './site.ts'
import type { Torn } from './survey.ts'

/**
 * Moves what an interrupted write left at the end of a segment to `torn/`, durably, before cutting it off. Nobody was
 * ever told that it is remembered, but it may be worth a look. Interrupted itself, it does the same again.
 */
export const setAside = ({ root, note }: Site, { segment, offset, bytes }: Torn): void => {
  const name = `${segment.replaceAll('/', '-')}-${offset}-${sha256(bytes).slice(0, 12)}`
  makeDirectory(join(root, 'torn'))
  replaceFile(join(root, 'torn', name), join(root, 'torn', `${name}.tmp`), bytes, true)
  const file = openSync(segmentPath(root, segment), 'r+')
  try {
    ftruncateSync(file, offset)
    fdatasyncSync(file)
  } finally {
    closeSync(file)
  }
  note(
    `a torn last line was repaired: ${bytes.length} bytes of an unfinished write to ${segmentFile(segment)} set aside in torn/${name}`,
  )
}
