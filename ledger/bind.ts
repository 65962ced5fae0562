/** Adds a parameter to a statement and gives its placeholder. */
export type Bind = (value: unknown) => string

/** A condition on `book b` and the session tables: does what was presumed of the asker still hold? */
export type Holds = (bind: Bind) => string
