import { SourceError } from '../../domain/errors.ts'

/**
 * `unreachable`: nothing was sent · `unanswered`: sent, and it may or may not have happened · `busy`: try again later,
 * nothing happened · `conflict`: somebody else wrote in between · `rubbish`: an answer of another shape.
 */
export type ClusterFailure =
  | 'unknown-account'
  | 'denied'
  | 'absent'
  | 'conflict'
  | 'refused'
  | 'busy'
  | 'unreachable'
  | 'unanswered'
  | 'rubbish'

/** Which cluster, verb and resource, what came of it, and the mend. */
export class ClusterError extends SourceError {
  readonly failure: ClusterFailure
  /** Seconds the cluster asks to wait; null where it does not say. */
  readonly retryAfterSeconds: number | null

  constructor(
    failure: ClusterFailure,
    message: string,
    about: { retryAfter?: number; cause?: unknown } = {},
  ) {
    super(message, about.cause === undefined ? undefined : { cause: about.cause })
    this.failure = failure
    this.retryAfterSeconds = about.retryAfter ?? null
  }
}

/** What a request is about, in the words of role-based access. */
export interface Resource {
  /** `apps`; empty for the core group. */
  readonly group: string
  readonly version: string
  readonly plural: string
  /** Null for what belongs to no namespace. */
  readonly namespace: string | null
  readonly name?: string
  readonly subresource?: string
}

/** The API's verbs we use, as roles spell them. */
export type Verb = 'get' | 'list' | 'patch' | 'delete'

/** `patch deployments.apps shop/web`, the way kubectl spells a resource. */
export const sayResource = ({ group, plural, namespace, name, subresource }: Resource): string => {
  const kind = [plural + (subresource === undefined ? '' : `/${subresource}`), group]
    .filter(Boolean)
    .join('.')
  return `${kind} ${[namespace, name].filter((part) => part !== null && part !== undefined).join('/')}`.trim()
}

/** Which rule of a Role would have allowed it. */
export const sayPermission = (verb: Verb, { group, plural, namespace, subresource }: Resource): string => {
  const resource = subresource === undefined ? plural : `${plural}/${subresource}`
  const where = namespace === null ? 'in a ClusterRole' : `in a Role of namespace "${namespace}"`
  return `its account lacks verb "${verb}" on "${resource}" of API group "${group}"; grant it ${where}`
}

/** Turns an answer that is no success into an error; `detail` is the API's own words, already one line. */
export const failureOf = (
  asked: { readonly cluster: string; readonly verb: Verb; readonly resource: Resource },
  status: number,
  detail: string,
  retryAfter: number | null,
): ClusterError => {
  const { cluster, verb, resource } = asked
  const what = `kubernetes ${cluster}: ${verb} ${sayResource(resource)} answered ${status}`
  const quoted = detail === '' ? '' : ` (${detail})`
  const about = retryAfter === null ? {} : { retryAfter }
  switch (status) {
    case 401:
      return new ClusterError(
        'unknown-account',
        `${what}; the token or certificate of the kubeconfig is not accepted any more: renew it`,
      )
    case 403:
      return new ClusterError('denied', `${what}; ${sayPermission(verb, resource)}${quoted}`)
    case 404:
      return new ClusterError(
        'absent',
        `${what}; no such object there: check targets.name, namespace, kind and context${quoted}`,
      )
    case 409:
      return new ClusterError('conflict', `${what}; somebody else changed it in between${quoted}`)
    case 429:
      return new ClusterError('busy', `${what}; the cluster asks to slow down`, about)
    default:
      return status >= 500
        ? new ClusterError('busy', `${what}; the cluster has a fault of its own${quoted}`, about)
        : new ClusterError('refused', `${what}; the cluster does not accept the change${quoted}`)
  }
}
