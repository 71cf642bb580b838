-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("CodeDemo", { script = "element.textContent = 'This site runs code.'" })

return {
  title = "ui-code",
  demo = Demo,
  about = [[
Runs a value as JavaScript, with `element`, `value`, `variable` and `store`. Only where the site says `code = true` in the table `[page]` of its
`config.toml`, which the gallery does not: pages without it need no scripts in templates at all. Try everything else first.]],
}
