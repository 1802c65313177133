import { HaproxyError } from '../../clients/haproxy/failure.ts'

/**
 * What to say where load balancers cannot be asked. The others carry the traffic meanwhile; nobody can be taken out,
 * because whoever does not answer may still send requests.
 */
export const silenceOf = (faults: readonly unknown[], balancers: number): HaproxyError => {
  const known = faults.map((fault) => {
    if (fault instanceof HaproxyError) return fault
    throw fault
  })
  const [first] = known
  const said = known.map(({ message }) => message).join('; ')
  // Permissions and names do not mend themselves, and their sentences say what does.
  if (first === undefined || first.failure === 'denied' || first.failure === 'unknown')
    return first ?? new HaproxyError('unreachable', said)
  const it = known.length === 1 ? 'it' : 'them'
  return new HaproxyError(
    'unreachable',
    `${known.length} of ${balancers} load balancers cannot be asked, so nobody may be moved: ${said}; start ${it}, or take ${it} out of targets.socket if gone for good`,
    { cause: first },
  )
}
