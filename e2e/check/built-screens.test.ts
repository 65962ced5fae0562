import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'acorn'
import { describe, expect, test } from 'vitest'

const web = path.resolve(import.meta.dirname, '../../dist/web')
const files = (kind: string) =>
  readdirSync(web, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(kind))
    .map((file) => [file, readFileSync(path.join(web, file), 'utf8')] as const)

describe('the built screens', () => {
  test('parse as ES2021, which old webviews understand', () => {
    const scripts = files('.js')
    expect(scripts.length).toBeGreaterThan(2)
    for (const [, text] of scripts) parse(text, { ecmaVersion: 2021, sourceType: 'module' })
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
