/**
 * Where the tests keep their files: in memory where there is plenty of it, for they make and remove tens of thousands of
 * small ones, and a disk makes them wait for a third of the time. Anywhere else the usual temporary folder serves.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const memory = '/dev/shm'
/** Several times what the tests ever hold at once. */
const enoughBytes = 2 ** 31

/** Some tests write programs and run them, which not every folder allows. */
const runsPrograms = (folder: string): boolean => {
  const program = join(folder, 'program')
  writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 })
  return spawnSync(program).status === 0
}

const folderInMemory = (): string | null => {
  try {
    const { bavail, bsize } = statfsSync(memory)
    return bavail * bsize < enoughBytes ? null : mkdtempSync(join(memory, 'change-risk-gate-tests-'))
  } catch {
    return null
  }
}

/** Once, before all tests; what it answers is done after them. */
export default (): (() => void) => {
  const folder = process.env['TMPDIR'] === undefined ? folderInMemory() : null
  if (folder !== null && runsPrograms(folder)) process.env['TMPDIR'] = folder
  return () => {
    if (folder !== null) rmSync(folder, { recursive: true, force: true })
  }
}
