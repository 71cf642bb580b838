-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Book = session:prototype("NamespaceBook", { title = "The Sea Around Us", author = "Rachel Carson", year = 1951 })
local Demo = session:prototype("NamespaceDemo", { book = EMPTY })

function Demo:new() return session:create(self, { book = session:create(Book, {}) }) end

return {
  title = "ui-namespace",
  demo = Demo,
  about = [[
Chooses among the templates of a type: `ui-namespace="short"` looks for `TYPE.short` first and falls back to `TYPE.DEFAULT`. It holds for
everything below the element.]],
}
