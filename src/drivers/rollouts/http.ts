import type { Targets } from '../../config/rollout/drivers/all.ts'
import { ConfigError, SourceError } from '../../domain/errors.ts'
import type { ActionContext, ActionResult, InstanceDriver } from '../../rollout/engine/ports.ts'
import { type AgentAnswer, exchange } from './http-exchange.ts'
import { type Judged, judgeAnswer, wordsOf } from './http-judgement.ts'
import { readTemplate } from './http-templates.ts'
import { parseListing } from './listing.ts'
import type { Surroundings } from './surroundings.ts'

export type HttpTargets = Extract<Targets, { driver: 'http' }>
type Verb = Judged['verb']

const listMilliseconds = 30_000
const mostListBytes = 32_000_000
const mostVerbBytes = 1_000_000

/**
 * An agent of the user's, an address a verb. A verb without an address has nothing to do.
 * @throws ConfigError for an address that cannot be filled in, and a token that is not there.
 */
export const openHttp = (targets: HttpTargets, surroundings: Surroundings): InstanceDriver => {
  const token = readToken(targets['token-env'], surroundings.environment)
  if (/[{}]/.test(targets.list))
    throw new ConfigError(`targets.list: got ${targets.list}, wanted an address without placeholders`)
  const verb = (name: Verb) => {
    const address = targets[name]
    const template = address === undefined ? null : readTemplate(address, `targets.${name}`)
    return async (id: string, context: ActionContext, more = {}): Promise<ActionResult> => {
      if (template === null) return { outcome: 'done' }
      const { version, epoch, operation } = context
      const url = template({ instance: id, version, epoch: String(epoch), operation })
      if (url === null)
        return {
          outcome: 'failed',
          why: `${name}: no address can be made of ${JSON.stringify(id)} and ${JSON.stringify(version)}`,
        }
      return post({ name, url, id, context, token, more }, surroundings)
    }
  }
  const drain = verb('drain')
  const handOver = targets['hand-over'] === undefined ? undefined : verb('hand-over')
  return {
    // Every request carries the epoch; whether the agent refuses an older one, only its author knows.
    capabilities: { drains: targets.drain !== undefined, fenced: false, settleSeconds: 0 },
    observe: async (signal, ids) => {
      const fleet = await list(targets.list, token, surroundings.fetch, signal)
      return ids === undefined ? fleet : fleet.filter(({ id }) => ids.includes(id))
    },
    drain: (id, context) => drain(id, context, { force: context.force }),
    restart: verb('restart'),
    restore: verb('restore'),
    ...(handOver !== undefined && { handOver }),
    close: async () => undefined,
  }
}

interface Post {
  readonly name: Verb
  readonly url: string
  readonly id: string
  readonly context: ActionContext
  readonly token: string | null
  /** What only this verb tells. */
  readonly more: Readonly<Record<string, unknown>>
}

const post = async (
  { name, url, id, context, token, more }: Post,
  { clock, fetch }: Surroundings,
): Promise<ActionResult> => {
  const { version, epoch, operation, deadline, signal } = context
  const milliseconds = deadline - clock.now()
  if (milliseconds <= 0) return { outcome: 'busy', why: `${name} ${id} did not begin: no time is left` }
  const answer = await exchange(
    {
      method: 'POST',
      url,
      token,
      milliseconds,
      signal,
      mostBytes: mostVerbBytes,
      body: { instance: id, version, epoch, operation, ...more },
      // The same work keeps its key, also when another coordinator does it again.
      idempotencyKey: JSON.stringify(
        encodeURIComponent(Buffer.from(`${operation}/${name}/${id}`).toString()),
      ),
    },
    fetch,
  )
  const result = judgeAnswer({ verb: name, id, url, token }, answer)
  if (result.outcome === 'again') await waitAsAsked(answer, clock, deadline, signal)
  return result
}

/** Whoever asks for time gets it, but never more than there is. */
const waitAsAsked = async (
  answer: AgentAnswer,
  clock: Surroundings['clock'],
  deadline: number,
  signal: AbortSignal,
): Promise<void> => {
  const asked = answer.kind === 'answer' ? answer.retryAfterSeconds * 1000 : 0
  const milliseconds = Math.min(asked, deadline - clock.now())
  if (milliseconds > 0) await clock.sleep(milliseconds, signal)
}

const list = async (
  url: string,
  token: string | null,
  fetch: typeof globalThis.fetch,
  signal: AbortSignal,
) => {
  const answer = await exchange(
    { method: 'GET', url, token, milliseconds: listMilliseconds, signal, mostBytes: mostListBytes },
    fetch,
  )
  if (answer.kind === 'answer' && answer.status === 200) return parseListing(answer.text, 'targets.list')
  throw new SourceError(`targets.list: GET ${url}: ${wordsOf(answer, token)}`)
}

const readToken = (name: string | undefined, environment: NodeJS.ProcessEnv): string | null => {
  if (name === undefined) return null
  const token = environment[name]?.trim() ?? ''
  if (token === '')
    throw new ConfigError(
      `targets.token-env: the environment variable ${name} is empty; set it to the agent's token`,
    )
  if (!/^[\x21-\x7e]+$/.test(token))
    throw new ConfigError(
      `targets.token-env: the environment variable ${name} holds what no token can: spaces, or letters beyond ASCII`,
    )
  return token
}
