const PREFIX = 'anlan-mine:'

/** Keeps something a start without network needs, for this person only. Where the device has no room it is not kept. */
export function keepMine(name: string, person: string, value: unknown): void {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify({ person, value }))
  } catch {
    localStorage.removeItem(PREFIX + name)
  }
}

/** What was kept for this person; undefined where nothing was, or somebody else's lies there. */
export function keptMine<T>(name: string, person: string): T | undefined {
  const text = localStorage.getItem(PREFIX + name)
  if (text === null) return undefined
  const kept = JSON.parse(text) as { person: string; value: T }
  return kept.person === person ? kept.value : undefined
}

/** Forgets all of it, as when somebody signs out. */
export function dropMine(): void {
  const names = Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))
  for (const name of names) localStorage.removeItem(name)
}
