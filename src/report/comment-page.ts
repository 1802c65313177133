/** A view made ready for Markdown: every string twice, as written and escaped, so that no line can forget to. */
import type { AssessedPart, Assessment } from '../domain/assessment.ts'
import type { CommentView, ReportLinks } from './comment-view.ts'
import { displayWidth, truncate } from './display-width.ts'
import { codeSpan, escapeMarkdown, link, mapStrings, neutralise } from './escaping.ts'
import { shortSha } from './phrases.ts'

const titleColumns = 72
const textColumns = 400
const pathColumns = 48
const wordsColumns = 120

export interface Page {
  readonly view: CommentView
  /** Cut to what a reader bears, and harmless to a terminal; not escaped. */
  readonly raw: Assessment
  /** The same as literal Markdown. */
  readonly safe: Assessment
}

/** What strangers may read: who a customer is, who wrote a part and how an incident went stays inside. */
const discreet = ({ budgets: _, ...assessment }: Assessment): Assessment => ({
  ...assessment,
  customers: [],
  similar: assessment.similar.map((likeness) => ({
    ...likeness,
    sentence: likeness.outcome.replaceAll('-', ' '),
  })),
  change: {
    ...assessment.change,
    parts: assessment.change.parts.map(({ authors: _, ...part }) => part),
  },
})

/** Letters that run the other way would drag the figures beside them along: a title of theirs is kept to itself. */
const isolate = (title: string): string =>
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u.test(title) ? `&#8296;${title}&#8297;` : title

const mapTitles = (assessment: Assessment, change: (title: string) => string): Assessment => ({
  ...assessment,
  change: {
    ...assessment.change,
    parts: assessment.change.parts.map((part) => ({ ...part, title: change(part.title) })),
  },
})

export const openPage = (view: CommentView): Page => {
  const shown = view.publicRepository ? discreet(view.assessment) : view.assessment
  const legible = mapStrings({ ...shown, evidence: { parts: {}, deployment: {} } }, (text) =>
    truncate(neutralise(text), textColumns),
  )
  const raw = mapTitles(legible, (title) => truncate(title, titleColumns))
  return { view, raw, safe: mapTitles(mapStrings(raw, escapeMarkdown), isolate) }
}

/** A few words from outside the answer, as literal Markdown. */
export const escapeWords = (text: string, columns = wordsColumns): string =>
  escapeMarkdown(truncate(neutralise(text), columns))

/** A full name of a commit; nothing else gets an address. */
const isCommit = (sha: string): boolean => /^[\da-f]{40,64}$/.test(sha)

/** "#123" as a link to that pull request; what is no number as it is. */
export const referNumber = (links: ReportLinks, id: string): string => {
  const number = /^#(\d{1,9})$/.exec(id)?.[1]
  return number === undefined ? escapeMarkdown(id) : link(id, links.pull(Number(number)))
}

/** A commit by its first eight digits, linked where it can be. */
export const referCommit = (links: ReportLinks, sha: string): string =>
  link(codeSpan(shortSha(sha)), isCommit(sha) ? links.commit(sha) : undefined)

/** A part by the name people call it, linked where it can be; `part` as written. */
export const referPart = ({ view }: Page, part: AssessedPart): string => {
  const linked = referNumber(view.links, part.id)
  if (linked.startsWith('[')) return linked
  return link(linked, part.url ?? (isCommit(part.sha) ? view.links.commit(part.sha) : undefined))
}

/** A long path by its end, which tells files apart. */
const shortPath = (path: string): string => {
  if (displayWidth(path) <= pathColumns) return path
  const folders = path.split('/')
  const first = folders.findIndex(
    (_, place) => place > 0 && displayWidth(folders.slice(place).join('/')) <= pathColumns - 2,
  )
  return `…/${first === -1 ? truncate(folders.at(-1)!, pathColumns - 2) : folders.slice(first).join('/')}`
}

/** A path as code, linked to the file as it was scored. */
export const referFile = ({ view, raw }: Page, path: string): string => {
  const { head } = raw.change
  const url = head !== null && isCommit(head) ? view.links.file(path, head) : undefined
  return link(codeSpan(shortPath(neutralise(path))), url)
}
