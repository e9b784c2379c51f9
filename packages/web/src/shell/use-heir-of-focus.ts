import { type RefObject, useEffect, useRef } from 'react'

/**
 * Gives the focus to a heading when what had it is taken away, as the row of a list with the button that
 * removed it: that of the section where it was, or of the screen. It would fall to the document, and the
 * next Tab begin at the top.
 *
 * @returns Where this holds.
 */
export function useHeirOfFocus(): RefObject<HTMLDivElement | null> {
  const part = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const { current: within } = part
    if (within === null) return
    let last: Element | undefined
    let section: Element | null = null
    const remember = ({ target }: FocusEvent) => {
      if (!(target instanceof Element)) return
      last = target
      section = target.closest('section')
    }
    const observer = new MutationObserver(() => {
      if (last === undefined || last.isConnected) return
      last = undefined
      // Whoever looks elsewhere by now goes on there.
      if (document.activeElement !== document.body) return
      const heir = section?.isConnected && section.querySelector<HTMLElement>('h2[tabindex]')
      const heading = heir || within.querySelector<HTMLElement>('h1[tabindex]')
      heading?.focus({ preventScroll: true })
    })
    within.addEventListener('focusin', remember)
    observer.observe(within, { childList: true, subtree: true })
    return () => {
      within.removeEventListener('focusin', remember)
      observer.disconnect()
    }
  }, [])
  return part
}
