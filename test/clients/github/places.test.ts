/** Where GitHub is. */
import { expect, test } from 'vitest'
import { gitHubPlaces } from '../../../src/clients/github/places.ts'
import { UsageError } from '../../../src/domain/errors.ts'

test.each<[string, Record<string, string>, readonly [string, string, string]]>([
  ['nothing set', {}, ['https://api.github.com', 'https://api.github.com/graphql', 'https://github.com']],
  [
    'set to nothing',
    { GITHUB_API_URL: ' ' },
    ['https://api.github.com', 'https://api.github.com/graphql', 'https://github.com'],
  ],
  [
    'a server of one’s own',
    {
      GITHUB_API_URL: 'https://git.acme.example/api/v3/',
      GITHUB_GRAPHQL_URL: 'https://git.acme.example/api/graphql//',
      GITHUB_SERVER_URL: 'https://git.acme.example/',
    },
    ['https://git.acme.example/api/v3', 'https://git.acme.example/api/graphql', 'https://git.acme.example'],
  ],
  [
    'only its API',
    { GITHUB_API_URL: 'http://git.acme.example:8080/api/v3' },
    [
      'http://git.acme.example:8080/api/v3',
      'http://git.acme.example:8080/api/graphql',
      'http://git.acme.example:8080',
    ],
  ],
  [
    'data residency',
    { GITHUB_API_URL: 'https://api.acme.ghe.com' },
    ['https://api.acme.ghe.com', 'https://api.acme.ghe.com/graphql', 'https://acme.ghe.com'],
  ],
])('%s', (_, environment, [apiUrl, graphqlUrl, serverUrl]) =>
  expect(gitHubPlaces(environment)).toEqual({ apiUrl, graphqlUrl, serverUrl }),
)

test.each<[string, string, RegExp]>([
  [
    'GITHUB_API_URL',
    'api.github.com',
    /^GITHUB_API_URL "api\.github\.com" is no plain http\(s\) address; set it as/,
  ],
  ['GITHUB_GRAPHQL_URL', 'ftp://git.acme.example', /^GITHUB_GRAPHQL_URL "ftp:/],
  ['GITHUB_SERVER_URL', 'https://git.acme.example?x=1', /^GITHUB_SERVER_URL "https:/],
  ['GITHUB_SERVER_URL', 'javascript:alert(1)', /^GITHUB_SERVER_URL "javascript:/],
  [
    'GITHUB_API_URL',
    'https://me:hunter2@git.acme.example',
    /^GITHUB_API_URL holds a user or a password; (?!.*hunter2)/,
  ],
])('%s=%s is refused', (name, value, message) => {
  expect(() => gitHubPlaces({ [name]: value })).toThrow(UsageError)
  expect(() => gitHubPlaces({ [name]: value })).toThrow(message)
})
