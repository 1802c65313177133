import { type Answer, answerOf, commitName, flag, record, text } from '../../clients/github/shapes.ts'
import { bytesNamed } from './branch-object.ts'
import type { BranchFile, BranchSite, Files, Head, NewCommit, Wanted } from './branch-site.ts'

/**
 * The branch by GraphQL: one request for many files, and a commit that is made only if the branch still stands where it
 * was read. Everything is asked of one commit, so that what is read together belongs together.
 */

export const headQuery = `query LedgerHead($owner: String!, $repo: String!, $ref: String!) {
  repository(owner: $owner, name: $repo) {
    ref(qualifiedName: $ref) {
      target {
        oid
        ... on Commit {
          tree {
            entries { name type oid object { ... on Blob { isTruncated text } } }
          }
        }
      }
    }
  }
}`

/** Undefined where there is no such branch. Bytes stay out where the text is not the whole file. */
export const headByGraphql = async ({
  github,
  repository,
  branch,
}: BranchSite): Promise<Head | undefined> => {
  const data = await github.graphql(headQuery, { ...repository, ref: `refs/heads/${branch}` })
  const ref = answerOf('POST /graphql (query LedgerHead)', data).orNull('repository.ref', record)
  if (ref === null) return undefined
  const oid = ref.commitName('target.oid')
  const state = ref.list('target.tree.entries').find((entry) => entry.text('name') === 'state.json')
  return { oid, state: state?.text('type') === 'blob' ? blobIn(state.commitName('oid'), state) : null }
}

const blobIn = (oid: string, entry: Answer): BranchFile => {
  const blob = entry.record('object')
  return { oid, bytes: wholeText(oid, blob) }
}

const wholeText = (oid: string, blob: Answer): Buffer | undefined =>
  blob.flag('isTruncated') ? undefined : bytesNamed(oid, blob.textOrNull('text'))

export const filesQuery = (wanted: readonly Wanted[]): string => {
  const names = wanted.map((_, index) => `$path${index}: String!`)
  const fields = wanted.map(
    ({ content }, index) =>
      `    file${index}: object(expression: $path${index}) { oid ${content ? '... on Blob { isTruncated text }' : ''} }`,
  )
  return `query LedgerFiles($owner: String!, $repo: String!, $head: String!, ${names.join(', ')}) {
  repository(owner: $owner, name: $repo) {
    commit: object(expression: $head) { oid }
${fields.join('\n')}
  }
}`
}

/** Files at a commit. Throws GitHubError 'rubbish' where GitHub does not show the commit: then nothing is absent. */
export const filesByGraphql = async (
  { github, repository }: BranchSite,
  head: string,
  wanted: readonly Wanted[],
): Promise<Files> => {
  const paths = wanted.map(({ path }, index) => [`path${index}`, `${head}:${path}`] as const)
  const data = await github.graphql(filesQuery(wanted), { ...repository, head, ...Object.fromEntries(paths) })
  const answer = answerOf('POST /graphql (query LedgerFiles)', data).record('repository')
  answer.is('commit.oid', commitName)
  return new Map(
    wanted.map(({ path, content }, index) => {
      const file = answer.orNull(`file${index}`, record)
      if (file === null) return [path, null] as const
      const oid = file.commitName('oid')
      // A folder in the place of a file has no text at all.
      const isText = content && file.optional('isTruncated', flag) !== null
      return [path, { oid, bytes: isText ? wholeText(oid, file) : undefined }] as const
    }),
  )
}

export const commitMutation = `mutation LedgerCommit($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid } }
}`

/** Adds a commit to a branch that is there; answers its name. */
export const commitByGraphql = async (
  { github, repository: { owner, repo }, branch }: BranchSite,
  { parent, files, headline }: NewCommit & { readonly parent: Head },
): Promise<string> => {
  const additions = [...files].map(([path, bytes]) => ({ path, contents: bytes.toString('base64') }))
  const input = {
    branch: { repositoryNameWithOwner: `${owner}/${repo}`, branchName: branch },
    message: { headline },
    expectedHeadOid: parent.oid,
    fileChanges: { additions },
  }
  const data = await github.graphql(commitMutation, { input })
  return answerOf('POST /graphql (mutation LedgerCommit)', data).is(
    'createCommitOnBranch.commit.oid',
    (value, where) => commitName(text(value, where), where),
  )
}
