// browser.js: Debian's Chromium for the browser tests, or the reason why there is none. It is the one without windows: the
// same pages from the same engine, for two thirds of the processor time.
'use strict'
const fs = require('node:fs')
const path = require('node:path')
const site = require('./site.js')

const CHROMIUM = '/usr/bin/chromium-headless-shell'
const inModules = (name) => path.join(site.root, 'node_modules', name)

// Runs `main` with a browser and ends the program. `needs`: packages of npm besides playwright-core.
async function withBrowser (name, needs, main) {
  const missing = [CHROMIUM, ...['playwright-core', ...needs].map(inModules)].filter((file) => !fs.existsSync(file))
  if (missing.length) {
    site.skip(name, missing.map((file) => path.basename(file)).join(' and ') + ' is not here')
    site.finish()
    return
  }
  const { chromium } = require(inModules('playwright-core'))
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] })
  await main(browser).catch((error) => site.tap(false, name + ': ran to its end', String(error.stack)))
  await browser.close()
  site.finish()
  process.exit()
}

module.exports = { CHROMIUM, inModules, withBrowser }
