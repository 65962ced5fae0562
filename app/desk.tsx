import { createApp } from 'vue'
import { createRouter, createWebHistory } from 'vue-router'
import { catchLink } from '../platform/web/link-secret.ts'
import { DeskApp } from './DeskApp.tsx'
import '../platform/web/theme.css'
import './desk.css'
import './desk-more.css'

catchLink()

/** The desk's rooms. Address and title of every screen; a room that goes takes its line with it. */
const router = createRouter({
  history: createWebHistory('/'),
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
  routes: [
    {
      path: '/',
      meta: { title: '台账', keep: true },
      component: () => import('../features/cases/web/DeskLedgerScreen.tsx').then((m) => m.DeskLedgerScreen),
    },
    {
      path: '/case/:id',
      meta: { title: '隐患详情' },
      component: () => import('../features/cases/web/DeskHazardScreen.tsx').then((m) => m.DeskHazardScreen),
    },
    {
      path: '/recheck',
      meta: { title: '待复查' },
      component: () => import('../features/recheck/web/RecheckScreen.tsx').then((m) => m.RecheckScreen),
    },
    {
      path: '/study',
      meta: { title: '研判' },
      component: () => import('../features/study/web/StudyScreen.tsx').then((m) => m.StudyScreen),
    },
    {
      path: '/topics',
      meta: { title: '议题' },
      component: () => import('../features/study/web/TopicsScreen.tsx').then((m) => m.TopicsScreen),
    },
    {
      path: '/resolutions',
      meta: { title: '决议' },
      component: () => import('../features/study/web/ResolutionsScreen.tsx').then((m) => m.ResolutionsScreen),
    },
    {
      path: '/supervisions',
      meta: { title: '督办' },
      component: () => import('../features/supervision/web/SupervisionsScreen.tsx').then((m) => m.SupervisionsScreen),
    },
    {
      path: '/superior-list',
      meta: { title: '上级问题清单' },
      component: () => import('../features/superior-list/web/SuperiorListScreen.tsx').then((m) => m.SuperiorListScreen),
    },
    {
      path: '/draw',
      meta: { title: '随机抽查' },
      component: () => import('../features/draw/web/DrawScreen.tsx').then((m) => m.DrawScreen),
    },
    {
      path: '/documents',
      meta: { title: '公文' },
      component: () => import('../features/study/web/DocumentsScreen.tsx').then((m) => m.DocumentsScreen),
    },
    {
      path: '/documents/templates',
      meta: { title: '公文模板' },
      component: () => import('../features/study/web/TemplatesScreen.tsx').then((m) => m.TemplatesScreen),
    },
    {
      path: '/account',
      meta: { title: '看账' },
      component: () => import('../features/account/web/AccountScreen.tsx').then((m) => m.AccountScreen),
    },
    {
      path: '/legs',
      meta: { title: '时限' },
      component: () => import('../features/legs/web/LegsScreen.tsx').then((m) => m.LegsScreen),
    },
    {
      path: '/legs/list',
      meta: { title: '时限清单' },
      component: () => import('../features/legs/web/LegListScreen.tsx').then((m) => m.LegListScreen),
    },
    {
      path: '/bulletin',
      meta: { title: '今日数字' },
      component: () => import('../features/bulletin/web/BulletinScreen.tsx').then((m) => m.BulletinScreen),
    },
    {
      path: '/report',
      meta: { title: '登记' },
      component: () => import('../features/report/web/DeskReportScreen.tsx').then((m) => m.DeskReportScreen),
    },
    {
      path: '/start',
      meta: { title: '第一天' },
      component: () => import('../features/start/web/StartScreen.tsx').then((m) => m.StartScreen),
    },
    {
      path: '/people',
      meta: { title: '人员' },
      component: () => import('../features/people/web/DeskPeopleScreen.tsx').then((m) => m.DeskPeopleScreen),
    },
    {
      path: '/me',
      meta: { title: '我的账号' },
      component: () => import('../features/session/web/DeskMeScreen.tsx').then((m) => m.DeskMeScreen),
    },
    {
      path: '/units',
      meta: { title: '单位' },
      component: () => import('../features/units/web/UnitsScreen.tsx').then((m) => m.UnitsScreen),
    },
    {
      path: '/units/codes',
      meta: { title: '小区二维码' },
      component: () => import('../features/units/web/SiteCodesScreen.tsx').then((m) => m.SiteCodesScreen),
    },
    {
      path: '/catalogue',
      meta: { title: '排查清单' },
      component: () => import('../features/catalogue/web/CatalogueScreen.tsx').then((m) => m.CatalogueScreen),
    },
    {
      path: '/import',
      meta: { title: '导入' },
      component: () => import('../features/imports/web/ImportScreen.tsx').then((m) => m.ImportScreen),
    },
    {
      path: '/:rest(.*)*',
      meta: { title: '没有这一页' },
      component: () => import('./NoScreen.tsx').then((m) => m.NoScreen),
    },
  ],
})
router.afterEach((to) => {
  document.title = `${to.meta.title} · 安澜`
})

createApp(DeskApp).use(router).mount('#app')
