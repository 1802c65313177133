import { ConfigError } from '../../domain/errors.ts'

/** What the addresses of the http driver may leave open. */
export const placeholders = ['instance', 'version', 'epoch', 'operation'] as const
export type Filling = Readonly<Record<(typeof placeholders)[number], string>>

/** An address with its placeholders filled in; null where a value would make it another address. */
export type Template = (filling: Filling) => string | null

/**
 * Reads an address of the plan; `key` begins the message.
 * @throws ConfigError for a placeholder that is not known, and for what is no address even when filled in.
 */
export const readTemplate = (text: string, key: string): Template => {
  for (const [found, name] of text.matchAll(/\{([^{}]*)\}/g))
    if (!placeholders.some((known) => known === name))
      throw new ConfigError(
        `${key}: unknown ${found}, wanted ${placeholders.map((known) => `{${known}}`).join(', ')}`,
      )
  const fill: Template = (filling) => {
    const values = Object.entries(filling).map(([name, value]) => [`{${name}}`, encode(value)] as const)
    if (values.some(([place, value]) => value === null && text.includes(place))) return null
    const address = values.reduce(
      (filled, [place, value]) => filled.replaceAll(place, () => value ?? ''),
      text,
    )
    return URL.canParse(address) ? address : null
  }
  if (fill({ instance: 'i', version: 'v', epoch: '1', operation: 'o' }) === null)
    throw new ConfigError(`${key}: got ${text}, wanted a URL like https://agent.internal/{instance}/restart`)
  return fill
}

/** Addresses read dots alone as a step up the path, however they are written. */
const encode = (value: string): string | null => {
  if (/^\.{0,2}$/.test(value)) return null
  try {
    return encodeURIComponent(value)
  } catch {
    // Half a character.
    return null
  }
}
