import { session } from './session.ts'

const PREFIX = 'anlan-draft:'
const keyOf = (name: string): string => `${PREFIX}${session.me?.person ?? ''}:${name}`

/** What the signed-in person had typed under this name in this tab; undefined when nothing is kept. */
export function findDraft<T>(name: string): T | undefined {
  const kept = sessionStorage.getItem(keyOf(name))
  return kept === null ? undefined : (JSON.parse(kept) as T)
}

/** Keeps what is being typed until it is sent or the tab is closed. A full store costs the copy, not the form. */
export function keepDraft(name: string, value: unknown): void {
  try {
    sessionStorage.setItem(keyOf(name), JSON.stringify(value))
  } catch {
    return
  }
}

/** The signed-in person's drafts of this tab whose names begin so, by the rest of their names. */
export function draftsUnder(start: string): { name: string; value: unknown }[] {
  const prefix = keyOf(start)
  const keys = Object.keys(sessionStorage).filter((key) => key.startsWith(prefix))
  return keys.map((key) => ({
    name: key.slice(prefix.length),
    value: JSON.parse(sessionStorage.getItem(key) ?? 'null'),
  }))
}

export const dropDraft = (name: string): void => sessionStorage.removeItem(keyOf(name))

/** Forgets all drafts of this tab: whoever signs out leaves nothing behind. */
export function dropAllDrafts(): void {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key)
}
