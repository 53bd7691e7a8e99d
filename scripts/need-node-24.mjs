// Every entry begins here: an older Node fails with a sentence instead of a riddle.
const [major] = process.versions.node.split('.')
if (Number(major) < 24) {
  console.error(
    `Obole needs Node 24 or newer; this is ${process.versions.node} (${process.execPath}).\n` +
      'Run it through npm (npm start, npm test): npm ci brings Node 24 as a locked dependency.\n' +
      'If it was installed without optional dependencies, run: npm ci --include=optional',
  )
  process.exit(1)
}
