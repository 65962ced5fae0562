import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { between, seeded } from './random.ts'

export interface DrawnPhoto {
  sha256: string
  bytes: Buffer
  /** Kind of scene; before and after of one scene belong together. */
  scene: string
  after: boolean
}

type Draw = (random: () => number, after: boolean) => string

const rect = (x: number, y: number, w: number, h: number, fill: string, more = '') =>
  `<rect x="${x}" y="${y}" width="${w}" height="${h}" fill="${fill}" ${more}/>`
const circle = (x: number, y: number, r: number, fill: string) =>
  `<circle cx="${x}" cy="${y}" r="${r}" fill="${fill}"/>`
const room = (wall: string, floor: string) =>
  `${rect(0, 0, 1280, 960, wall)}<polygon points="0,960 1280,960 980,560 300,560" fill="${floor}"/>` +
  `<polygon points="0,0 300,140 300,560 0,960" fill="#00000018"/><polygon points="1280,0 980,140 980,560 1280,960" fill="#00000022"/>`

const corridor: Draw = (random, after) => {
  const boxes = Array.from({ length: after ? 0 : between(random, 4, 9) }, (_, i) => {
    const size = between(random, 90, 190)
    return rect(
      340 + i * 70,
      830 - size - between(random, 0, 60),
      size,
      size,
      ['#b98b52', '#a67843', '#8d6e4a'][i % 3] ?? '',
      'stroke="#5f4426" stroke-width="4"',
    )
  })
  const door = `${rect(540, 240, 200, 320, '#6c8f7c', 'stroke="#3f5a4c" stroke-width="6"')}${rect(570, 180, 140, 46, '#1f8a4c')}`
  return room('#d9d5cb', '#b9b2a4') + door + boxes.join('')
}

const lane: Draw = (random, after) => {
  const sky = `${rect(0, 0, 1280, 420, '#c3d5e0')}${rect(0, 420, 1280, 540, '#a3a596')}${rect(0, 160, 420, 300, '#a9a49a')}${rect(860, 120, 420, 340, '#b6ada0')}`
  const road = `<polygon points="0,960 1280,960 760,420 520,420" fill="#75777a"/><polygon points="620,960 660,960 646,420 634,420" fill="#e7c23e"/>`
  const colours = ['#9c3b3b', '#3b5f9c', '#d8d8d8', '#3f4a45']
  const cars = Array.from({ length: after ? 0 : between(random, 2, 4) }, (_, i) => {
    const x = 130 + i * 270
    return `${rect(x, 640, 240, 110, colours[i % 4] ?? '', 'rx="26"')}${rect(x + 45, 580, 150, 80, '#cfe0e8', 'rx="18"')}${circle(x + 55, 755, 30, '#222')}${circle(x + 185, 755, 30, '#222')}`
  })
  return sky + road + cars.join('')
}

const wires: Draw = (random, after) => {
  const windows = [0, 1, 2]
    .map((i) => rect(140 + i * 380, 120, 240, 220, '#9fb8c4', 'stroke="#6d5f52" stroke-width="10"'))
    .join('')
  const lines = Array.from({ length: after ? 0 : between(random, 3, 6) }, () => {
    const x = between(random, 180, 1000)
    return `<path d="M${x} 340 C ${x + 120} 560, ${x - 160} 640, ${between(random, 300, 900)} 780" stroke="#20242a" stroke-width="8" fill="none"/>`
  })
  const bike = after
    ? ''
    : `${circle(520, 820, 70, '#2b2b2b')}${circle(820, 820, 70, '#2b2b2b')}<path d="M520 820 L640 690 L760 690 L820 820 M640 690 L610 620" stroke="#1f6fa8" stroke-width="24" fill="none"/>`
  return rect(0, 0, 1280, 960, '#cdbfae') + rect(0, 760, 1280, 200, '#9d9a94') + windows + lines.join('') + bike
}

const extinguisher: Draw = (random, after) => {
  const body = after ? '#c62828' : '#8c4b45'
  const tilt = after ? 0 : between(random, 8, 24)
  const needle = after ? -40 : 60
  return (
    `${room('#dcdcd4', '#a8a59b')}<g transform="rotate(${tilt} 640 700)">${rect(560, 380, 160, 380, body, 'rx="60"')}${rect(610, 320, 60, 70, '#333')}${rect(590, 520, 100, 90, '#efe6d0')}</g>` +
    `${circle(860, 330, 90, '#f4f4f4')}<g transform="rotate(${needle} 860 330)">${rect(855, 260, 10, 75, '#b00020')}</g>${after ? '' : rect(360, 640, 150, 190, '#8d6e4a')}`
  )
}

const kitchen: Draw = (random, after) => {
  const dirt = Array.from({ length: after ? 0 : between(random, 8, 16) }, () =>
    circle(between(random, 100, 1180), between(random, 300, 900), between(random, 8, 34), '#6b4f2a88'),
  )
  return (
    room('#e5e9e8', '#b8c1c2') +
    rect(180, 520, 920, 60, '#8f9aa0') +
    rect(200, 580, 880, 220, '#c7ced1') +
    rect(280, 420, 160, 100, '#5d666b') +
    rect(560, 440, 220, 80, '#5d666b') +
    dirt.join('')
  )
}

const stall: Draw = (random, after) => {
  const goods = Array.from(
    { length: after ? 0 : between(random, 5, 9) },
    (_, i) =>
      `${rect(120 + i * 120, 700, 100, 70, '#a97c4f')}${circle(150 + i * 120, 700, 30, ['#d9822b', '#6f9d3a', '#b23a48'][i % 3] ?? '')}`,
  )
  return (
    rect(0, 0, 1280, 960, '#d6d3cc') +
    rect(80, 120, 1120, 420, '#a5b3b0') +
    rect(140, 260, 460, 280, '#546a6f') +
    rect(680, 260, 460, 280, '#546a6f') +
    rect(80, 130, 1120, 90, '#2f6f73') +
    rect(0, 780, 1280, 180, '#b7b2a8') +
    goods.join('')
  )
}

const gas: Draw = (random, after) => {
  const bottles = Array.from({ length: after ? 0 : between(random, 2, 4) }, (_, i) => {
    const x = 720 + i * 130
    return `${rect(x, 560, 100, 220, '#5f8a5b', 'rx="40"')}${rect(x + 32, 520, 36, 50, '#3c4a3b')}`
  })
  const pipe = after ? '#e0b93a' : '#b98d3d'
  const hose = after
    ? '<path d="M300 420 V640" stroke="#8f9aa0" stroke-width="26"/>'
    : `<path d="M300 420 C 420 500, ${between(random, 160, 260)} 560, 380 660" stroke="#6b4f2a" stroke-width="20" fill="none"/>`
  return (
    room('#e9e6dc', '#b9b4aa') +
    rect(120, 180, 60, 460, pipe) +
    rect(120, 180, 520, 46, pipe) +
    rect(240, 260, 130, 160, '#c9ced1', 'stroke="#6d7478" stroke-width="8"') +
    hose +
    rect(220, 640, 420, 60, '#5d666b') +
    bottles.join('')
  )
}

const lift: Draw = (random, after) => {
  const sill = after ? 0 : between(random, 24, 60)
  const mark = after ? rect(930, 300, 120, 80, '#2e7d4f') : rect(930, 300, 120, 80, '#c9a227')
  return (
    room('#dddbd5', '#aaa69d') +
    rect(440, 180, 400, 560, '#8b9196', 'stroke="#555b60" stroke-width="14"') +
    rect(460, 200 + sill, 178, 540 - sill, '#b4babf') +
    rect(642, 200 + sill, 178, 540 - sill, '#b4babf') +
    rect(440, 740 - sill, 400, sill, '#23282c') +
    mark
  )
}

const panel: Draw = (random, after) => {
  const door = after
    ? rect(420, 220, 440, 480, '#9aa7ad', 'stroke="#5f6a70" stroke-width="12"')
    : `${rect(420, 220, 440, 480, '#3a4247')}<polygon points="860,220 1080,300 1080,760 860,700" fill="#9aa7ad"/>`
  const wires = Array.from({ length: after ? 0 : between(random, 4, 8) }, (_, i) => {
    const x = 470 + i * 50
    const colour = ['#b23a48', '#d9b02b', '#2f7d4a'][i % 3]
    return `<path d="M${x} 300 C ${x + 40} 480, ${x - 50} 560, ${between(random, 440, 840)} 690" stroke="${colour}" stroke-width="12" fill="none"/>`
  })
  return rect(0, 0, 1280, 960, '#d3cfc6') + rect(0, 800, 1280, 160, '#a39e94') + door + wires.join('')
}

const scenes: Record<string, Draw> = { corridor, lane, wires, extinguisher, kitchen, stall, gas, lift, panel }

const sceneByItem: Record<string, string> = {
  '1.1': 'extinguisher',
  '1.2': 'wires',
  '1.3': 'corridor',
  '1.4': 'gas',
  '2.1': 'panel',
  '2.2': 'gas',
  '2.3': 'lift',
  '3.1': 'corridor',
  '4.1': 'kitchen',
  '4.3': 'stall',
  '6.1': 'kitchen',
  '6.2': 'stall',
  '8.1': 'lane',
  '8.2': 'lane',
}

/** Which scene suits an item; undefined where a picture would say nothing (noise, disputes, leads). */
export const sceneOf = (item: string): string | undefined => sceneByItem[item]

async function draw(scene: string, seed: number, after: boolean): Promise<DrawnPhoto> {
  const random = seeded(seed)
  const art = scenes[scene]?.(random, after) ?? ''
  // A frame and a corner mark: nobody should take a drawing for evidence.
  const frame = `<rect x="8" y="8" width="1264" height="944" fill="none" stroke="#ffffff" stroke-width="16"/><path d="M1100 900 h140 M1100 925 h90" stroke="#fff" stroke-width="12"/>`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="960">${art}${frame}</svg>`
  const bytes = await sharp(Buffer.from(svg)).jpeg({ quality: 72 }).toBuffer()
  return { sha256: createHash('sha256').update(bytes).digest('hex'), bytes, scene, after }
}

/** Drawn scenes, before and after: 9 × 10 × 2 at most, distinct by content. */
export async function drawPhotos(variants = 10): Promise<DrawnPhoto[]> {
  const wanted = Object.keys(scenes).flatMap((scene, s) =>
    Array.from({ length: variants * 2 }, (_, i) => ({ scene, seed: s * 1000 + Math.floor(i / 2), after: i % 2 === 1 })),
  )
  const drawn: DrawnPhoto[] = []
  for (const { scene, seed, after } of wanted) drawn.push(await draw(scene, seed, after))
  return [...new Map(drawn.map((photo) => [photo.sha256, photo])).values()]
}
