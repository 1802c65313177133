/** HAProxy's answers as values. Columns are found by their names: every release adds some, and may move them. */

/** A server of a backend as one load balancer sees it (management guide, §9.1 "CSV format"). */
export interface Server {
  readonly name: string
  /** The number it is asked for by; holds until HAProxy is reloaded. */
  readonly number: string
  /** UP, UP 1/3, DOWN, DRAIN, MAINT, NOLB, no check … */
  readonly status: string
  /** L7OK, L4CON, …; empty without a check of its own. */
  readonly check: string
  /** What it is given of the backend's work now; 0 is nothing. */
  readonly weight: number
  /** Requests it is serving, and those that wait for it. */
  readonly sessions: number
  readonly queued: number
  /** Clients are bound to it by a cookie: also while it drains, they are sent there. */
  readonly hasCookie: boolean
  readonly counts: ServerCounts
}

/** Since HAProxy was started or reloaded. */
export interface ServerCounts {
  /**
   * Answers whose header came from the server: hrsp_2xx to hrsp_5xx and hrsp_other. Not hrsp_1xx: a 100 or 103 comes
   * before the answer and would count it twice.
   */
  readonly responses: number
  readonly responses5xx: number
  /** `econ`, `eresp` and `srv_abrt`. */
  readonly failedConnections: number
  readonly failedResponses: number
  readonly serverAborts: number
}

/** Where a server is, by `show servers state`. */
export interface ServerPlace {
  readonly name: string
  /** An IP address; '-' where it is not known. */
  readonly address: string
  readonly port: number
  /** The name it was resolved from; empty where the configuration gives an address. */
  readonly domain: string
  readonly checkAddress: string
  /** 0 where checks go to the server's own port. */
  readonly checkPort: number
  readonly usesTls: boolean
  /** Its configuration says `disabled`. */
  readonly isDisabled: boolean
}

/** In `srv_admin_state`: SRV_ADMF_CMAINT. */
const disabledByConfiguration = 0x04

type Row = (column: string) => string

/** Reads `show stat`: the servers of this backend. @returns null where it is none. */
export const parseServers = (text: string, backend: string): readonly Server[] | null => {
  const [header, ...rows] = csvRows(text)
  if (header?.[0] !== '# pxname') return null
  const columns = new Map(header.map((name, at) => [name, at]))
  const wanted = ['svname', 'type', 'status', 'scur', 'weight', 'sid', 'hrsp_5xx', 'econ', 'eresp']
  if (!wanted.every((column) => columns.has(column))) return null
  return rows.flatMap((cells) => {
    const row: Row = (column) => cells[columns.get(column) ?? -1] ?? ''
    return row('type') === '2' && row('# pxname') === backend ? [toServer(row)] : []
  })
}

const toServer = (row: Row): Server => {
  const count = (column: string): number => Number(row(column)) || 0
  return {
    name: row('svname'),
    number: row('sid'),
    status: row('status'),
    // A star says that the next check is under way.
    check: row('check_status').replace(/^\* /, ''),
    weight: count('weight'),
    sessions: count('scur'),
    queued: count('qcur'),
    hasCookie: row('cookie') !== '',
    counts: {
      responses: ['2xx', '3xx', '4xx', '5xx', 'other'].reduce((sum, kind) => sum + count(`hrsp_${kind}`), 0),
      responses5xx: count('hrsp_5xx'),
      failedConnections: count('econ'),
      failedResponses: count('eresp'),
      serverAborts: count('srv_abrt'),
    },
  }
}

/** Reads `show servers state`. @returns null where it is none. */
export const parsePlaces = (text: string): readonly ServerPlace[] | null => {
  const lines = text.split('\n')
  const header = lines.find((line) => line.startsWith('# be_id'))
  if (header === undefined) return null
  const columns = new Map(
    header
      .slice(2)
      .split(' ')
      .map((name, at) => [name, at]),
  )
  if (!['srv_name', 'srv_addr', 'srv_port'].every((column) => columns.has(column))) return null
  return lines.slice(lines.indexOf(header) + 1).flatMap((line) => {
    if (line.trim() === '') return []
    const cells = line.split(' ')
    const cell = (column: string): string => cells[columns.get(column) ?? -1] ?? ''
    const told = (column: string): string => (cell(column) === '-' ? '' : cell(column))
    return [
      {
        name: cell('srv_name'),
        address: cell('srv_addr'),
        port: Number(cell('srv_port')) || 0,
        domain: told('srv_fqdn'),
        checkAddress: told('srv_check_addr'),
        checkPort: Number(told('srv_check_port')) || 0,
        usesTls: cell('srv_use_ssl') === '1',
        isDisabled: (Number(cell('srv_admin_state')) & disabledByConfiguration) !== 0,
      },
    ]
  })
}

/** Reads the number of the backend out of `show servers state`. @returns null where nothing tells it. */
export const parseBackendNumber = (text: string): string | null =>
  /^# be_id .*\n(\d+) /m.exec(text)?.[1] ?? null

/** Reads the number of the process out of `show info`: another one after every reload. @returns null without one. */
export const parseProcess = (text: string): number | null => {
  const [, pid] = /^Pid: (\d+)$/m.exec(text) ?? []
  return pid === undefined ? null : Number(pid)
}

/** Reads `show table`: the names of all stick tables, each that of the section it stands in. @returns null where it is none. */
export const parseTables = (text: string): readonly string[] | null => {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const names = lines.flatMap((line) => /^# table: ([^,]+),/.exec(line)?.[1] ?? [])
  return names.length === lines.length ? names : null
}

/** Rows of cells. Almost no row is quoted, and ten thousand are read several times a second. */
const csvRows = (text: string): readonly (readonly string[])[] => {
  if (!text.includes('"')) return text.split('\n').flatMap((line) => (line === '' ? [] : [line.split(',')]))
  const rows: string[][] = [[]]
  const cell = /(?:"((?:[^"]|"")*)"|([^,\n]*))(,|\n|$)/gy
  for (
    let found = cell.exec(text);
    found !== null && cell.lastIndex <= text.length;
    found = cell.exec(text)
  ) {
    rows.at(-1)!.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '')
    if (found[3] === '\n') rows.push([])
    if (found[3] === '') break
  }
  return rows.filter((row) => row.length > 1)
}
