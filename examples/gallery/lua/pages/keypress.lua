-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("KeypressDemo", { at = 5, said = "" })

function Demo:left() self.at = math.max(1, self.at - 1) end
function Demo:right() self.at = math.min(9, self.at + 1) end
function Demo:track() return ("·"):rep(self.at - 1) .. "●" .. ("·"):rep(9 - self.at) end
function Demo:save() self.said = "Saved." end
function Demo:cancel() self.said = "Taken back." end

return {
  title = "ui-event-keypress-KEY",
  demo = Demo,
  about = [[
Calls a method when a key is pressed inside the element: `enter`, `escape`, `up`, `f2`, `delete`, letters, with `ctrl-`, `shift-`, `alt-`,
`meta-` in front. The modifiers must be exactly those. Keys in the middle of composing a character do not count.]],
}
