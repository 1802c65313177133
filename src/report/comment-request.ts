/** Who is asked to read what, and how they answer. Only here is anybody called by name. */

import type { AssessedPart } from '../domain/assessment.ts'
import { formatCount } from '../domain/counting.ts'
import { settledByApproval } from '../domain/decision.ts'
import { sayMissing } from '../policy/review-groups.ts'
import { escapeWords, type Page, referFile, referNumber, referPart } from './comment-page.ts'
import type { Asked, AskedFile, ReviewRequest } from './comment-view.ts'
import { codeSpan, mention } from './escaping.ts'
import { isAboveLimit, joinNames } from './phrases.ts'
import { isScored } from './sentences.ts'
import { sayComing, sayPast } from './times.ts'

const mostPeople = 3
const mostFiles = 3
const nobodyColumns = 240

/** Somebody asks for a review, and it holds something. */
export const isAsking = ({ raw }: Page): boolean => raw.mode === 'enforce' && raw.decision === 'review'

const nameOf = (asked: Asked): string => ('team' in asked ? asked.team : asked.login)

const call = (name: string, calls: boolean): string => (calls ? mention(name) : escapeWords(name))

/** "`post.ts` (212 of 260 lines)": how much of the work this file is. */
const sayFile = (page: Page, { lines, path }: AskedFile, changedLines: number | undefined): string => {
  const file = referFile(page, path)
  if (lines === undefined) return file
  const of = changedLines !== undefined && changedLines > lines ? ` of ${formatCount(changedLines)}` : ''
  return `${file} (${formatCount(lines)}${of} ${lines === 1 && of === '' ? 'line' : 'lines'})`
}

const sayFiles = (page: Page, files: readonly AskedFile[], changedLines: number | undefined): string =>
  joinNames(
    files.map((file) => sayFile(page, file, changedLines)),
    mostFiles,
  )

/** The pull request on which the comment stands needs no number there. */
const isHere = ({ view }: Page, { id }: AssessedPart): boolean =>
  view.key === 'pull-request' || (view.merged !== undefined && id === `#${view.merged.number}`)

/** On an open pull request the files that drive its risk most; else it as a whole. */
const sayHere = (page: Page): string => {
  const [first] = page.view.key === 'pull-request' ? (page.view.files ?? []) : []
  return first === undefined ? 'this pull request' : referFile(page, first.path)
}

/** The changes that want a reader, where nobody said which files do. */
const sayParts = (page: Page): string => {
  const { change, risk } = page.raw
  const wanted = change.parts.filter((part) => isAboveLimit(part, risk.limit) || change.parts.length === 1)
  return isScored(page.raw)
    ? joinNames(
        wanted.map((part) => (isHere(page, part) ? sayHere(page) : referPart(page, part))),
        mostFiles,
      )
    : ''
}

/** People with the same files are asked in one breath: any of them will do. */
const groupByFiles = (people: readonly Asked[]): readonly (readonly Asked[])[] => {
  const groups = new Map<string, readonly Asked[]>()
  for (const asked of people) {
    const files = JSON.stringify(asked.files.map(({ path }) => path))
    groups.set(files, [...(groups.get(files) ?? []), asked])
  }
  return [...groups.values()]
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const askGroup = (page: Page, group: readonly Asked[], request: ReviewRequest, calls: boolean): string => {
  const files = sayFiles(page, group[0]?.files ?? [], request.changedLines)
  const what = files === '' ? sayParts(page) : files
  const people = joinNames(
    group.map((asked) => call(nameOf(asked), calls)),
    mostPeople,
    'or',
  )
  const read = what === '' ? 'please review' : `read ${what}`
  return people === '' ? capital(read) : `${people}: ${read}`
}

/** "**@mira: read `post.ts` (212 of 260 lines).**"; empty where nobody is asked for anything. */
export const sayAsked = (page: Page, calls: boolean): string => {
  if (!isAsking(page)) return ''
  const request = page.view.request ?? { people: [], approve: { review: false, replies: [] } }
  const groups = groupByFiles(request.people.slice(0, mostPeople))
  const asked = (groups.length === 0 ? [[]] : groups).map((group) => askGroup(page, group, request, calls))
  return `**${asked.join('. ')}.**`
}

/** "Approve this pull request, or reply `.approve 3f9c2d1a`. It then deploys with no second question." */
export const sayHowToAnswer = (page: Page): string => {
  const { merged, request } = page.view
  if (!isAsking(page) || request === undefined) return ''
  const { replies, review } = request.approve
  const typed = replies.slice(0, 4).map((reply) => codeSpan(`${page.view.prefix ?? '.'}${reply}`))
  const reply = typed.length === 0 ? [] : [`reply ${typed.join(' · ')}`]
  const ways = [...(review ? ['approve this pull request'] : []), ...reply]
  if (ways.length === 0) return ''
  const then =
    merged === undefined
      ? ' It then deploys with no second question.'
      : ' The deployment then goes on by itself.'
  return `${capital(ways.join(', or '))}.${settledByApproval.includes(page.raw.rule) ? then : ''}`
}

/** "Still missing: 1 approval of acme/release-leads."; empty where anybody's would do. */
export const sayStillMissing = (page: Page): string => {
  if (!isAsking(page)) return ''
  const { parts } = page.raw.change
  const lacking = parts
    .filter(({ missing = [] }) => missing.length > 0)
    .map((part) => {
      const whose = sayMissing(part.missing ?? []).map((text) => escapeWords(text.replaceAll('@', '')))
      return `${joinNames(whose, mostPeople)}${parts.length === 1 || isHere(page, part) ? '' : ` on ${referPart(page, part)}`}`
    })
  return lacking.length === 0 ? '' : `Still missing: ${joinNames(lacking, mostFiles)}.`
}

/** Why a deployment asks on a pull request that is long merged. */
export const sayWaiting = (page: Page): string => {
  const { merged } = page.view
  if (merged === undefined || !isAsking(page)) return ''
  const { change } = page.raw
  const id = `#${merged.number}`
  const part = change.parts.find((candidate) => candidate.id === id)
  const share =
    part === undefined || change.parts.length < 2
      ? ''
      : `, one of its ${formatCount(change.parts.length)} changes`
  return `A deployment to ${page.safe.environment} waits for a word on ${referNumber(page.view.links, id)}${share}.`
}

/** What happens while nobody answers. */
export const sayNoAnswer = ({ raw, view }: Page): string | null => {
  const { request } = view
  if (request === undefined || raw.mode !== 'enforce' || raw.decision !== 'review') return null
  const waits = view.key === 'pull-request' ? 'only this change waits' : 'this deployment waits'
  const { deadline } = request
  if (deadline === undefined) return waits
  const next = deadline.asks.map((name) => escapeWords(name)).filter((name) => name !== '')
  const whom =
    next.length === 0
      ? 'the next who knows these files is'
      : `${joinNames(next, mostPeople, 'or')} ${next.length === 1 ? 'is' : 'are'}`
  return `${waits}; ${sayComing(deadline.at, raw.at)} ${whom} asked`
}

/**
 * "Asked yesterday, without an answer: mira. jonas passed it on."; nobody of them is called by name again. Of a question
 * that names nobody, why.
 */
export const sayAskedBefore = (page: Page): string => {
  const { request } = page.view
  if (!isAsking(page) || request === undefined) return ''
  const { earlier, nobody, passed = [] } = request
  const names = (list: readonly string[]) =>
    joinNames(
      list.map((name) => escapeWords(name)),
      mostPeople,
    )
  return [
    earlier === undefined || earlier.names.length === 0
      ? ''
      : `Asked ${sayPast(earlier.since, page.raw.at)}, without an answer: ${names(earlier.names)}.`,
    passed.length === 0 ? '' : `${names(passed)} passed it on.`,
    nobody === undefined ? '' : `Nobody is asked by name: ${escapeWords(nobody, nobodyColumns)}.`,
  ]
    .filter((text) => text !== '')
    .join(' ')
}

/** "why mira: knows this file, 1 open request": for the small print. */
export const sayWhyThem = ({ view }: Page): string | null => {
  const people = (view.request?.people ?? []).slice(0, mostPeople).filter(({ why }) => why !== '')
  const only = view.request?.people.length === 1
  return (
    people
      .map((asked) => `why ${only ? 'you' : escapeWords(nameOf(asked))}: ${escapeWords(asked.why)}`)
      .join(' · ') || null
  )
}
