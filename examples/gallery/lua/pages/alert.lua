-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("AlertDemo", { shown = true })

function Demo:close() self.shown = false end
function Demo:show() self.shown = true end

return {
  title = "sl-alert",
  demo = Demo,
  about = [[
A message in the page. The field says whether it is there; when the person closes it, the event says so.]],
}
