-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("DropdownDemo", { done = "Nothing has been done." })

function Demo:copy() self.done = "Copied." end
function Demo:move() self.done = "Moved." end

return {
  title = "sl-dropdown and sl-menu",
  demo = Demo,
  about = [[
A menu behind a button. Each entry is an action.]],
}
