/** What drivers read in many answers of GitHub. */
import type { GitHub } from '../../clients/github/github.ts'
import { type Answer, answerOf } from '../../clients/github/shapes.ts'

/** Each item of a list, as a record; throws GitHubError 'rubbish' where one is none. */
export const itemsOf = (route: string, items: unknown): readonly Answer[] =>
  answerOf(route, items)
    .list()
    .map((item) => item.record(''))

/** The page of a thing, as an Effect carries it; left out where it leads away from this GitHub. */
export const pageOf = (github: GitHub, thing: Answer): { readonly url?: string } =>
  thing.is('html_url', (url) =>
    typeof url === 'string' && url.startsWith(`${github.serverUrl}/`) ? { url } : {},
  )
