/** Other people's idea of GitHub, in this process and on real git objects: emulate knows nothing of us or of our double. */
import { setTimeout as wait } from 'node:timers/promises'
import { createEmulator, type SeedConfig } from 'emulate'
import type { GitHub } from '../src/clients/github/github.ts'
import { openGitHub } from '../src/clients/github/open.ts'

export interface Emulated {
  readonly url: string
  /** Our own client, as the token's account; it waits a hundredth of what it would on GitHub. */
  readonly open: (token: string, fetch?: typeof globalThis.fetch) => GitHub
  /** Private keys that emulate made for Apps, by App id. */
  readonly appKeys: ReadonlyMap<string, string>
  readonly close: () => Promise<void>
}

export const startEmulator = async (seed: SeedConfig): Promise<Emulated> => {
  const hub = await createEmulator({ service: 'github', port: 0, seed })
  return {
    url: hub.url,
    open: (token, fetch = globalThis.fetch) =>
      openGitHub({
        token,
        apiUrl: hub.url,
        serverUrl: hub.url,
        fetch,
        sleep: (milliseconds) => wait(milliseconds / 100),
        random: () => 0.5,
        now: () => new Date(),
        userAgent: 'test',
      }),
    appKeys: new Map(
      hub.generatedSecrets
        .filter(({ kind }) => kind === 'github.app_private_key')
        .map(({ id, value }) => [id, value]),
    ),
    close: () => hub.close(),
  }
}
