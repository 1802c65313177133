/** What a question becomes that nobody is to answer any more. Markdown of one paragraph; nobody is called by name. */
import { escapeWords } from './comment-page.ts'
import type { ReportLinks } from './comment-view.ts'
import { link } from './escaping.ts'

/** Below a deployment that is held until a time. */
export const sayHeld =
  '**Nobody need answer:** the watcher’s schedule starts it again once it may go; until then, its gate can be re-run by hand.'

/** It was answered, and the deployment goes on in its own run. */
export const sayAnswered = (runPage: string): string =>
  `**Answered.** ${link('The deployment', runPage)} was started again and is judged anew; if it still wants a word, it asks here.`

/** It was answered, and a new run deploys it: GitHub runs the old one again no more. */
export const sayStartedAnew = (actionsPage: string): string =>
  `**Answered.** The run that waited is too old to be run again, so ${link('a new one', actionsPage)} was started for the same commit. It is judged anew; if it still wants a word, it asks here.`

/** A newer deployment to the same place waits elsewhere. */
export const saySuperseded = (
  environment: string,
  newer: { readonly page: string; readonly number: number },
): string =>
  `**Superseded.** A newer deployment to ${escapeWords(environment)} waits for a word on ${link(`#${newer.number}`, newer.page)}. This one is not started again.`

/** Something newer runs there by now, or this very commit does. */
export const sayOvertaken = (
  environment: string,
  { links, live, same }: { readonly links: ReportLinks; readonly live: string; readonly same: boolean },
): string => {
  const name = live.slice(0, 8)
  const address = links.commit(live)
  const commit = address === undefined ? name : link(name, address)
  return same
    ? `**Done.** ${commit} runs in ${escapeWords(environment)}: nothing waits any more.`
    : `**Superseded.** ${commit}, which is newer, runs in ${escapeWords(environment)}. This deployment is not started again.`
}
