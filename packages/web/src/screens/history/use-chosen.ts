import { useSearchParams } from 'wouter'

/**
 * The decision that the address names, which others can be sent; and how to choose another, or none,
 * which does not become a step of the way back.
 */
export function useChosen(): readonly [
  id: string | undefined,
  choose: (id: string | undefined) => void,
] {
  const [params, setParams] = useSearchParams()
  const choose = (id: string | undefined) =>
    setParams((now) => withChosen(now, id), { replace: id === undefined })
  return [params.get('decision') ?? undefined, choose]
}

function withChosen(params: URLSearchParams, id: string | undefined): URLSearchParams {
  const next = new URLSearchParams(params)
  if (id === undefined) next.delete('decision')
  else next.set('decision', id)
  return next
}
