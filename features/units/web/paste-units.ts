/** One line of pasted text: the unit it means, or why it cannot be taken. */
export interface Pasted {
  line: number
  community: string
  name: string
  said: string
}

interface Known {
  code: string
  name: string
}

/**
 * Reads lines such as `华新街社区，第四网格` or a column pair copied from a sheet. `communities` are those in force,
 * `existing` the full names that are taken.
 */
export function readPasted(
  text: string,
  communities: readonly Known[],
  existing: (community: string) => ReadonlySet<string>,
): Pasted[] {
  const seen = new Set<string>()
  const find = (said: string): Known | undefined =>
    communities.find(({ name, code }) => name === said || code === said) ??
    communities.find(({ name }) => name === `${said}社区`)
  return text
    .split('\n')
    .map((line, i): Pasted | null => {
      if (line.trim() === '') return null
      const [place = '', name = '', ...more] = line.split(/[,，\t;；]/).map((part) => part.trim())
      const community = find(place)
      const key = `${community?.code} ${name}`
      const fault = !community
        ? `没有“${place}”这个社区`
        : name === '' || more.some(Boolean)
          ? '每行写两项：社区，名称'
          : name.length > 100
            ? '名称不能超过 100 个字'
            : existing(community.code).has(name)
              ? `${community.name}已有“${name}”`
              : seen.has(key)
                ? '与前面一行重复'
                : ''
      seen.add(key)
      return { line: i + 1, community: community?.code ?? '', name, said: fault }
    })
    .filter((one) => one !== null)
}
