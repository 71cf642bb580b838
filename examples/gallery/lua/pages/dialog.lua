-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("DialogDemo", { asking = false, answer = "nothing yet" })

function Demo:ask() self.asking = true end
function Demo:yes() self.asking, self.answer = false, "yes" end
function Demo:no() self.asking, self.answer = false, "no" end

return {
  title = "sl-dialog",
  demo = Demo,
  about = [[
A question that comes first. `ui-event-sl-request-close` hears of Escape and of a click beside it, and the app closes it. The focus goes into the
dialog and back to where it was.]],
}
