-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("RepeatDemo", { trains = EMPTY })
local Train = session:prototype("RepeatTrain", { to = "", at = "", isFull = false })

function Demo:new()
  local demo = session:create(self, { trains = {} })
  for _, train in ipairs({ { "Braga", "9:05" }, { "Porto", "9:20" }, { "Faro", "9:40" } }) do
    table.insert(demo.trains, session:create(Train, { to = train[1], at = train[2] }))
  end
  return demo
end

function Demo:later() table.insert(self.trains, table.remove(self.trains, 1)) end

function Train:fill() self.isFull = true end
function Train:label() return "Book the train to " .. self.to end

return {
  title = "ui-repeat",
  demo = Demo,
  about = [[
Repeats the element it stands on for each element of an array: the element itself is the row, without a template of its own, and its paths begin
at the element of the array. Rows go with their objects, as in a list.]],
}
