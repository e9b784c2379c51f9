const works = new Set<() => boolean>()

/** Names work that would be lost if somebody logged out. @param isUnderWay  Whether it goes on now. */
export function noteWork(isUnderWay: () => boolean): void {
  works.add(isUnderWay)
}

/** Whether some work is under way. */
export function isUnfinished(): boolean {
  return [...works].some((isUnderWay) => isUnderWay())
}
