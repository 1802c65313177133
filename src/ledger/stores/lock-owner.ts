import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/**
 * Who holds a lock, spelt into the name of the lock file: a name appears whole or not at all, its content may be torn.
 * Process id and start time together are never used twice until the machine restarts, which changes the boot id; a
 * process id means nothing outside its host and process-id namespace (a container).
 */
export interface LockOwner {
  readonly pid: number
  /** Ticks after boot; 0 where the system does not tell. */
  readonly startTicks: number
  /** Number of the process-id namespace; 0 where there are none. */
  readonly namespace: number
  /** First 8 characters of the boot id; `none` where the system has none. */
  readonly boot: string
  readonly host: string
}

const prefix = 'lock'
const nameShape = /^lock\.(\d+)\.(\d+)\.(\d+)\.([0-9a-f]{8}|none)\.([0-9a-f]+)\.(.+)$/

/** A lock file name that was never used before; `token` tells apart the locks of one process. */
export const lockName = ({ pid, startTicks, namespace, boot, host }: LockOwner, token: string): string =>
  [prefix, pid, startTicks, namespace, boot, token, host].join('.')

/** Whose lock a file name is; undefined for other files. */
export const lockOwner = (name: string): LockOwner | undefined => {
  const [, pid, startTicks, namespace, boot, , host] = nameShape.exec(name) ?? []
  if (boot === undefined || host === undefined) return undefined
  return { pid: Number(pid), startTicks: Number(startTicks), namespace: Number(namespace), boot, host }
}

const told = <T>(ask: () => T, otherwise: T): T => {
  try {
    return ask()
  } catch {
    return otherwise
  }
}

/** State letter and start of a process of this machine, where /proc tells. */
const processStatus = (pid: number): { readonly state: string; readonly startTicks: number } | undefined =>
  told(() => {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the program's name in parentheses and may hold anything, so count from its end.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return { state: fields[0] ?? '', startTicks: Number(fields[19]) }
  }, undefined)

/** This process. */
export const currentOwner = (): LockOwner => ({
  pid: process.pid,
  startTicks: processStatus(process.pid)?.startTicks ?? 0,
  namespace: told(() => Number(/\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? 0), 0),
  boot: told(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8), 'none'),
  host: hostname().replace(/[^A-Za-z0-9-]/g, '_') || 'unknown',
})

/** Whether the owner of a lock has certainly ended. Of another machine or container nothing is certain. */
export const hasEnded = (owner: LockOwner, self: LockOwner): boolean => {
  if (owner.host !== self.host) return false
  if (owner.boot !== self.boot) return owner.boot !== 'none' && self.boot !== 'none'
  if (owner.namespace !== self.namespace) return false
  if (!exists(owner.pid)) return true
  const status = processStatus(owner.pid)
  if (!status) return false
  return status.startTicks !== owner.startTicks || status.state === 'Z' || status.state === 'X'
}

const exists = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

export const describeOwner = ({ pid, host }: LockOwner): string => `process ${pid} on ${host}`
