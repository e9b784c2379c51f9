import { NavLink } from '@mantine/core'
import { Link, useRoute } from 'wouter'
import { useLanguage } from '../i18n/use-language.ts'
import type { ScreenRoute } from '../screen-route.ts'
import { SCREENS } from '../screens.tsx'
import { isFor } from '../session/audience.ts'
import { useViewer } from '../session/use-viewer.ts'

/** The screens that are for whoever looks. */
export function Navigation({ onChosen }: { onChosen: () => void }) {
  const viewer = useViewer()
  const shown = SCREENS.filter(
    ({ order, audience }) => order !== undefined && isFor(audience, viewer) === true,
  )
  return shown.map((screen) => <Entry key={screen.name} screen={screen} onChosen={onChosen} />)
}

function Entry({ screen, onChosen }: { screen: ScreenRoute; onChosen: () => void }) {
  const language = useLanguage()
  const [isHere] = useRoute(screen.path)
  return (
    <NavLink
      component={Link}
      href={screen.path}
      label={screen.title[language]}
      active={isHere}
      aria-current={isHere ? 'page' : undefined}
      onClick={onChosen}
    />
  )
}
