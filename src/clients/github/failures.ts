/** A fault made an error people can act on: where, what, and the mend. */
import { GitHubError, type GitHubFailure } from './github.ts'
import type { Fault } from './judgement.ts'
import { permissionMend } from './permissions.ts'

export interface Asked {
  /** As GitHub's reference spells it, or the operation of a GraphQL document. */
  readonly route: string
  /** What the permission is looked up by: the route, or the GraphQL document. */
  readonly needs: string
  readonly reads: boolean
  /** How often it was sent. */
  readonly times: number
  /** When a limit ends. */
  readonly limitEnd: Date
}

/** Faults after which nobody knows whether a write was done. */
const unsettled: readonly GitHubFailure[] = ['timeout', 'network', 'server', 'rubbish']

export const errorOf = (fault: Fault, asked: Asked): GitHubError => {
  const what =
    fault.status === null
      ? `${asked.route}: ${fault.failure === 'network' ? `the connection failed: ${fault.words}` : fault.words}`
      : `${asked.route} answered ${fault.status}${fault.words === '' ? '' : `: ${fault.words}`}`
  const times = asked.times > 1 ? ` (asked ${asked.times} times)` : ''
  const doubt =
    asked.reads || fault.undone || !unsettled.includes(fault.failure)
      ? ''
      : '; it may have been done all the same'
  return new GitHubError(`${what}${times}${doubt}; ${mendOf(fault, asked)}`, {
    failure: fault.failure,
    status: fault.status,
    route: asked.route,
    codes: fault.codes,
  })
}

const mendOf = (fault: Fault, asked: Asked): string => {
  const permission = () =>
    permissionMend(asked.needs, fault.headers?.get('x-accepted-github-permissions') ?? null)
  switch (fault.failure) {
    case 'unauthorized':
      return `the token is wrong, expired or revoked: pass a valid one, as in github-token: \${{ github.token }}`
    case 'forbidden':
      return permission()
    case 'not-found':
      return fault.status !== null && fault.status < 400
        ? 'name the repository as it is called now'
        : `check the names; if they are right, the token may not see it: ${permission()}`
    case 'limited':
      return `try again after ${asked.limitEnd.toISOString().replace('.000Z', 'Z')}`
    case 'conflict':
      return 'something changed meanwhile: run it again'
    case 'invalid':
      return 'what was asked does not fit what is there: mend what GitHub names, then run it again'
    case 'timeout':
    case 'server':
      return 'run it again later; https://www.githubstatus.com tells whether GitHub is well'
    case 'network':
      return fault.lasting
        ? 'name the certificate of your server or proxy in NODE_EXTRA_CA_CERTS'
        : 'check the network, GITHUB_API_URL and the proxy'
    case 'rubbish':
      return 'something that is not GitHub may be answering: check GITHUB_API_URL and the proxy'
  }
}
