import { Title } from '@mantine/core'
import { type RefObject, Suspense, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Redirect, Route, Switch, useLocation, useSearch } from 'wouter'
import { useLanguage } from '../i18n/use-language.ts'
import { type KnownScreen, SCREENS } from '../screens.tsx'
import { isFor } from '../session/audience.ts'
import { resumeSession } from '../session/client.ts'
import { useSessionFault } from '../session/use-session.ts'
import { useViewer } from '../session/use-viewer.ts'
import { CrashBoundary } from '../shared/crash-boundary.tsx'
import { Loading } from '../shared/query-view.tsx'
import { RefusalAlert } from '../shared/refusal-alert.tsx'
import classes from './shell.module.css'

/** The screen that the address names. */
export function CurrentScreen() {
  const shown = useRef<string | undefined>(undefined)
  return (
    <Switch>
      {SCREENS.map((screen) => (
        <Route key={screen.name} path={screen.path}>
          <Guarded screen={screen} shown={shown} />
        </Route>
      ))}
      <Route>
        <NotFound shown={shown} />
      </Route>
    </Switch>
  )
}

/** The name of the screen that was shown last; nothing before the first screen. */
type Shown = RefObject<string | undefined>

/** Strangers are sent to log in, and come back; who has logged in has no business there. */
function Guarded({ screen, shown }: { screen: KnownScreen; shown: Shown }) {
  const [path] = useLocation()
  const search = useSearch()
  const viewer = useViewer()
  const isOpen = isFor(screen.audience, viewer)
  if (isOpen === undefined) return <FindingOut />
  if (isOpen) return <Framed screen={screen} shown={shown} />
  if (screen.audience === 'signed-out') return <Redirect to={nextAddress()} replace />
  if (viewer === 'user') return <NotFound shown={shown} />
  const wanted = search === '' ? path : `${path}?${search}`
  return <Redirect to={`/log-in?next=${encodeURIComponent(wanted)}`} replace />
}

/** It is not known who looks: that is on its way, or went wrong. */
function FindingOut() {
  const fault = useSessionFault()
  if (fault === undefined) return <Loading />
  return <RefusalAlert error={fault} onRetry={resumeSession} />
}

/** Where somebody wanted to go who had to log in first: a screen of this page, nowhere else. */
function nextAddress(): string {
  const next = new URLSearchParams(location.search).get('next') ?? '/'
  return /^\/(?!\/)/u.test(next) ? next : '/'
}

function Framed({ screen, shown }: { screen: KnownScreen; shown: Shown }) {
  const { name, title, Component } = screen
  const language = useLanguage()
  return (
    <>
      <Heading key={name} name={name} title={title[language]} shown={shown} />
      <CrashBoundary key={`${name}-body`} fallback={crashed}>
        <Suspense fallback={<Loading />}>
          <Component />
        </Suspense>
      </CrashBoundary>
    </>
  )
}

function crashed(error: unknown) {
  return <RefusalAlert error={error} onRetry={() => location.reload()} />
}

/** Names the screen to everybody: in the document's title, and to screen readers by its focus. */
function Heading({ name, title, shown }: { name: string; title: string; shown: Shown }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · Hamlet`
  }, [title])
  useEffect(() => {
    // The first screen of a visit is read from the top, as any page.
    if (shown.current !== undefined && shown.current !== name) heading.current?.focus()
    shown.current = name
  }, [name, shown])
  return (
    <Title className={classes['heading'] ?? ''} ref={heading} tabIndex={-1} order={1} mb="md">
      {title}
    </Title>
  )
}

function NotFound({ shown }: { shown: Shown }) {
  const { t } = useTranslation('shared')
  return (
    <>
      <Heading name="" title={t('notFound.title')} shown={shown} />
      <p>{t('notFound.text')}</p>
    </>
  )
}
