import type { Instance } from '../fleet.ts'
import { lookPause, type Sighting } from './sightings.ts'
import type { Bounce } from './touch.ts'
import { look, type Way } from './way.ts'

/** Down, out of rotation, and nobody says what runs there: as while it boots. */
export const isSilent = ({ driver }: Bounce, seen: Sighting): seen is Instance => {
  if (typeof seen === 'string' || seen.healthy || seen.version !== '') return false
  return !seen.inRotation || !driver.capabilities.drains
}

/**
 * What a silent one turns out to be. It may boot because the coordinator before has restarted it, and another restart
 * would only set it back. Silent for as long as a start may take, there was none or it has failed: it may be restarted.
 */
export const onceItSpeaks = async (way: Way, silent: Instance): Promise<Sighting> => {
  const { context, clock, move } = way
  const since = clock.now()
  const until = since + context.healthySeconds * 1000
  context.tell({
    id: move.id,
    stage: 'starting',
    since: since + clock.stood(),
    mostSeconds: context.healthySeconds,
  })
  let last: Sighting = silent
  for (let looks = 0; isSilent(way, last); looks++) {
    if (clock.now() >= until || context.stop.aborted) break
    const seen = await look(way, lookPause(looks))
    if (seen !== 'unseen') last = seen
  }
  return last
}
