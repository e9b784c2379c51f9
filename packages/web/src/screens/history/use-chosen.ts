import { useSearchParams } from 'wouter'

/** The decision that the address names, which others can be sent; and how to choose another, or none. */
export function useChosen(): readonly [
  id: string | undefined,
  choose: (id: string | undefined) => void,
] {
  const [params, setParams] = useSearchParams()
  const choose = (id: string | undefined) => setParams(id === undefined ? {} : { decision: id })
  return [params.get('decision') ?? undefined, choose]
}
