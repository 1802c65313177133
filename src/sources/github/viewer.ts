/** Whose token it is. `GET /user` answers people alone; GraphQL tells it of every token, GITHUB_TOKEN's among them. */
import type { GitHub } from '../../clients/github/github.ts'
import { answerOf } from '../../clients/github/shapes.ts'
import { name } from './reading.ts'

const route = 'POST /graphql'

export const viewerQuery = 'query Viewer { viewer { login } }'

/** The login of the account, of an App with its `[bot]`. 1 request. Throws GitHubError. */
export const readViewer = async (github: GitHub): Promise<string> =>
  answerOf(route, await github.graphql<unknown>(viewerQuery, {}, { repeatable: true })).is(
    'viewer.login',
    name,
  )
