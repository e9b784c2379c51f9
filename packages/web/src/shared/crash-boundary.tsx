import { Component, type ReactNode } from 'react'

interface CrashBoundaryProps {
  readonly fallback: (error: unknown) => ReactNode
  readonly children: ReactNode
}

/**
 * Shows something else where a part of the page could not be drawn or loaded.
 *
 * NOTE: a class, since React has no other way to catch what its components throw.
 */
export class CrashBoundary extends Component<CrashBoundaryProps, { readonly error?: unknown }> {
  override state: { readonly error?: unknown } = {}

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override render(): ReactNode {
    return 'error' in this.state ? this.props.fallback(this.state.error) : this.props.children
  }
}
