import type { Desk, RebuiltSnapshot, Snapshot } from './branch-desk.ts'
import { isComplete } from './branch-index.ts'
import { lookAtBranch, missedIn, rememberTips } from './branch-look.ts'
import { requireNewest } from './branch-newest.ts'
import { rebuild } from './branch-rebuild.ts'
import type { Wanted } from './branch-site.ts'
import type { BranchState } from './branch-state.ts'
import { segmentFile } from './segments.ts'
import { endOf } from './state.ts'
import { requireLast, tampered } from './survey.ts'

/** The branch as this ledger knows it, read where it is not known. Throws SourceError where a witness knows more. */
export const openSnapshot = (desk: Desk): Promise<Snapshot> =>
  opened(desk, desk.current ?? readSnapshot(desk))

/** The branch as it stands now. Where it has not moved, what was read of it is kept: one request is all it takes. */
export const lookAgain = (desk: Desk): Promise<Snapshot> => {
  const before = desk.current ?? Promise.resolve(undefined)
  const looking = readSnapshot(desk).then(async (now) => {
    const known = await before.catch(() => undefined)
    return known?.head === undefined || known.head !== now.head ? now : known
  })
  return opened(desk, looking)
}

const opened = (desk: Desk, opening: Promise<Snapshot>): Promise<Snapshot> => {
  desk.current = opening
  opening.catch(() => {
    if (desk.current === opening) desk.current = undefined
  })
  return opening
}

const readSnapshot = async (desk: Desk): Promise<Snapshot> => {
  const { head, told, missed } = await lookAtBranch(desk)
  if (missed !== undefined) throw tampered(desk.site.url, missed)
  if (head && (told === undefined || told === 'damaged')) {
    return checked(desk, await rebuild(desk, head.oid, told === undefined ? 'absent' : 'damaged'))
  }
  return checked(desk, { head: head?.oid, state: told as BranchState, files: new Map() })
}

const checked = <S extends Snapshot>(desk: Desk, snapshot: S): S => {
  const missed = missedIn(desk, snapshot.state)
  if (missed !== undefined) throw tampered(desk.site.url, missed)
  rememberTips(desk, snapshot.state)
  return snapshot
}

/**
 * The branch with these files at hand, and its end checked: what follows may be chained to it. Where the state does not
 * speak of all that is there, it is made again from the events. Throws SourceError where the end is not what was written.
 */
export const settle = async (desk: Desk, wanted: readonly Wanted[], opened?: Snapshot): Promise<Snapshot> => {
  const snapshot = opened ?? (await openSnapshot(desk))
  const { last } = snapshot.state
  const path = last && segmentFile(last.segment)
  await load(desk, snapshot, [...(path ? [{ path, content: true }] : []), ...wanted])
  if (!last || !path || snapshot.rebuilt) return snapshot
  const bytes = snapshot.files.get(path)?.bytes
  requireLast(desk.site.url, last, lineIn(bytes, last.offset, last.length))
  if (bytes) requireNewest(desk.site.url, last.segment, bytes)
  if (bytes?.length === endOf(last) && isComplete(snapshot.state)) return snapshot
  return remake(desk, snapshot, wanted)
}

/** The same commit, with its state and index made again from the events. */
export const remake = async (
  desk: Desk,
  { head, state }: Snapshot,
  wanted: readonly Wanted[],
): Promise<RebuiltSnapshot> => {
  const made = checked(desk, await rebuild(desk, head ?? '', state))
  desk.current = Promise.resolve(made)
  await load(desk, made, wanted)
  return made
}

/** Reads what of these files is not at hand. */
export const load = async (
  { access }: Desk,
  { head, files }: Snapshot,
  wanted: readonly Wanted[],
): Promise<void> => {
  const missing = wanted.filter(({ path, content }) => {
    const file = files.get(path)
    return file === undefined || (content && file !== null && file.bytes === undefined)
  })
  // The same path may be wanted twice, once with its bytes.
  const paths = new Map<string, Wanted>()
  for (const each of missing) if (each.content || !paths.has(each.path)) paths.set(each.path, each)
  if (paths.size === 0) return
  const found = head === undefined ? new Map() : await access.files(head, [...paths.values()])
  for (const path of paths.keys()) files.set(path, found.get(path) ?? null)
}

/** The line that begins at an offset, without its newline; undefined where none begins or ends there. */
export const lineIn = (bytes: Buffer | undefined, offset: number, length?: number): Buffer | undefined => {
  if (!bytes || offset < 0 || offset >= bytes.length) return undefined
  const end = bytes.indexOf(0x0a, offset)
  return end === -1 || (length !== undefined && end - offset !== length)
    ? undefined
    : bytes.subarray(offset, end)
}
