import { randomBytes, randomInt } from 'node:crypto'
import { closeSync, openSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { SourceError } from '../../domain/errors.ts'
import { currentOwner, describeOwner, hasEnded, type LockOwner, lockName, lockOwner } from './lock-owner.ts'

/**
 * One writer at a time. Whoever wants the ledger makes its own lock file (O_EXCL) and then looks round: alone, it holds
 * the ledger; in company, it withdraws and tries again. Of two who come together the later one always sees the earlier,
 * so two can never both be alone. Names are never used twice, so the file of a process that has ended can be removed
 * by the holder without any danger of removing a living one's.
 */
export const withLock = async <T>(root: string, waitMilliseconds: number, work: () => T): Promise<T> => {
  const lock = await acquireLock(root, waitMilliseconds)
  try {
    removeEnded(root, lock.self)
    return work()
  } finally {
    rmSync(lock.path, { force: true })
  }
}

const acquireLock = async (
  root: string,
  waitMilliseconds: number,
): Promise<{ path: string; self: LockOwner }> => {
  const self = currentOwner()
  const name = lockName(self, randomBytes(4).toString('hex'))
  const path = join(root, name)
  const deadline = performance.now() + waitMilliseconds
  for (;;) {
    let other = livingOther(root, name, self)
    if (other === undefined) {
      closeSync(openSync(path, 'wx'))
      other = livingOther(root, name, self)
      if (other === undefined) return { path, self }
      rmSync(path, { force: true })
    }
    if (performance.now() > deadline) throw heldBy(root, other, waitMilliseconds)
    await wait(randomInt(1, 8))
  }
}

const locksIn = (root: string): readonly { readonly name: string; readonly owner: LockOwner }[] =>
  readdirSync(root).flatMap((name) => {
    const owner = lockOwner(name)
    return owner ? [{ name, owner }] : []
  })

const livingOther = (root: string, own: string, self: LockOwner): string | undefined =>
  locksIn(root).find(({ name, owner }) => name !== own && !hasEnded(owner, self))?.name

const removeEnded = (root: string, self: LockOwner): void => {
  for (const { name, owner } of locksIn(root))
    if (hasEnded(owner, self)) rmSync(join(root, name), { force: true })
}

const heldBy = (root: string, name: string, waitMilliseconds: number): SourceError => {
  const owner = lockOwner(name)
  return new SourceError(
    `ledger lock ${join(root, name)} is held by ${owner ? describeOwner(owner) : 'someone'} after waiting ${
      waitMilliseconds / 1000
    } s; try again when that process has ended, or remove the file if it certainly has`,
  )
}
