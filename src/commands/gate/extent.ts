/** What a part does in a few characters, for the column beside its title. */

import type { ChangedFile } from '../../domain/change.ts'
import { formatCount } from '../../domain/counting.ts'
import type { Arrival } from '../../history/past.ts'
import { truncate } from '../../report/display-width.ts'

const widest = 24

const lines = ({ added, deleted }: ChangedFile): string =>
  [added ? `+${added}` : '', deleted ? `−${deleted}` : ''].filter((text) => text !== '').join(' ')

/** "121 files", "status.py +362 −150", "no file": at most 24 columns. */
export const extentOf = ({ files, filesKnown }: Pick<Arrival, 'files' | 'filesKnown'>): string => {
  if (!filesKnown) return 'files unknown'
  if (files.length === 0) return 'no file'
  const [largest] = [...files].sort(
    (left, right) => (right.added ?? 0) + (right.deleted ?? 0) - (left.added ?? 0) - (left.deleted ?? 0),
  )
  const total = files.reduce((sum, file) => sum + (file.added ?? 0) + (file.deleted ?? 0), 0)
  const inLargest = (largest!.added ?? 0) + (largest!.deleted ?? 0)
  // One file that is most of the change says more than a number of files; where nobody can count lines, none is known to be.
  if (files.length > 1 && (inLargest === 0 || inLargest * 2 < total))
    return `${formatCount(files.length)} files`
  if (files.length > 6) return `${formatCount(files.length)} files`
  const name = largest!.path.slice(largest!.path.lastIndexOf('/') + 1)
  const change = largest!.submodule ? 'submodule' : largest!.binary ? 'binary' : lines(largest!)
  return change === '' ? truncate(name, widest) : `${truncate(name, widest - change.length - 1)} ${change}`
}
