import { AppShell, Box, Burger, Container, Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { AccountMenu } from './account-menu.tsx'
import { CurrentScreen } from './current-screen.tsx'
import { LanguageSwitch } from './language-switch.tsx'
import { Navigation } from './navigation.tsx'
import { SchemeSwitch } from './scheme-switch.tsx'
import classes from './shell.module.css'
import { useHeirOfFocus } from './use-heir-of-focus.ts'
import { type Menu, useMenu } from './use-menu.ts'

/** Header, navigation and the screen that the address names. */
export function Shell() {
  const { t } = useTranslation('shared')
  const menu = useMenu()
  const { isNarrow, isOver } = menu
  return (
    <AppShell
      ref={useHeirOfFocus()}
      header={{ height: 60 }}
      navbar={{ width: 220, breakpoint: 'sm', collapsed: { mobile: !isOver } }}
      padding="md"
    >
      <a className={classes['skip']} href="#main">
        {t('skip')}
      </a>
      <Header menu={menu} />
      <AppShell.Navbar p="sm" aria-label={t('navigation')} inert={isNarrow && !isOver}>
        <Navigation onChosen={menu.close} />
        {isNarrow && (
          <Box p="sm">
            <LanguageSwitch />
          </Box>
        )}
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1} inert={isOver}>
        <Container size="lg" px={0}>
          <CurrentScreen />
        </Container>
      </AppShell.Main>
    </AppShell>
  )
}

function Header({ menu: { isNarrow, isOver, burger, toggle } }: { menu: Menu }) {
  const { t } = useTranslation('shared')
  return (
    <AppShell.Header>
      <Group h="100%" px="md" gap="xs" justify="space-between" wrap="nowrap">
        <Group gap="xs" wrap="nowrap">
          <Burger
            ref={burger}
            opened={isOver}
            onClick={toggle}
            hiddenFrom="sm"
            size="sm"
            aria-label={t('menu')}
            aria-expanded={isOver}
          />
          <Link className={classes['brand'] ?? ''} href="/">
            <Text component="span" fw={700} size="lg">
              Hamlet
            </Text>
          </Link>
        </Group>
        <Group gap="xs" wrap="nowrap">
          {!isNarrow && <LanguageSwitch />}
          <SchemeSwitch />
          <AccountMenu />
        </Group>
      </Group>
    </AppShell.Header>
  )
}
