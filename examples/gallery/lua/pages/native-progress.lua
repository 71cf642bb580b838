-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("NativeProgressDemo", { done = 0.4 })

function Demo:more() self.done = math.min(1, (self.done or 0) + 0.2) end
function Demo:unknown() self.done = nil end

return {
  title = "progress and meter",
  demo = Demo,
  about = [[
Numbers as bars. Nil is a progress that nobody knows.]],
}
