-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("ProgressDemo", { percent = 30 })

function Demo:run()
  session:clearInterval(self._timer)
  self.percent = 0
  self._timer = session:setInterval(function()
    self.percent = self.percent + 10
    if self.percent >= 100 then session:clearInterval(self._timer) end
  end, 100)
end

return {
  title = "sl-progress-bar and sl-progress-ring",
  demo = Demo,
  about = [[
How far something is. A timer of the app moves them; nobody asks for it.]],
}
