import type { Browser } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openBrowser, openPhone, signIn } from './browser.ts'

let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

/** What a camera writes: 12 megapixels, the owner's device and where he stood. */
const cameraPhoto = (): Promise<Buffer> =>
  sharp({ create: { width: 4000, height: 3000, channels: 3, background: { r: 90, g: 120, b: Date.now() % 200 } } })
    .withExif({ IFD0: { Make: 'PHONE', Model: 'X' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '30/1 30/1 0/1' } })
    .jpeg()
    .toBuffer()

it('a first report takes three taps after the photo, without a position, and its photo arrives small and bare', async () => {
  const { page } = await openPhone(browser, false)
  await signIn(page, 'grid2')
  await page.getByRole('navigation').getByRole('link', { name: '拍照上报' }).click()
  const buffer = await cameraPhoto()
  expect((await sharp(buffer).metadata()).exif).toBeDefined()
  await page.getByLabel('隐患照片：从相册选').setInputFiles({ name: 'IMG.jpg', mimeType: 'image/jpeg', buffer })
  await page.getByAltText('隐患照片第 1 张').waitFor()

  await page.getByRole('button', { name: '电瓶车违规充电' }).click()
  await page.getByRole('button', { name: '示范苑一期' }).click()
  await page.getByRole('button', { name: '提交' }).click()
  await page.getByRole('main').getByText('✓ 已送达').waitFor()

  await page.getByRole('link', { name: '看这条隐患' }).click()
  await page.waitForURL(/\/case\//)
  const id = page.url().split('/').pop()
  const arrived = async () => {
    const { hazard } = await (await page.request.get(`/api/hazards/${id}`)).json()
    return hazard.missing.length === 0 ? (hazard.before[0] as string) : undefined
  }
  await expect.poll(arrived, { timeout: 20_000 }).toBeDefined()
  const kept = sharp(await (await page.request.get(`/api/files/${await arrived()}`)).body())
  const { width = 0, height = 0, exif } = await kept.metadata()
  expect(Math.max(width, height)).toBe(1600)
  expect(exif).toBeUndefined()
})
