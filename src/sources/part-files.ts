/** Files as git tells them, in our words. */
import type { FileDifference } from '../clients/git/differences.ts'
import type { ChangedFile } from '../domain/change.ts'
import { fileKind } from '../history/file-kind.ts'

export const changedFiles = (files: readonly FileDifference[]): readonly ChangedFile[] =>
  files.map((file) => ({ ...file, kind: fileKind(file.path) }))
