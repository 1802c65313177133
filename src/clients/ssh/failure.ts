import type { SshAddress } from './address.ts'
import { leftBehind, type RemoteResult } from './process.ts'

/** Why there is no answer from a machine, and whether trying again may help. */
export interface SshFailure {
  readonly lasting: boolean
  /** One sentence without a full stop. */
  readonly why: string
}

const mostCharacters = 200

/** The last line of what somebody said: there the reason stands. */
export const lastWords = (text: string): string => {
  const line = text.trim().split(/\r?\n/).at(-1)?.trim() ?? ''
  return line.length > mostCharacters ? `${line.slice(0, mostCharacters)}…` : line
}

/** What ssh's own words mean for somebody who has to mend it. */
export const explainSshFailure = ({ id }: SshAddress, result: RemoteResult): SshFailure => {
  const { stderr, why } = result
  const lasting = (text: string): SshFailure => ({ lasting: true, why: `ssh ${id}: ${text}` })
  if (why === leftBehind) return lasting(why)
  if (/REMOTE HOST IDENTIFICATION HAS CHANGED/i.test(stderr))
    return lasting(
      'its host key has changed and it was not logged in to; if the machine was built anew, replace its line in known-hosts, else somebody may be in between',
    )
  if (/host key is known for|Host key verification failed/i.test(stderr))
    return lasting('its host key is unknown; check it and add it to known-hosts')
  if (/Permission denied|Too many authentication failures/i.test(stderr))
    return lasting(`login refused (${lastWords(stderr)})`)
  if (/not on the PATH/.test(why)) return lasting(why)
  const words = lastWords(stderr)
  return { lasting: false, why: `ssh ${id}: ${words === '' ? why : `${why}, ${words}`}` }
}
