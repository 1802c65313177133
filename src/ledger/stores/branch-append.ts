import { plainJson } from '../canonical.ts'
import type { Appended } from '../ledger.ts'
import { type NewRecord, recordId } from '../record.ts'
import { referencedBlobs } from '../references.ts'
import { mostDoubts, mostRetries } from './branch-backoff.ts'
import { type CommitPlan, planCommit } from './branch-commit.ts'
import type { Desk } from './branch-desk.ts'
import { doubt, isConflict, isDoubtful, writeFailure } from './branch-failure.ts'
import { rememberTips } from './branch-look.ts'
import { type Found, lookUpIds } from './branch-lookup.ts'
import type { Wanted } from './branch-site.ts'
import { load, openSnapshot, remake } from './branch-snapshot.ts'
import { placeEntries } from './placing.ts'
import { segmentFile, segmentFor } from './segments.ts'

/**
 * Appends by compare-and-swap: read where the branch stands, chain to its tips, and commit only if it still stands
 * there. A lost race is run again; after an answer that does not tell whether the commit was made, the branch tells.
 */
export const appendToBranch = async (
  desk: Desk,
  entries: readonly NewRecord[],
): Promise<readonly Appended[]> => {
  const tried: CommitPlan[] = []
  for (let attempt = 0, doubts = 0; ; attempt += 1) {
    if (attempt > 0) await desk.site.pause(attempt - 1)
    try {
      const found = await takeStock(desk, entries)
      const landed = tried.find((plan) => hasLanded(plan, found))
      if (landed) return finish(desk, landed)
      const plan = await makePlan(desk, found, entries)
      if (plan.added.length === 0) return plan.answers
      tried.push(plan)
      const head = await desk.access.commit(plan.commit)
      desk.current = Promise.resolve(plan.afterwards(head))
      rememberTips(desk, plan.state)
      return finish(desk, plan)
    } catch (error) {
      desk.current = undefined
      // Before the first commit is sent nothing is in doubt, and GitHub has been asked often enough.
      const sent = tried.length > 0
      if (sent && isDoubtful(error)) doubts += 1
      const again = sent && (isConflict(error) || (isDoubtful(error) && doubts <= mostDoubts))
      if (again && attempt < mostRetries) continue
      throw doubts > 0 ? doubt(desk.site, entries, error) : writeFailure(desk.site, entries, error)
    }
  }
}

const finish = ({ staged }: Desk, { blobs, answers }: CommitPlan): readonly Appended[] => {
  for (const hash of blobs) staged.delete(hash)
  return answers
}

/** A commit is whole or not there: it was made if its records are those the branch holds. */
const hasLanded = ({ added }: CommitPlan, { records }: Found): boolean =>
  added.every(({ record }) => records.get(record.id)?.hash === record.hash)

/** All that is needed to say what the entries become, in two requests at most where the ledger is in order. */
const takeStock = async (desk: Desk, entries: readonly NewRecord[]): Promise<Found> => {
  const snapshot = await openSnapshot(desk)
  const ids = entries.map(({ kind, key }) => recordId(kind, key))
  return lookUpIds(desk, snapshot, ids, wantedFor(desk, entries, snapshot.state.last?.segment))
}

const wantedFor = (
  { staged }: Desk,
  entries: readonly NewRecord[],
  newest: string | undefined,
): readonly Wanted[] => {
  const segment = segmentFor(
    entries.map(({ at }) => at),
    newest,
  )
  const hashes = new Set([
    ...staged.keys(),
    ...entries.flatMap(({ body }) => referencedBlobs(plainJson(body))),
  ])
  return [
    { path: segmentFile(segment), content: segment === newest },
    ...[...hashes].map((hash) => ({ path: `blobs/${hash}`, content: false })),
  ]
}

const makePlan = async (desk: Desk, found: Found, entries: readonly NewRecord[]): Promise<CommitPlan> => {
  const { snapshot, records } = found
  const newest = snapshot.state.last?.segment
  const placing = placeEntries(snapshot.state, entries, {
    existing: (id) => records.get(id),
    hasBlob: (hash) => desk.staged.has(hash) || isThere(found, `blobs/${hash}`),
    segmentBytesAtMost,
  })
  const segments = new Set(placing.added.map(({ place }) => place.segment))
  const begun = [...segments].filter((segment) => segment !== newest).map(segmentFile)
  const wanted = begun.map((path) => ({ path, content: false }))
  await load(desk, snapshot, wanted)
  // Events that the state does not speak of: somebody else put them there.
  const isBehind = !snapshot.rebuilt && begun.some((path) => isThere(found, path))
  if (!isBehind) return planCommit(desk, found, placing)
  const made = await remake(desk, snapshot, wantedFor(desk, entries, newest))
  return makePlan(desk, { snapshot: made, ...made.rebuilt }, entries)
}

/** GitHub recommends objects below a megabyte and commits at most 40; beyond this a day goes on in the next one's file. */
const segmentBytesAtMost = 4_000_000

const isThere = ({ snapshot }: Found, path: string): boolean => (snapshot.files.get(path) ?? null) !== null
