-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("DrawerDemo", { open = false, quiet = true })

function Demo:show() self.open = true end
function Demo:hide() self.open = false end

return {
  title = "sl-drawer",
  demo = Demo,
  about = [[
What slides in from the side, and otherwise like a dialog.]],
}
