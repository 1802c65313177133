/** What a report on GitHub is made from: the answer, who is asked, and where things are. */
import type { Assessment } from '../domain/assessment.ts'
import type { Settings } from './sentences.ts'

/** A file somebody is asked to read. */
export interface AskedFile {
  readonly path: string
  /** Lines of it that change; absent where nobody could count them. */
  readonly lines?: number
}

/** One person (`mira`) or one team (`acme/release-leads`): the only names a comment calls. */
export type Asked = ({ readonly login: string } | { readonly team: string }) & {
  /** Why them, to be read by themselves: "knows this file, 1 open request". */
  readonly why: string
  readonly files: readonly AskedFile[]
}

export interface ReviewRequest {
  readonly people: readonly Asked[]
  /** Lines the whole change touches, beside those of a single file: "212 of 260 lines". */
  readonly changedLines?: number
  /** How they answer. */
  readonly approve: {
    /** Whether an approving review of the pull request counts. */
    readonly review: boolean
    /** Comments that count, without what they begin with: "approve 3f9c2d1a". */
    readonly replies: readonly string[]
  }
  /**
   * When nobody answered by `at` (ISO), `asks` are asked: logins or `owner/team`, not called by name before; none where
   * it is found out then who knows these files.
   */
  readonly deadline?: { readonly at: string; readonly asks: readonly string[] }
  /** Those who were asked at `since` (ISO) and have not answered: told, and not called again. */
  readonly earlier?: { readonly names: readonly string[]; readonly since: string }
  /** Logins of those who passed it on. */
  readonly passed?: readonly string[]
  /** Why nobody is asked by name, where nobody is: one sentence without its full stop. */
  readonly nobody?: string
}

/** Addresses; undefined where there is none, and then the text stands alone. */
export interface ReportLinks {
  readonly commit: (sha: string) => string | undefined
  readonly file: (path: string, sha: string) => string | undefined
  readonly pull: (number: number) => string | undefined
  readonly run?: string
  readonly record?: string
}

/** What going back takes, where it is known. */
export interface Recovery {
  /** The commit that would run again. */
  readonly sha: string
  /** Minutes it took the last `among` times. */
  readonly minutes?: {
    readonly usual: number
    readonly low: number
    readonly high: number
    readonly among: number
  }
  /** Whether a migration lies between; absent where nobody looked. */
  readonly migration?: boolean
}

export interface CommentView {
  readonly assessment: Assessment
  /** What the comment is about and is found again by: the environment, or `pull-request`. */
  readonly key: string
  readonly request?: ReviewRequest
  /** Anybody may read along: then no customer, author or incident is named. */
  readonly publicRepository: boolean
  readonly links: ReportLinks
  /** What a command in a comment begins with: "."; absent where nobody answers commands. */
  readonly prefix?: string
  /** The files that drive the risk, most of all first, and why each does. */
  readonly files?: readonly { readonly path: string; readonly why: string }[]
  readonly recovery?: Recovery
  /** What readers type to say otherwise where something was assumed; absent on a command line. */
  readonly settings?: Settings
  /** The comment stands on this merged pull request, and a deployment waits for a word on it. */
  readonly merged?: { readonly number: number }
}

const nowhere = (): undefined => undefined

export const noLinks: ReportLinks = { commit: nowhere, file: nowhere, pull: nowhere }

const segment = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (found) => `%${found.codePointAt(0)!.toString(16).toUpperCase()}`,
  )

/** Addresses on GitHub or a server of one's own; `serverUrl` without a slash at the end, `repository` as `owner/name`. */
export const githubLinks = (
  serverUrl: string,
  repository: string,
  more: { readonly run?: string; readonly record?: string } = {},
): ReportLinks => {
  const home = `${serverUrl}/${repository}`
  return {
    commit: (sha) => `${home}/commit/${segment(sha)}`,
    // Half a surrogate cannot be part of an address.
    file: (path, sha) =>
      !/\p{Surrogate}/u.test(path)
        ? `${home}/blob/${segment(sha)}/${path.split('/').map(segment).join('/')}`
        : undefined,
    pull: (number) => `${home}/pull/${number}`,
    ...more,
  }
}

/** The view of somebody who has the answer alone: a command line. Those who would review are asked to. */
export const viewOf = (assessment: Assessment): CommentView => {
  const { decision, mode, reviewers } = assessment
  const asked = mode === 'enforce' && decision === 'review'
  return {
    assessment,
    key: assessment.environment,
    publicRepository: false,
    links: noLinks,
    ...(asked
      ? {
          request: {
            people: reviewers.slice(0, 3).map(({ login, why }) => ({ login, why, files: [] })),
            approve: { review: false, replies: [] },
          },
        }
      : {}),
  }
}
