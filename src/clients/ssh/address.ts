import { ConfigError } from '../../domain/errors.ts'

/** Where a machine is logged in to. */
export interface SshAddress {
  /** The machine as people call it: as written, without the user. */
  readonly id: string
  readonly host: string
  readonly port: number | null
  readonly user: string | null
}

/**
 * Reads `host`, `user@host`, `host:port` or `user@host:port`.
 * @throws ConfigError for anything else, and for what ssh would take for an option.
 */
export const readSshAddress = (text: string): SshAddress => {
  const parts = /^(?:(?<user>[\w.][\w.-]*)@)?(?<host>[\w.][\w.-]*)(?::(?<port>\d{1,5}))?$/.exec(text)?.groups
  const port = parts?.['port'] === undefined ? null : Number(parts['port'])
  if (parts?.['host'] === undefined || (port !== null && (port === 0 || port > 65_535)))
    throw new ConfigError(`ssh host: got ${JSON.stringify(text)}, wanted host, user@host or user@host:port`)
  const { host, user = null } = parts
  return { id: port === null ? host : `${host}:${port}`, host, port, user }
}
