/**
 * Where the tests keep their files: in memory where there is plenty of it, for they make and remove tens of thousands of
 * small ones, and a disk makes them wait for a third of the time. Anywhere else the usual temporary folder serves.
 *
 * And where Node keeps what it has compiled: a thousand processes of the same few programs need not each compile them (a sixth of their time).
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const memory = '/dev/shm'
const prefix = 'change-risk-gate-tests-'
/** Several times what the tests ever hold at once. */
const enoughBytes = 2 ** 31

/** Some tests write programs and run them, which not every folder allows. */
const runsPrograms = (folder: string): boolean => {
  const program = join(folder, 'program')
  writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 })
  return spawnSync(program).status === 0
}

const isGone = (id: number): boolean => {
  try {
    process.kill(id, 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}

/** Left by runs that were killed; each folder bears the id of its process. */
const removeLeftovers = (): void => {
  for (const name of readdirSync(memory)) {
    const owner = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1]
    if (owner !== undefined && isGone(Number(owner)))
      rmSync(join(memory, name), { recursive: true, force: true })
  }
}

const folderInMemory = (): string | null => {
  try {
    removeLeftovers()
    const { bavail, bsize } = statfsSync(memory)
    return bavail * bsize < enoughBytes ? null : mkdtempSync(join(memory, `${prefix}${process.pid}-`))
  } catch {
    return null
  }
}

/** Once, before all tests; what it answers is done after them. */
export default (): (() => void) => {
  const folder = process.env['TMPDIR'] === undefined ? folderInMemory() : null
  if (folder !== null && runsPrograms(folder)) process.env['TMPDIR'] = folder
  const compiled = mkdtempSync(join(tmpdir(), 'compiled-'))
  process.env['NODE_COMPILE_CACHE'] = compiled
  return () => {
    for (const each of [compiled, folder]) if (each !== null) rmSync(each, { recursive: true, force: true })
  }
}
