import { useDisclosure, useHotkeys, useMediaQuery } from '@mantine/hooks'
import { type RefObject, useRef } from 'react'

/** The navigation, which a narrow window opens over the screen and a wide one has beside it. */
export interface Menu {
  readonly isNarrow: boolean
  /** Whether it covers the screen. */
  readonly isOver: boolean
  readonly burger: RefObject<HTMLButtonElement | null>
  readonly toggle: () => void
  /** Closes it and gives the focus back to the burger. */
  readonly close: () => void
}

/** Opens and closes the navigation of a narrow window; Escape closes it, too. */
export function useMenu(): Menu {
  const [isOpen, { toggle, close }] = useDisclosure(false)
  // As the theme's `sm`, which the shell goes by.
  const isNarrow = !useMediaQuery('(min-width: 48em)', true, { getInitialValueInEffect: false })
  const burger = useRef<HTMLButtonElement>(null)
  const isOver = isNarrow && isOpen
  const leave = () => {
    if (!isOver) return
    close()
    burger.current?.focus()
  }
  useHotkeys([['Escape', leave]])
  return { isNarrow, isOver, burger, toggle, close: leave }
}
