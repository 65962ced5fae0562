/** Server time. An argument wherever time matters, so that tests and the demo can say what it is. */
export type Clock = () => Date

export const systemClock: Clock = () => new Date()
