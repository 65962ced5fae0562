import { describe, expect, it } from 'vitest'
import { isWeakPassword, isWeakPin, pin, username } from './secrets.ts'

describe('six digits', () => {
  it.each(['000000', '111111', '123456', '654321', '012345', '112112', '121212', '112211', '198803', '202612'])(
    '%s are guessed first',
    (given) => expect(isWeakPin(given)).toBe(true),
  )
  it.each(['402917', '830264', '739158', '190055'])('%s are not', (given) => expect(isWeakPin(given)).toBe(false))
  it.each(['12345', '1234567', '12345a', '１２３４５６', ' 12345', ''])('“%s” are not six digits', (given) =>
    expect(pin.safeParse(given).success).toBe(false),
  )
})

describe('a password', () => {
  it.each([
    ...['short-1', 'elevenchars', '123456789012', 'aaaaaaaaaaaa', 'abcabcabcabc', 'abcdefghijkl', 'password1234'],
    ...['Password123456', 'admin1234567890', 'qwerty123456', 'lixiaoming12', 'LIXIAOMINGlixiaoming'],
  ])('%s is refused', (given) => expect(isWeakPassword(given, 'lixiaoming')).toBe(true))
  it.each(['correct-horse-battery', 'story-pass-1234', '街道安全台账今年一定要对上', 'x7#kQ2mZ9pLw'])(
    '%s is taken',
    (given) => expect(isWeakPassword(given, 'lixiaoming')).toBe(false),
  )
})

it('a user name has letters, digits and three signs, and no blank', () => {
  for (const good of ['li', '王书记', 'zhang.san_2-b']) expect(username.safeParse(good).success).toBe(true)
  for (const bad of ['l', 'a b', 'x@y', '\ud800\ud800', 'a'.repeat(33), 'a\0b'])
    expect(username.safeParse(bad).success).toBe(false)
})
