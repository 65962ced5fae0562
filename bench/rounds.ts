/** One kind of request; `once` must answer when it is done. */
export interface Work {
  name: string
  once(): Promise<void>
}

/** Requests per second that `clients` at a time get through in `ms` milliseconds. */
async function rate({ once }: Work, clients: number, ms: number): Promise<number> {
  const end = performance.now() + ms
  let done = 0
  const client = async () => {
    while (performance.now() < end) {
      await once()
      done += 1
    }
  }
  const from = performance.now()
  await Promise.all(Array.from({ length: clients }, client))
  return (done * 1000) / (performance.now() - from)
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

/** Runs the works in turn, round by round, so that all meet the same noise; gives each one's median rate. */
export async function interleaved(works: readonly Work[], rounds: number, ms: number, clients = 16): Promise<number[]> {
  const rates: number[][] = works.map(() => [])
  for (let round = -1; round < rounds; round++)
    for (const [i, work] of works.entries()) {
      const found = await rate(work, clients, ms)
      if (round >= 0) rates[i]?.push(found)
    }
  return rates.map(median)
}
