import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'acorn'
import { describe, expect, test } from 'vitest'

const web = path.resolve(import.meta.dirname, '../../dist/web')
const files = (kind: string) =>
  readdirSync(web, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(kind))
    .map((file) => [file, readFileSync(path.join(web, file), 'utf8')] as const)

/**
 * What Chrome 87 and Safari 14 lack, by the first Chrome that has it. Built-ins of the language are refused earlier, by
 * the compiler (`lib: es2021` in tsconfig.web.json); these are the browser's. No engine that old runs here: what is
 * shown is that none of these words is in what we ship, not that every screen was seen in one.
 */
const lacking = {
  '.js': {
    'structuredClone 98': /\bstructuredClone\s*\(/,
    'crypto.randomUUID 92': /\brandomUUID\s*\(/,
    'AbortSignal.timeout 103, any 116': /\bAbortSignal\.(?:timeout|any)\b/,
    'URL.canParse 120': /\bURL\.canParse\b/,
    'showPicker 99': /\.showPicker\s*\(/,
    'inert 102': /\.inert\s*=|[{,]inert:/,
    'popover 114': /\bpopover\b/i,
    'Object.hasOwn 93': /\bObject\.hasOwn\b/,
    'Array.prototype.at 92': /\.at\(-?\d+\)/,
    'findLast 97': /\.findLast(?:Index)?\(/,
  },
  '.css': {
    ':has() 105': /:has\(/,
    ':is(), :where() 88': /:(?:is|where)\(/,
    'aspect-ratio 88': /[;{]aspect-ratio:/,
    '@container 105': /@container\b/,
    '@layer 99': /@layer\b/,
    'color-mix() 111': /color-mix\(/,
    'oklch() 111': /\bokl(?:ch|ab)\(/,
    'dvh, svh, lvh 108': /\d[dsl]v[hw]\b/,
    'nesting 112': /[{;]\s*&/,
    'subgrid 117': /\bsubgrid\b/,
    'overflow: clip 90': /overflow(?:-[xy])?:\s*clip\b/,
  },
} as const

describe('the built screens', () => {
  test('parse as ES2021, which old webviews understand', () => {
    const scripts = files('.js')
    expect(scripts.length).toBeGreaterThan(2)
    for (const [, text] of scripts) parse(text, { ecmaVersion: 2021, sourceType: 'module' })
  })

  test.each(['.js', '.css'] as const)('use nothing in %s that a Chrome 87 lacks', (kind) => {
    const found = files(kind).flatMap(([file, text]) =>
      Object.entries(lacking[kind])
        .filter(([, word]) => word.test(text))
        .map(([name]) => `${file}: ${name}`),
    )
    expect(found).toEqual([])
  })

  test('a newer word would be caught', () => {
    expect(lacking['.css'][':has() 105'].test('li:has(a){}')).toBe(true)
    expect(lacking['.js']['structuredClone 98'].test('x=structuredClone(y)')).toBe(true)
  })

  test('a newer syntax would be caught', () => {
    expect(() => parse('class A { static { } }', { ecmaVersion: 2021, sourceType: 'module' })).toThrow()
  })

  test('have no inline script or style, and load nothing from elsewhere', () => {
    for (const [, text] of files('.html')) {
      expect(text).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=/)
      expect(text).not.toMatch(/(?:src|href)="(?:https?:)?\/\//)
    }
    for (const [, text] of files('.css')) expect(text).not.toMatch(/url\(["']?(?:https?:)?\/\//)
  })
})
