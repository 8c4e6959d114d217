#!/usr/bin/env node
// The demo's report accepted proposal by proposal in a browser, with and without scripts, by what a person sees: links, labels,
// buttons. The same over HTTP, with more of what must be in the file, is tests/stories/a_report_in_the_browser.story.
'use strict'
const { execFileSync } = require('node:child_process')
const path = require('node:path')
const site = require('./pages/site.js')
const { withBrowser } = require('./pages/browser.js')
const { tap } = site

const query = (name, text) => execFileSync('sqlite3', ['-readonly', path.join(site.folder, name + '.db'), text], { encoding: 'utf8' }).trim()
const main = (page) => page.getByRole('main').innerText()

async function decideAll (page, has) {
  await page.getByRole('link', { name: /^Intake/ }).click()
  await page.getByRole('link', { name: 'Moscow asks to clear the backlog' }).click()
  has(/0 of 11 decided/.test(await main(page)), 'eleven proposals wait', await main(page))
  has(await page.locator('mark').count() >= 11, 'and each stands in the text')
  // One by its open form, changed; the rest as they stand.
  await page.getByLabel('Topics').fill('COP26')
  await page.getByRole('button', { name: 'Accept it like this' }).click()
  has(/changed before it was accepted/.test(await main(page)), 'the call is accepted with a topic', await main(page))
  for (let n = 2; n <= 11; n++) {
    const open = page.getByRole('button', { name: 'Accept proposal ' + n, exact: true })
    if (await open.count()) await open.click()
    else await page.getByRole('button', { name: 'Accept it like this' }).click()
  }
  has(/11 of 11 decided/.test(await main(page)), 'all are decided', await main(page))
}

async function report (browser, name, withScript) {
  const has = (ok, what, notes) => tap(ok, (withScript ? 'with' : 'without') + ' scripts: ' + what, notes)
  const said = []
  const server = await site.serve(name)
  const context = await browser.newContext({ javaScriptEnabled: withScript })
  context.setDefaultTimeout(60000)
  const page = await context.newPage()
  page.on('console', (message) => { if (!/Failed to load resource.*401/.test(message.text())) said.push(message.text()) })
  page.on('pageerror', (error) => said.push(String(error)))
  await page.goto(server.origin + '/')
  await page.getByRole('button', { name: 'Sign in as Desk officer (demo)' }).click()
  await decideAll(page, has)
  await page.getByRole('link', { name: /^T-2 Call/ }).click()
  const call = await main(page)
  has(/Dominic Raab, Foreign Secretary/.test(call) && /Sergey Lavrov, Minister of Foreign Affairs/.test(call), 'the call has its two people with their offices', call)
  await page.getByRole('link', { name: /^T-3 Ask for visas/ }).click()
  await page.getByRole('link', { name: 'Applications between Russia and us' }).click()
  has(/From Russia to United Kingdom/.test(await main(page)), 'the ask opens the applications of Russia', await main(page))
  const items = query(name, 'SELECT form, count(*) FROM talks_item GROUP BY 1 ORDER BY 1').replace(/\n/g, ' ')
  has(items === 'agreement|1 call|1 complaint|1 statement|3 summit|1 visas|1 visit|1', 'nothing else is entered', items)
  has(query(name, 'SELECT count(*) FROM ledger_round') === '96', 'the round of March 2018 is not doubled')
  has(query(name, 'SELECT count(*), (SELECT count(*) FROM expel_attribution) FROM expel_incident') === '1|0', 'the incident is the one that was there, and nobody\'s')
  has(said.length === 0, 'the console has nothing to say', said)
  await context.close()
  await server.stop()
}

withBrowser('the report in a browser', [], async (browser) => {
  for (const withScript of [true, false]) {
    site.makeDemo('script-' + withScript)
    await report(browser, 'script-' + withScript, withScript)
  }
})
