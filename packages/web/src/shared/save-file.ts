/** Milliseconds for which the browser may still be reading what it saves. */
const KEPT_MS = 60_000

/** Has the browser keep a file, as if its owner had followed a link to it. */
export function saveFile(content: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS)
}
