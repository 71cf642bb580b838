-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("BreadcrumbDemo", { place = "The shed" })

function Demo:up() self.place = "The garden" end

return {
  title = "sl-breadcrumb",
  demo = Demo,
  about = [[
Where something belongs.]],
}
