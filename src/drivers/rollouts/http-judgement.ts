import type { ActionResult } from '../../rollout/engine/ports.ts'
import type { AgentAnswer } from './http-exchange.ts'

/** What an agent's answer means for the instance it was about. */
export interface Judged {
  readonly verb: 'drain' | 'restart' | 'restore' | 'hand-over'
  readonly id: string
  readonly url: string
  readonly token: string | null
}

/** Locked, too early, too many, not now: the request was understood, and its time will come. */
const comeAgain: readonly number[] = [408, 423, 425, 429, 503]

/**
 * 2xx is done · 409 says that a newer coordinator has taken over · what asks for patience, every other 5xx and silence
 * mean again · any other 4xx will not change by asking again, and neither will a redirect, which is never followed.
 */
export const judgeAnswer = ({ verb, id, url, token }: Judged, answer: AgentAnswer): ActionResult => {
  const why = `${verb} ${id}: POST ${url}: ${wordsOf(answer, token)}`
  if (answer.kind === 'silence')
    return { outcome: verb === 'drain' && answer.isOutOfTime ? 'busy' : 'again', why }
  const { status } = answer
  // Accepted is not drained: only "nothing is left on it" lets anybody restart it.
  if (status === 202 && verb === 'drain')
    return { outcome: 'again', why: `${verb} ${id}: POST ${url}: accepted (202), and not done yet` }
  if (status >= 200 && status < 300) return { outcome: 'done' }
  if (status === 409) return { outcome: 'failed', why: `${why}; a newer coordinator has taken over` }
  return { outcome: comeAgain.includes(status) || status >= 500 ? 'again' : 'failed', why }
}

const mostCharacters = 200

/** What came, in words for people; the token never among them. */
export const wordsOf = (answer: AgentAnswer, token: string | null): string => {
  if (answer.kind === 'silence') return answer.why
  const { status, location } = answer
  if (status >= 300 && status < 400)
    return `answered ${status} and points to ${hide(location ?? 'nowhere', token)}, which is not followed; write the right address into the plan`
  if (status === 401 || status === 403)
    return `answered ${status}; ${token === null ? 'it wants a token: set targets.token-env' : 'the token of targets.token-env may not do this'}`
  const said = hide(answer.text, token)
    .split('\n')
    .map((line) => line.replace(/\p{Cc}/gu, ' ').trim())
    .find((line) => line !== '')
  const words =
    said === undefined ? '' : `: ${said.length > mostCharacters ? `${said.slice(0, mostCharacters)}…` : said}`
  return `answered ${status}${words}`
}

const hide = (text: string, token: string | null): string =>
  token === null ? text : text.replaceAll(token, '***')
