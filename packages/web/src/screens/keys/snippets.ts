/** What a program needs to know before it can ask. */
export interface SnippetFacts {
  /** Where the server is, as the page knows it: `https://example.com`. */
  readonly origin: string
  readonly key: string
  /** The key as clients of Akismet take it. */
  readonly compatKey: string
  /** A text to begin with. */
  readonly text: string
}

/** A program that has a text judged. */
export interface Snippet {
  readonly name: 'curl' | 'JavaScript' | 'Python' | 'Akismet'
  readonly code: string
}

/**
 * Programs that work as they are pasted: `curl` in a POSIX shell, JavaScript in Node >= 20 (or the
 * console of a browser), Python 3 without any package, and `curl` once more, as clients of Akismet ask.
 */
export function snippetsFor(facts: SnippetFacts): readonly Snippet[] {
  return [
    { name: 'curl', code: curl(facts) },
    { name: 'JavaScript', code: javaScript(facts) },
    { name: 'Python', code: python(facts) },
    { name: 'Akismet', code: akismet(facts) },
  ]
}

function curl({ origin, key, text }: SnippetFacts): string {
  return [
    `curl ${inShell(`${origin}/v1/classify`)} \\`,
    `  -H ${inShell(`X-API-Key: ${key}`)} \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d ${inShell(JSON.stringify({ text }))}`,
  ].join('\n')
}

function javaScript({ origin, key, text }: SnippetFacts): string {
  return [
    `const reply = await fetch(${quoted(`${origin}/v1/classify`)}, {`,
    `  method: "POST",`,
    `  headers: { "X-API-Key": ${quoted(key)}, "Content-Type": "application/json" },`,
    `  body: JSON.stringify({ text: ${quoted(text)} }),`,
    `});`,
    `console.log(reply.status, await reply.json());`,
  ].join('\n')
}

function python({ origin, key, text }: SnippetFacts): string {
  return [
    'import json, urllib.request',
    '',
    'request = urllib.request.Request(',
    `    ${quoted(`${origin}/v1/classify`)},`,
    `    data=json.dumps({"text": ${quoted(text)}}).encode(),`,
    `    headers={"X-API-Key": ${quoted(key)}, "Content-Type": "application/json"},`,
    ')',
    'with urllib.request.urlopen(request) as reply:',
    '    print(json.load(reply))',
  ].join('\n')
}

function akismet({ origin, compatKey, text }: SnippetFacts): string {
  const fields = {
    api_key: compatKey,
    blog: 'https://example.com',
    user_ip: '203.0.113.7',
    comment_content: text,
  }
  const lines = Object.entries(fields).map(
    ([name, value]) => `  --data-urlencode ${inShell(`${name}=${value}`)}`,
  )
  return [`curl ${inShell(`${origin}/1.1/comment-check`)}`, ...lines].join(' \\\n')
}

/** A literal of JavaScript, and of Python too, which has every escape that JSON writes. */
function quoted(text: string): string {
  return JSON.stringify(text)
}

/** Source: POSIX.1-2024, Shell Command Language, section 2.2.2. */
function inShell(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`
}
