/**
 * Whom to ask: as few people as cover the files that drive the risk. Owners first; where they leave places, people who
 * touched these files lately.
 */
import { loginKey } from './eligibility.ts'
import {
  type Candidate,
  findFamiliar,
  findOwners,
  isAsked,
  loadOf,
  prepareBars,
  teamKey,
} from './routing-candidates.ts'
import { type WeighedFile, weighFiles } from './routing-files.ts'
import { pickReviewers } from './routing-pick.ts'
import type { RoutingProposal, RoutingRequest } from './routing-request.ts'
import { introduce, tellAsked, tellBarred, tellUnowned } from './routing-words.ts'

export type {
  ComponentOwner,
  ProposedReviewer,
  RoutedFile,
  RoutingProposal,
  RoutingRequest,
} from './routing-request.ts'

/** GitHub takes no more for one pull request. */
const mostRequests = 15
const usuallyWanted = 2

/**
 * Proposes reviewers, never one who is excluded, a bot, without access or asked already. The same answer for the same
 * facts, in whatever order they come.
 */
export const proposeReviewers = (request: RoutingRequest): RoutingProposal => {
  const files = weighFiles(request.files)
  const owners = findOwners(files.all, request)
  const familiar = findFamiliar(files.all, request)
  const carrying = files.all.filter(({ share }) => share > 0)
  const nobody = (why: string): RoutingProposal => ({ proposed: [], nobody: why })

  // Where nobody knows what drives the risk, those who know the rest are better than nobody.
  const whyNotAsked = prepareBars(request)
  const open = [...owners, ...familiar].filter((candidate) => whyNotAsked(candidate) === null)
  const ground = [files.driving, carrying].find((scope) => open.some((candidate) => knows(candidate, scope)))
  if (ground === undefined) return nobody(tellNobody(request, [...owners, ...familiar], carrying))

  const asked = open.filter((candidate) => knows(candidate, ground) && isAsked(candidate, request))
  const places = countPlaces(request, new Set(asked.map(({ key }) => key)).size)
  if (places.why !== undefined) return nobody(places.why)
  if (places.left <= 0) return nobody(tellAsked(asked))

  const touches = new Map(familiar.map(({ key, claims }) => [key, claims]))
  const pick = (candidates: readonly Candidate[], before: readonly Candidate[]): readonly Candidate[] => {
    const reading = [...asked, ...before]
    const isFree = ({ key }: Candidate) => !reading.some((other) => other.key === key)
    const picks = pickReviewers({
      candidates: candidates.filter((candidate) => open.includes(candidate) && isFree(candidate)),
      files: ground,
      read: new Set(reading.flatMap(({ claims }) => [...claims.keys()])),
      places: places.left - before.length,
      loadOf: (candidate) => loadOf(candidate, request) ?? 0,
      touchesOf: ({ key }, path) => {
        const claim = touches.get(key)?.get(path)
        return claim?.kind === 'touched' ? claim.touches : 0
      },
    })
    return [...before, ...picks]
  }
  const picks = pick(familiar, pick(owners, []))
  if (picks.length === 0) return nobody(`${tellAsked(asked)}, and nobody else who knows them can be asked`)
  return { proposed: picks.map((candidate) => introduce(candidate, files, loadOf(candidate, request))) }
}

const knows = ({ claims }: Candidate, files: readonly WeighedFile[]): boolean =>
  files.some(({ path }) => claims.has(path))

/** Who is asked but knows none of the files takes no place from those who do, only one of GitHub's. */
const countPlaces = (
  { requested, wanted = usuallyWanted }: RoutingRequest,
  asked: number,
): { readonly left: number; readonly why?: string } => {
  if (!(wanted >= 1)) return { left: 0, why: 'nobody was wanted' }
  const requests = new Set(requested.users.map(loginKey)).size + new Set(requested.teams.map(teamKey)).size
  if (requests < mostRequests) return { left: Math.min(Math.floor(wanted) - asked, mostRequests - requests) }
  const why = `GitHub takes ${mostRequests} requests for one pull request, and ${requests} are made already`
  return { left: 0, why }
}

const tellNobody = (
  request: RoutingRequest,
  candidates: readonly Candidate[],
  files: readonly WeighedFile[],
): string => {
  if (files.length === 0) return 'the change touches no file'
  const unknown = files.filter(({ path }) => !candidates.some(({ claims }) => claims.has(path)))
  const whyNotAsked = prepareBars(request)
  const barred = new Map(
    candidates.map((each) => [each.key, { name: each.name, why: whyNotAsked(each) ?? '' }]),
  )
  return [
    ...(unknown.length > 0 ? [tellUnowned(request.codeOwners, unknown)] : []),
    ...(barred.size > 0 ? [tellBarred([...barred.values()])] : []),
  ].join('; ')
}
