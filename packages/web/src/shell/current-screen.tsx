import { Title } from '@mantine/core'
import { type RefObject, Suspense, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { matchRoute, Redirect, Route, Switch, useLocation, useRouter, useSearch } from 'wouter'
import { useLanguage } from '../i18n/use-language.ts'
import { type KnownScreen, SCREENS } from '../screens.tsx'
import { isFor, type Viewer } from '../session/audience.ts'
import { resumeSession } from '../session/client.ts'
import { useSessionFault, useSessionRefusal } from '../session/use-session.ts'
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

/** Strangers are sent away; who has logged in has no business where one logs in. */
function Guarded({ screen, shown }: { screen: KnownScreen; shown: Shown }) {
  const viewer = useViewer()
  const isOpen = isFor(screen.audience, viewer)
  if (isOpen === undefined) return <FindingOut />
  if (isOpen) return <Framed screen={screen} shown={shown} />
  if (screen.audience === 'signed-out') return <SentOn viewer={viewer} />
  if (viewer === 'user') return <NotFound shown={shown} />
  return <SentAway shown={shown} />
}

/**
 * Sends to log in, and back afterwards, whoever comes from outside and whose session the server ended;
 * whoever logged out begins anew, and so does the next at this place.
 */
function SentAway({ shown }: { shown: Shown }) {
  const [path] = useLocation()
  const search = useSearch()
  const refusal = useSessionRefusal()
  const mayComeBack = refusal !== undefined || shown.current === undefined
  if (!mayComeBack) return <Redirect to="/" replace />
  const wanted = search === '' ? path : `${path}?${search}`
  return <Redirect to={`/log-in?next=${encodeURIComponent(wanted)}`} replace />
}

/** Goes where somebody wanted to go who had to log in first: to a screen that is for them, nowhere else. */
function SentOn({ viewer }: { viewer: Viewer }) {
  const { parser } = useRouter()
  const next = new URLSearchParams(useSearch()).get('next') ?? '/'
  const [path = '/'] = next.split(/[?#]/u)
  const screen = SCREENS.find((one) => matchRoute(parser, one.path, path)[0])
  const mayGo = screen !== undefined && isFor(screen.audience, viewer) === true
  return <Redirect to={mayGo ? next : '/'} replace />
}

/** It is not known who looks: that is on its way, or went wrong. */
function FindingOut() {
  const fault = useSessionFault()
  if (fault === undefined) return <Loading />
  return <RefusalAlert error={fault} onRetry={resumeSession} />
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
