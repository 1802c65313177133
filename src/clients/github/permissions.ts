/** Which permission a route needs, so that a refusal names its mend. From GitHub's reference of REST permissions. */

type Need = string | ((method: string) => string)

/** Reading or writing, by the method; one of the areas is enough. */
const rights = (...areas: readonly string[]): Need => {
  return (method) => areas.map((area) => `${area}: ${method === 'GET' ? 'read' : 'write'}`).join('" or "')
}

/** No `permissions:` line gives these: another token is needed, whatever GitHub's header says. */
const otherTokens: readonly (readonly [RegExp, string])[] = [
  [
    /^POST .*\/pending_deployments$/,
    'it takes the token of a person who is a required reviewer (GITHUB_TOKEN and App tokens may not)',
  ],
  [
    /\/deployment_protection_rule$/,
    'it takes the token of the GitHub App whose rule it is, with "actions: read" and "deployments: write"',
  ],
  [/ \/user$/, 'it takes the token of a person (GITHUB_TOKEN is nobody)'],
  [
    / \/(orgs|teams)\//,
    'it takes a token that may read members of the organisation (GITHUB_TOKEN never may)',
  ],
]

/** The first that matches counts; paths as in GitHub's reference. */
const permissions: readonly (readonly [RegExp, Need])[] = [
  [/\/pulls\/\{pull_number\}\/merge$/, rights('contents')],
  [/\/issues\/.*(comments|labels|reactions)/, rights('pull-requests', 'issues')],
  [/\/issues\b/, rights('issues')],
  [/\/labels\b/, rights('issues')],
  [/\/pulls\b/, rights('pull-requests')],
  [/\/deployments\b/, rights('deployments')],
  [/\/(statuses\b|commits\/\{ref\}\/status)/, rights('statuses')],
  [/\/check-(runs|suites)\b/, rights('checks')],
  [/^GET .*\/environments\b/, rights('actions')],
  [/\/actions\//, rights('actions')],
  [/\/rules\/|\/collaborators\b/, () => 'metadata: read'],
  [/\/repos\/|\/repositories\//, rights('contents')],
]

/** Mutations we know by name; other GraphQL asks for what its fields ask for. */
const mutations: readonly (readonly [RegExp, string])[] = [
  [/\b(createCommitOnBranch|createRef|updateRefs?|deleteRef)\b/, 'contents: write'],
  [
    /\b((add|submit|dismiss)PullRequestReview|requestReviews|enablePullRequestAutoMerge)\b/,
    'pull-requests: write',
  ],
  [/\b(addComment|updateIssueComment|addLabelsToLabelable)\b/, 'pull-requests: write'],
  [/\bcreateDeployment(Status)?\b/, 'deployments: write'],
]

/**
 * What to do about a refusal of `route` ("GET /repos/…", or a GraphQL document): a sentence without a full stop.
 * `accepted` is GitHub's own answer, header `x-accepted-github-permissions`.
 */
export const permissionMend = (route: string, accepted: string | null): string => {
  const other = otherTokens.find(([pattern]) => pattern.test(route))
  if (other) return other[1]
  const named = acceptedPermissions(accepted) ?? tabled(route)
  return named === null
    ? 'the job needs the permissions of every field asked for'
    : `the job needs permission "${named}"`
}

const tabled = (route: string): string | null => {
  const isRest = /^[A-Z]+ \//.test(route)
  const need = (isRest ? permissions : mutations).find(([pattern]) => pattern.test(route))?.[1]
  return need === undefined
    ? null
    : typeof need === 'string'
      ? need
      : need(route.slice(0, route.indexOf(' ')))
}

/** `pull_requests=write,contents=read; issues=write` → `pull-requests: write, contents: read" or "issues: write`. */
const acceptedPermissions = (header: string | null): string | null => {
  if (header === null || !/^[a-z_]+=[a-z]+([,;] ?[a-z_]+=[a-z]+)*$/.test(header) || header.length > 200)
    return null
  const word = (pair: string) => pair.trim().replaceAll('_', '-').replace('=', ': ')
  const sets = header.split(';').map((set) => set.split(',').map(word).join(', '))
  return sets.join('" or "')
}
